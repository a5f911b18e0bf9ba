#!/usr/bin/env bash
# The book: make epub and make pdf. The e-book is valid; the PDF has no line in the margin and no
# letter missing; both have the numbers of the pages. What is not installed is skipped, with a word.

# shellcheck source=tests/course/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/course/notes.sh
. tests/course/notes.sh

needs "the book" notes pandoc node gnuplot

edition full

# texts FOLDER SUFFIX: what the chapters became, without the walkthroughs
texts() { find "$1" -maxdepth 1 -name "[0-9A-Z]*_*.$2" ! -name '*-solution.*' -exec cat {} +; }
# Figure, table, listing, exercise and equation numbers, sorted.
kinds='(Figure|Table|Listing|Exercise) '
texts build/docs html | grep -oE "class=\"number\">(\\([0-9A-Z]+\\.|$kinds)[^<]*" |
    sed 's/.*>//' | sort >"$tmp/pages"

check "make epub" make -s epub
texts build/notes/full/epub json |
    grep -oE '"(Exercise [0-9A-Z]+\.[0-9]+)"|class=\\"number\\">[^<]*' |
    sed 's/^.*>//; s/"//g' | grep -E "^\\(|^$kinds" | sort -u >"$tmp/ebook"
[ -s "$tmp/pages" ] && cmp -s <(sort -u "$tmp/pages") "$tmp/ebook"
judge $? "the e-book has the numbers of the pages" \
    "$(diff <(sort -u "$tmp/pages") "$tmp/ebook" | head -5)"

if ! command -v epubcheck >/dev/null || ! command -v java >/dev/null
then echo "skip  whether the e-book is valid: epubcheck is missing (./setup print)"
else
    epubcheck=$(command -v epubcheck)
    [ -f /usr/share/java/epubcheck.jar ] && epubcheck=/usr/share/java/epubcheck.jar
    check "epubcheck finds no error and no warning" \
        java_once "$epubcheck" --failonwarnings build/docs/batch-normalization.epub
fi

needs "the PDF" print lualatex rsvg-convert
check "make pdf" make -s pdf
log=build/notes/full/latex/book.log
numbered='\\tag\{[^}]*\}|\\(figure|table)caption\{[^}]+\}|\\begin\{exercise\}\{[^}]*\}'
texts build/notes/full/latex tex | grep -oE "$numbered|\\\\listingcaption\{.*\}\{Listing [^}]*\}" |
    sed -E 's/^\\tag\{(.*)\}$/(\1)/; s/^.*\{([^{}]*)\}$/\1/' | sort >"$tmp/book"
cmp -s "$tmp/pages" "$tmp/book"
judge $? "the PDF has the numbers of the pages" "$(diff "$tmp/pages" "$tmp/book" | head -5)"
wide=$(tr '\n' ' ' <$log |
    grep -oE 'Overfull .hbox \(([2-9]|[0-9]{2,})\.[0-9]*pt too wide\)[^[]{0,80}')
none "no line reaches into the margin" "$wide"
lost=$(grep -e 'Missing character' -e 'undefined references' -e 'multiply defined' \
    -e 'has been referenced but does not exist' $log)
none "no letter and no target is missing" "$lost"

finish

#!/usr/bin/env bash
# The book: make epub and make pdf. The e-book is valid; the PDF has no line in the margin and no
# letter missing; both have the numbers of the pages. What is not installed is skipped, with a word.

# shellcheck source=tests/course/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/course/notes.sh
. tests/course/notes.sh

needs "the book" notes pandoc node gnuplot

edition full

# Figure, table, listing, exercise and equation numbers, sorted.
page_numbers() {
    for page in build/docs/[0-9A-Z]*_*.html; do
        case $page in *-solution.html) ;; *) cat "$page" ;; esac
    done | grep -oE 'class="number">(\([0-9A-Z]+\.|(Figure|Table|Listing|Exercise) )[^<]*' | sed 's/.*>//' | sort
}
page_numbers >"$tmp/pages"

check "make epub" make -s epub
for file in build/notes/full/epub/[0-9A-Z]*_*.json; do
    case $file in *-solution.json) ;; *) cat "$file" ;; esac
done | grep -oE '"(Exercise [0-9A-Z]+\.[0-9]+)"|class=\\"number\\">[^<]*' | sed 's/^.*>//; s/"//g' |
    grep -E '^\(|^(Figure|Table|Listing|Exercise) ' | sort -u >"$tmp/ebook"
[ -s "$tmp/pages" ] && cmp -s <(sort -u "$tmp/pages") "$tmp/ebook"
judge $? "the e-book has the numbers of the pages" \
    "$(diff <(sort -u "$tmp/pages") "$tmp/ebook" | head -5)"

if ! command -v epubcheck >/dev/null || ! command -v java >/dev/null
then echo "skip  whether the e-book is valid: epubcheck is missing (./setup print)"
else
    epubcheck=$(command -v epubcheck)
    [ -f /usr/share/java/epubcheck.jar ] && epubcheck=/usr/share/java/epubcheck.jar
    check "epubcheck finds no error and no warning" java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$epubcheck" --failonwarnings build/docs/batch-normalization.epub
fi

if ! command -v lualatex >/dev/null || ! command -v rsvg-convert >/dev/null; then
    echo "skip  the PDF: LuaLaTeX or rsvg-convert is missing (./setup print)"
    finish
fi
check "make pdf" make -s pdf
log=build/notes/full/latex/book.log
for file in build/notes/full/latex/[0-9A-Z]*_*.tex; do
    case $file in *-solution.tex) ;; *) cat "$file" ;; esac
done | grep -oE '\\tag\{[^}]*\}|\\(figure|table)caption\{[^}]+\}|\\listingcaption\{.*\}\{Listing [^}]*\}|\\begin\{exercise\}\{[^}]*\}' |
    sed -E 's/^\\tag\{(.*)\}$/(\1)/; s/^.*\{([^{}]*)\}$/\1/' | sort >"$tmp/book"
cmp -s "$tmp/pages" "$tmp/book"
judge $? "the PDF has the numbers of the pages" "$(diff "$tmp/pages" "$tmp/book" | head -5)"
wide=$(tr '\n' ' ' <$log | grep -oE 'Overfull .hbox \(([2-9]|[0-9]{2,})\.[0-9]*pt too wide\)[^[]{0,80}')
[ -z "$wide" ]
judge $? "no line reaches into the margin" "$wide"
lost=$(grep -E 'Missing character|undefined references|multiply defined|has been referenced but does not exist' $log)
[ -z "$lost" ]
judge $? "no letter and no target is missing" "$lost"

finish

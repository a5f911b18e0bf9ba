#!/usr/bin/env bash
# The course's own notes: they build without a warning and without waste, have no dead link, and the
# student edition gives nothing away. What an author may write is tried in test_writing.sh.

# shellcheck source=tests/course/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/course/notes.sh
. tests/course/notes.sh

needs "the notes" notes pandoc node gnuplot

root=$PWD site=$PWD/build/docs
for edition in full student instructor; do edition $edition; done
read -r took alone < <(cat build/notes/took 2>/dev/null || echo 0 0)
within "the notes, from nothing, take 40 times what pandoc alone takes at most" 40 "$took" "$alone"

# A copy, as built as the course is.
book "$root/build/results" "$tmp/course"
ln -s "$root/solutions" "$tmp/course/"
cp -aL chapters "$tmp/course/"
mkdir "$tmp/course/build/notes"
cp -a build/interactive build/docs "$tmp/course/build/"
cp -a build/notes/full build/notes/labels "$tmp/course/build/notes/"
list() { (cd "$tmp/course/build/docs" && ls -l --time-style=full-iso ./*.html); }
before=$(list)
make -s -C "$tmp/course" docs >/dev/null 2>&1
none "a second make writes no page" "$(diff <(echo "$before") <(list))"
echo 'One more sentence.' >>"$tmp/course/chapters/05_backprop/chapter.md"
within "a chapter that has changed takes a quarter of that at most" \
    .25 "$(seconds make -s -C "$tmp/course" docs)" "$took"
[ "$(diff <(echo "$before") <(list) | grep -c '^>.*05_backprop\.html')" = 1 ]
judge $? "and its page is new" "it is the old one"

# PAGE or PAGE#ID for all that can be linked to, and "PAGE TARGET" for all that is linked.
targets() {
    local page
    for page in *.html; do
        echo "$page"
        grep -o '[ <]id="[^"]*"' "$page" | sed "s/.*id=\"/$page#/; s/\"\$//"
    done
    find assets -type f
}
links() {
    local page
    for page in *.html; do
        grep -oE '(href|src)="[^"]*"' "$page" |
            sed "s/^[a-z]*=\"//; s/\"\$//; s,^#,$page#,; s,^,$page ,"
    done
    grep -oE 'url\([^)]*\)' assets/*.css | sed 's,:url(, assets/,; s,)$,,'
}

for edition in '' -student -instructor; do
    cd "$site$edition" || exit 2
    targets | sort >"$tmp/targets"
    twice=$(uniq -d "$tmp/targets")
    none "ids are unique in build/docs$edition" "$twice"
    dead=$(links | grep -vE ' (https?:|mailto:)' | sort -u |
           awk 'NR == FNR { there[$0] = 1; next } !($2 in there)' "$tmp/targets" -)
    none "no dead link or anchor in build/docs$edition" "$dead"
    cd "$root" || exit 2
done

# left PATTERN: where a page has it. KaTeX's own note of a formula's source does not count.
left() {
    local page
    for page in "$site"/*.html; do
        tr '\n' ' ' <"$page" | sed 's,<annotation[^>]*>[^<]*</annotation>,,g' |
            grep -oE ".{0,40}($1).{0,40}" | sed "s,^,${page##*/}: ,"
    done
}
raw=$(left 'class="math|katex-error|\$\$|\\(frac|sum|sigma|hat|partial|begin|gamma)\b')
none "every formula is rendered" "$raw"
marks=$(left '\{\{[a-zA-Z_]|\?\?|\{#|@(eq|fig|tbl|lst|sec|ex|ch):')
none "no mark is left in a page" "$marks"

# Numbers of figures, equations, exercises... are the same in all editions.
numbers() {
    find "$site$1" -maxdepth 1 -name '*_*.html' ! -name '*-solution.html' | sort |
        xargs -r grep -ohE 'class="number">[A-Z(][^<]*'
}
for edition in -student -instructor; do
    none "numbers in build/docs$edition are those of the full edition" \
        "$(diff <(numbers '') <(numbers $edition))"
done

# ---- Numbers ----

for text in chapters/*/chapter.md; do
    chapter=$(basename "$(dirname "$text")")
    check "no result is typed into $text" \
        awk -f docs/typed.awk "build/results/$chapter/values.csv" "$text"
done

# typed LINE MESSAGE: what is said of a text with that line; an empty message: nothing.
typed() {
    local said
    printf 'name,value\nslope,-0.4987\nsteps,113482\n' >"$tmp/values.csv"
    printf -- '---\ntitle: T\ngiven: 0.126 12.5 47%%\n---\n\n%s\n' "$1" >"$tmp/text.md"
    said=$(awk -f docs/typed.awk "$tmp/values.csv" "$tmp/text.md")
    equals "typed numbers: $1" "${2:+$tmp/text.md:6: typed: $2}" "$said"
}
typed 'It takes {{steps}} steps of 0.5, `x = 0.777`.' ''
typed 'It takes 113,482 steps.' \
    '113,482, which is {{steps}}; write {{name}}, or list it in the header: given: 113,482'
typed 'The slope is $-0.499$.' \
    '0.499, which is {{slope}}; write {{name}}, or list it in the header: given: 0.499'
typed 'About 2.25 of them.'       '2.25; write {{name}}, or list it in the header: given: 2.25'
typed 'It is 4 times faster.' \
    '4 times faster; write {{name}}, or list it in the header: given: 4'
typed 'It took 3 ms.'             '3 ms; write {{name}}, or list it in the header: given: 3'
typed 'Only 12% of it.'           '12%; write {{name}}, or list it in the header: given: 12%'
typed 'Given are 0.126, 12.5 and 47% of it.' ''

printf 'name,value\ntime_walk,2\ntimes_walk,3\n' >"$tmp/values.csv"
echo 'It takes {{time_walk}} ns.' >"$tmp/text.md"
! awk -f docs/numbers.awk "$tmp/values.csv" "$tmp/text.md" >"$tmp/said" 2>&1 &&
    grep -q 'text.md:1:.*write {{times_walk}}' "$tmp/said"
judge $? "a text cannot quote a time that this build measured" "$(cat "$tmp/said")"

# ---- The student edition ----

# Text of pages: no tags, no hints (those are meant to help), spaces made one.
text() { sed -e '/<details class="hint">/,/<\/details>/d' -e 's/<[^>]*>//g' \
             -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g' "$@" | tr -s ' \t\n' ' '; }
lines() { sed 's/^[ \t]*//; s/[ \t]*$//' | tr -s ' \t' ' ' | grep -E '.{13}' | sort -u; }
{
    cat chapters/*/*.h chapters/*/given/*.[ch] chapters/*/experiment/*.c common/*.[ch]
    for file in solutions/*/*.c; do awk -f docs/literate.awk -v mode=stub "$file"; done
} 2>/dev/null | lines >"$tmp/given"
for file in solutions/*/*.c; do
    sed -n '/\/\/> solution/,/\/\/< solution/p' "$file" | grep -v '^ *//[<>]'
done | lines | grep -vxFf "$tmp/given" >"$tmp/secret"
scripts() { # as HTML
    sed -e 's/\\n/\n/g; s,\\\(["/\\]\),\1,g' "$1"/assets/{search-index,previews/*}.js
}
{ text "$site"-student/*.html; scripts "$site-student" | text; } >"$tmp/student.txt"
text "$site"/*.html >"$tmp/full.txt"
scripts "$site" | text >"$tmp/full-scripts.txt"
leak=$(grep -oFf "$tmp/secret" "$tmp/student.txt" | sort -u)
none "the student edition has no line of a solution" "$leak"
grep -qFf "$tmp/secret" "$tmp/full.txt"
judge $? "this leak test finds the solutions in the full edition" "it found none"
[ "$(grep -oFf "$tmp/given" "$tmp/full-scripts.txt" | wc -l)" -gt 20 ]
judge $? "and the code of listings in the previews" "it found none"
answers=$(grep -lE 'class="(answer|callout teaching)"' "$site"/*.html "$site"-student/*.html)
none "answers and teaching notes are in the instructor's edition only" "$answers"

# ---- The colors of the figures stand in two files ----

colors=$(sed -n 's/^\([A-Z]*\) *= "\(#[0-9a-f]*\)".*/\1 \2/p' docs/figure.gp | grep -v WHITE)
wrong=$(while read -r name hex; do
            grep -q -- "--${name,,}: light-dark($hex," docs/style.css || echo "$name $hex"
        done <<<"$colors")
[ -n "$colors" ] && [ -z "$wrong" ]
judge $? "style.css has the colors of figure.gp" "$wrong"

finish

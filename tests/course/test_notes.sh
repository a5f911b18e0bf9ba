#!/usr/bin/env bash
# The notes: they build without a warning, say what is wrong with a bad chapter, have no dead
# link, and the student edition gives nothing away.

# shellcheck source=tests/course/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for tool in pandoc node gnuplot; do
    command -v $tool >/dev/null || { echo "skip  the notes: $tool is missing (./setup notes)"; exit 0; }
done

root=$PWD

# A folder like the project's, in which only the notes are built; results are taken from $1.
book() {
    mkdir -p "$2/build"
    ln -s "$root/docs" "$root/common" "$root/tests" "$2/"
    ln -s "$1" "$2/build/results"
    printf '.DELETE_ON_ERROR:\ninclude docs/notes.mk\nbuild/results/%%/done:\n\t@touch $@\n' >"$2/Makefile"
}

# ---- The course's own notes ----

mkdir -p build
check "the notes build" flock build/notes.lock make -s docs

book "$root/build/results" "$tmp/course"
ln -s "$root/solutions" "$tmp/course/"
cp -r "$root/chapters" "$tmp/course/"

# seconds COMMAND...: processor time, for a machine may be busy with something else.
seconds() { (TIMEFORMAT='%U %S'; { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%.1f", $1 + $2 }'); }
# within DESCRIPTION LIMIT COMMAND...
within() {
    local took
    took=$(seconds "${@:3}")
    if awk "BEGIN { exit !($took <= $2) }"; then ok "$1"; else fail "$1" "it took $took s of processor time, not $2"; fi
}
within "the notes build in 20 s on two cores" 40 make -s -j2 -C "$tmp/course" docs
echo 'One more sentence.' >>"$tmp/course/chapters/05_backprop/chapter.md"
within "and in 2 s when a chapter has changed" 4 make -s -j2 -C "$tmp/course" docs
for edition in full student instructor; do
    if output=$(make -s -j2 -C "$tmp/course" docs EDITION=$edition 2>&1) &&
       ! grep -qv '^The notes are in' <<<"$output"
    then ok "edition $edition builds from nothing without a warning"
    else fail "edition $edition builds from nothing without a warning" "$output"; fi
done
site=$tmp/course/build/docs

before=$(ls -l --time-style=full-iso "$site"/*.html)
make -s -C "$tmp/course" docs >/dev/null 2>&1
if [ "$before" = "$(ls -l --time-style=full-iso "$site"/*.html)" ]
then ok "a second make writes no page"
else fail "a second make writes no page" "$(diff <(echo "$before") <(ls -l --time-style=full-iso "$site"/*.html))"; fi

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
        grep -oE '(href|src)="[^"]*"' "$page" | sed "s/^[a-z]*=\"//; s/\"\$//; s,^#,$page#,; s,^,$page ,"
    done
    grep -oE 'url\([^)]*\)' assets/*.css | sed 's,:url(, assets/,; s,)$,,'
}

for edition in '' -student -instructor; do
    cd "$site$edition" || exit 2
    targets | sort >"$tmp/targets"
    twice=$(uniq -d "$tmp/targets")
    if [ -z "$twice" ]; then ok "ids are unique in build/docs$edition"
    else fail "ids are unique in build/docs$edition" "$twice"; fi
    dead=$(links | grep -vE ' (https?:|mailto:)' | sort -u |
           awk 'NR == FNR { there[$0] = 1; next } !($2 in there)' "$tmp/targets" -)
    if [ -z "$dead" ]; then ok "no dead link or anchor in build/docs$edition"
    else fail "no dead link or anchor in build/docs$edition" "$dead"; fi
    cd "$root" || exit 2
done

# left PATTERN: where a page has it. KaTeX's own note of a formula's source does not count.
left() {
    local page
    for page in "$site"/*.html; do
        tr '\n' ' ' <"$page" | sed 's,<annotation[^>]*>[^<]*</annotation>,,g' | grep -oE ".{0,40}($1).{0,40}" |
            sed "s,^,${page##*/}: ,"
    done
}
raw=$(left 'class="math|katex-error|\$\$|\\(frac|sum|sigma|hat|partial|begin|gamma)\b')
if [ -z "$raw" ]; then ok "every formula is rendered"; else fail "every formula is rendered" "$raw"; fi
marks=$(left '\{\{[a-zA-Z_]|\?\?|\{#|@(eq|fig|tbl|lst|sec|ex|ch):')
if [ -z "$marks" ]; then ok "no mark is left in a page"; else fail "no mark is left in a page" "$marks"; fi

# Numbers of figures, equations, exercises... are the same in all editions.
numbers() {
    find "$site$1" -name '*_*.html' ! -name '*-solution.html' | sort | xargs -r grep -ohE 'class="number">[A-Z(][^<]*'
}
for edition in -student -instructor; do
    if [ "$(numbers '')" = "$(numbers $edition)" ]; then ok "numbers in build/docs$edition are those of the full edition"
    else fail "numbers in build/docs$edition are those of the full edition" "$(diff <(numbers '') <(numbers $edition))"; fi
done

# ---- Numbers ----

for text in chapters/*/chapter.md; do
    chapter=$(basename "$(dirname "$text")")
    check "no result is typed into $text" awk -f docs/typed.awk "build/results/$chapter/values.csv" "$text"
done

# typed LINE MESSAGE: what is said of a text with that line; an empty message: nothing.
typed() {
    local said
    printf 'name,value\nslope,-0.4987\nsteps,113482\n' >"$tmp/values.csv"
    printf -- '---\ntitle: T\ngiven: 0.126 12.5 47%%\n---\n\n%s\n' "$1" >"$tmp/text.md"
    said=$(awk -f docs/typed.awk "$tmp/values.csv" "$tmp/text.md")
    if [ "$said" = "${2:+$tmp/text.md:6: typed: $2}" ]; then ok "typed numbers: $1"; else fail "typed numbers: $1" "$said"; fi
}
typed 'It takes {{steps}} steps of 0.5, `x = 0.777`.' ''
typed 'It takes 113,482 steps.'   '113,482, which is {{steps}}; write {{name}}, or list it in the header: given: 113,482'
typed 'The slope is $-0.499$.'    '0.499, which is {{slope}}; write {{name}}, or list it in the header: given: 0.499'
typed 'About 2.25 of them.'       '2.25; write {{name}}, or list it in the header: given: 2.25'
typed 'It is 4 times faster.'     '4 times faster; write {{name}}, or list it in the header: given: 4'
typed 'It took 3 ms.'             '3 ms; write {{name}}, or list it in the header: given: 3'
typed 'Only 12% of it.'           '12%; write {{name}}, or list it in the header: given: 12%'
typed 'Given are 0.126, 12.5 and 47% of it.' ''

# ---- The student edition ----

# Text of pages: no tags, no hints (those are meant to help), spaces made one.
text() { sed -e '/<details class="hint">/,/<\/details>/d' -e 's/<[^>]*>//g' \
             -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g' "$@" | tr -s ' \t\n' ' '; }
lines() { sed 's/^[ \t]*//; s/[ \t]*$//' | tr -s ' \t' ' ' | grep -E '.{13}' | sort -u; }
{
    cat chapters/*/*.h chapters/*/experiment*.c common/*.[ch]
    for file in solutions/*/*.c; do awk -f docs/literate.awk -v mode=stub "$file"; done
} 2>/dev/null | lines >"$tmp/given"
for file in solutions/*/*.c; do
    sed -n '/\/\/> solution/,/\/\/< solution/p' "$file" | grep -v '^ *//[<>]'
done | lines | grep -vxFf "$tmp/given" >"$tmp/secret"
scripts() { sed -e 's/\\n/\n/g; s,\\\(["/\\]\),\1,g' "$1"/assets/search-index.js "$1"/assets/previews/*.js; } # as HTML
{ text "$site"-student/*.html; scripts "$site-student" | text; } >"$tmp/student.txt"
text "$site"/*.html >"$tmp/full.txt"
scripts "$site" | text >"$tmp/full-scripts.txt"
leak=$(grep -oFf "$tmp/secret" "$tmp/student.txt" | sort -u)
if [ -z "$leak" ]; then ok "the student edition has no line of a solution"
else fail "the student edition has no line of a solution" "$leak"; fi
if grep -qFf "$tmp/secret" "$tmp/full.txt"; then ok "this leak test finds the solutions in the full edition"
else fail "this leak test finds the solutions in the full edition" "it found none"; fi
if [ "$(grep -oFf "$tmp/given" "$tmp/full-scripts.txt" | wc -l)" -gt 20 ]; then ok "and the code of listings in the previews"
else fail "and the code of listings in the previews" "it found none"; fi
answers=$(grep -lE 'class="(answer|callout teaching)"' "$site"/*.html "$site"-student/*.html)
if [ -z "$answers" ]; then ok "answers and teaching notes are in the instructor's edition only"
else fail "answers and teaching notes are in the instructor's edition only" "$answers"; fi

# ---- The colors of the figures stand in two files ----

colors=$(sed -n 's/^\([A-Z]*\) *= "\(#[0-9a-f]*\)".*/\1 \2/p' docs/figure.gp | grep -v WHITE)
wrong=$(while read -r name hex; do
            grep -q -- "--${name,,}: light-dark($hex," docs/style.css || echo "$name $hex"
        done <<<"$colors")
if [ -n "$colors" ] && [ -z "$wrong" ]; then ok "style.css has the colors of figure.gp"
else fail "style.css has the colors of figure.gp" "$wrong"; fi

# ---- Bad chapters ----

# good TEXT: a chapter that is right, with one more paragraph.
good() { cat <<END
---
title: Trial
subtitle: A trial.
minutes: 1
requires: []
---

## First {#sec:first}

\$\$ a = b \$\$ {#eq:a}

![Caption](f.svg){#fig:f alt="A line"}

$1
END
}

results=$tmp/results
mkdir -p "$results/01_trial" "$tmp/bad/chapters/01_trial" "$tmp/bad/solutions/01_trial"
book "$results" "$tmp/bad"
rm "$tmp/bad/docs" # with a glossary of its own
mkdir "$tmp/bad/docs"
ln -s "$root"/docs/* "$tmp/bad/docs/"
rm -f "$tmp/bad/docs/glossary.md"
printf -- '---\ntitle: Glossary\n---\n\n[mini-batch]{#term:mini-batch forms="batch"}\n:   A.\n\n[batch norm]{#term:batch-norm}\n:   B.\n' >"$tmp/bad/docs/glossary.md"
echo '<svg viewBox="0 0 10 10" xmlns="http://www.w3.org/2000/svg"><path d="M0,0 L10,10" stroke="#0b62a8"/></svg>' >"$results/01_trial/f.svg"
printf 'name,value\nslope,-0.4987\nsteps,113482\nmethod,adam\n' >"$results/01_trial/values.csv"
printf '1.1\tguess\tDo not <guess>.\n1.1\tguess-again\tDo not <guess>.\n' >"$results/01_trial/suspects.tsv"
printf '//> solution 1.1\nreturn 42 * the_secret;\n//< solution\n' >"$tmp/bad/solutions/01_trial/trial.c"
chapter=$tmp/bad/chapters/01_trial/chapter.md
page=$tmp/bad/build/docs/01_trial.html

build() { good "$1" >"$chapter"; make -s -C "$tmp/bad" build/docs/01_trial.html 2>&1; }

# bad DESCRIPTION TEXT MESSAGE: the text stops the build with one line that ends in the message.
bad() {
    local output
    if output=$(build "$2"); then fail "reports $1" "the build went on"; return; fi
    if grep -qE "^chapters/01_trial/chapter\.md:[0-9]+: .*$3" <<<"$output"; then ok "reports $1"
    else fail "reports $1" "$output"; fi
}

# right DESCRIPTION TEXT PATTERN: the page has the pattern (line ends count as spaces).
right() {
    local output
    if ! output=$(build "$2"); then fail "$1" "$output"; return; fi
    if tr '\n' ' ' <"$page" | grep -qE -- "$3"; then ok "$1"; else fail "$1" "no '$3' in the page"; fi
}

fence='```'
right "a number"                   'It is {{slope}}.'                'It is −0.4987\.'
right "a number in a format"       'It is {{slope|%.2f}}.'           'It is −0.50\.'
# shellcheck disable=SC2016
right "a number with thousands"    '`{{steps|%,d}}`'                 '<code[^>]*>113,482</code>'
right "a number in a table"        $'| a |\n|---|\n| {{steps|%.1e}} |\n\n: T {#tbl:t}' '1\.1e\+05'
right "a reference to a formula"   'See @eq:a.'                      'href="#eq:a"[^>]*>\(1\.1\)'
right "a reference to a figure"    'See @fig:f.'                     'href="#fig:f"[^>]*>Figure 1\.1'
right "a reference to a section"   'See @sec:first.'                 'href="#sec:first"[^>]*>§ First'
right "a reference to a chapter"   'See @ch:01_trial.'               '>Chapter 1<'
right "a chapter that is not written yet" 'See @ch:08_gan.'          'See Chapter.8\.'
right "a citation"                 'See @ioffe2015.'                 'id="ref-ioffe2015"'
term() { printf '<a href="glossary.html#term:%s" class="term">%s</a>' "$1" "$2"; }
right "the first use of a term"    '# A batch {#b}

The `batch` is [a batch](#b), (batches), and a batch.' "is <a[^>]*>a batch</a>, \($(term mini-batch batches)\), and a batch\."
right "the longer of two terms"    'A batch norm.'                   "A $(term batch-norm 'batch norm')\."
right "a mistake under its exercise" '::: {.exercise #ex:1.1 function="bn_trial"}
::: hint
a
:::
::: hint
b
:::
::: hint
c
:::
:::

::: mistakes
:::'                               'Exercise 1\.1 <code>bn_trial</code> <span class="count">1 mistake<.*<li>Do not &lt;guess'
right "a sentence marked for the slides" 'Text with [a key sentence]{.key} in it.' 'with <span class="key">a key sentence</span> in'
right "a figure in colors of the theme" 'Text.'                      'style="stroke:var\(--blue\)"'
right "a quoted listing with its lines" "$fence {.c quote=\"solutions/01_trial/trial.c\" region=\"solution-1.1\"}
$fence" '--first:1'

bad "an undefined label"     'See @fig:none.'                        "undefined label 'fig:none'"
bad "a misspelled chapter"   'See @ch:01_tiral.'                     "undefined label 'ch:01_tiral'"
bad "a chapter without a number" 'See @ch:gan.'                      "undefined label 'ch:gan'"
bad "an unknown source"      'See @nobody1900.'                      "'nobody1900' is not in docs/references.bib"
bad "a doubled label"        '$$ c $$ {#eq:a}'                       "'eq:a' is used twice"
bad "a label of another kind" '$$ c $$ {#fig:c}'                     'must look like eq:name'
bad "a label without its end" '$$ c $$ {#eq:c'                       'malformed label'
bad "an unknown number"      'It is {{nothing}}.'                    'unknown number {{nothing}}'
bad "a strange format"       'It is {{slope|%s}}.'                   'strange format'
bad "a format for a word"    'It is {{method|%.2f}}.'                'is not a number'
bad "a number in a heading"  '## The slope {{slope}}'                'a heading cannot hold'
bad "a bad formula"          'It is $\frac{1}$.'                     'formula'
bad "a missing figure"       '![C](none.svg){alt="x"}'               'figure none.svg is neither'
bad "a figure without alt"   '![C](f.svg)'                           'has no alt'
bad "a missing region"       "$fence {.c quote=\"solutions/01_trial/trial.c\" region=\"none\"}
$fence" "no region 'none'"
bad "a missing file"         "$fence {.c quote=\"solutions/none.c\" region=\"none\"}
$fence" 'which is not there'
bad "code pasted in a quote" "$fence {.c quote=\"solutions/01_trial/trial.c\" region=\"solution-1.1\"}
int x;
$fence" 'must be empty'
bad "an exercise of another chapter" '::: {.exercise #ex:2.1}
:::' 'exercise 2.1 in chapter 1'
bad "an exercise without three hints" '::: {.exercise #ex:1.1}
::: hint
a
:::
:::' 'has 1 hints, not 3'
bad "a label inside an answer" '::: answer
$$ c $$ {#eq:hidden}
:::' 'inside an answer'
bad "a label inside a teaching note" $'::: teaching\n$$ c $$ {#eq:hidden}\n:::' 'inside a teaching note'
mv "$results/01_trial/suspects.tsv" "$tmp/suspects.tsv"
bad "missing suspects"       $'::: mistakes\n:::'                    'suspects.tsv is not there'
mv "$tmp/suspects.tsv" "$results/01_trial/suspects.tsv"
bad "an unknown interactive figure" $'::: {.interactive name="none"}\n:::' "no interactive figure 'none'"
bad "an unknown block"       $'::: hnt\na\n:::'                      "unknown block 'hnt'"

# An answer and a teaching note are in the instructor's edition, and nowhere else.
good $'::: teaching\nSay_it_aloud.\n:::\n\n::: question\nWhy?\n\n::: answer\nBecause_of_that.\n:::\n:::' >"$chapter"
for edition in full student instructor; do
    make -s -C "$tmp/bad" docs EDITION=$edition >/dev/null 2>&1
done
where() { (cd "$tmp/bad/build" && grep -rlE "$1" docs*); }
if where Say_it_aloud | grep -qx docs-instructor/01_trial.html && ! where Say_it_aloud | grep -qv ^docs-instructor/ &&
   [ "$(where Because_of_that)" = docs-instructor/01_trial.html ]
then ok "answers and teaching notes are for the instructor, and answers are not found by the search"
else fail "answers and teaching notes are for the instructor" "$(where 'Say_it_aloud|Because_of_that')"; fi

mkdir -p "$tmp/bad/chapters/02_other"
good 'More.' >"$tmp/bad/chapters/02_other/chapter.md"
if output=$(build 'Text.'); then fail "reports a label of two chapters" "the build went on"
elif grep -q 'chapters/02_other/chapter.md: label .* is also in chapters/01_trial' <<<"$output"; then ok "reports a label of two chapters"
else fail "reports a label of two chapters" "$output"; fi
rm -r "$tmp/bad/chapters/02_other"

# ---- Slides, and the e-book of each edition ----

good '**The law.** It holds. And so on.

[Remember this]{.key} and not that.

Then it follows that

$$ d = e $$ {#eq:d}

::: {.exercise #ex:1.1 function="bn_trial"}
Write it. In C.

::: hint
Say_nothing.
:::
::: hint
b
:::
::: hint
c
:::
:::

``` {.c quote="solutions/01_trial/trial.c" region="solution-1.1" #lst:s caption="S"}
```' >"$chapter"
output=$(make -s -C "$tmp/bad" slides 2>&1)
slides=$(tr '\n' ' ' <"$tmp/bad/build/docs/slides/01_trial.html")
missing=
for wanted in '<strong>The law.</strong> It holds.</p>' 'Remember this</p>' 'Then it follows that</p>' '\(1\.2\)' 'Figure 1\.1' \
    '<strong>Exercise 1.1</strong> <code[^>]*>bn_trial</code> Write it.</p>'; do
    grep -qE "$wanted" <<<"$slides" || missing="$missing $wanted"
done
if [ -z "$missing" ] && ! grep -qE 'And so on|In C|Say_nothing|the_secret' <<<"$slides"; then ok "slides have what is said, formulas, figures and exercises"
else fail "slides have what is said, formulas, figures and exercises" "$output; missing:$missing"; fi
if ! command -v unzip >/dev/null; then echo "skip  the e-books of the editions: unzip is missing"
else
    for edition in full student; do
        make -s -C "$tmp/bad" epub EDITION=$edition >/dev/null 2>&1
    done
    in_ebook() { unzip -p "$tmp/bad/build/docs$1/batch-normalization.epub" '*.xhtml' 2>/dev/null | grep -c the_secret; }
    if [ "$(in_ebook '')" -gt 0 ] && [ "$(in_ebook -student)" = 0 ] && [ -f "$tmp/bad/build/docs-student/batch-normalization.epub" ]
    then ok "the student edition's e-book has no solution"
    else fail "the student edition's e-book has no solution" "full: $(in_ebook ''), student: $(in_ebook -student)"; fi
fi

# ---- Without KaTeX ----

mkdir "$tmp/bin"
printf '#!/bin/sh\nexit 127\n' >"$tmp/bin/node"
chmod +x "$tmp/bin/node"
rm -rf "$tmp/bad/build/docs" "$tmp/bad/build/notes"
if output=$(PATH=$tmp/bin:$PATH build 'Text.') && grep -q warning <<<"$output" && grep -q '<math' "$page"; then ok "without KaTeX: MathML and a warning"
else fail "without KaTeX: MathML and a warning" "$output"; fi

finish

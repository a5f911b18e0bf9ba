#!/usr/bin/env bash
# What an author may write, tried in a small book of one chapter: what becomes of it, and what is
# said of what is wrong. Also its slides, its e-books, and the notes without KaTeX.

# shellcheck source=tests/course/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/course/notes.sh
. tests/course/notes.sh

needs "the notes" notes pandoc node gnuplot

root=$PWD

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
cat >"$tmp/bad/docs/glossary.md" <<'END'
---
title: Glossary
---

[mini-batch]{#term:mini-batch forms="batch"}
:   A.

[batch norm]{#term:batch-norm}
:   B.
END
cat >"$results/01_trial/f.svg" <<'END'
<svg viewBox="0 0 10 10" xmlns="http://www.w3.org/2000/svg">
<path d="M0,0 L10,10" stroke="#0b62a8"/></svg>
END
printf 'name,value\nslope,-0.4987\nsteps,113482\nmethod,adam\n' >"$results/01_trial/values.csv"
printf '1.1\t%s\tDo not <guess>.\n' guess guess-again >"$results/01_trial/suspects.tsv"
printf '%s\n' '//> solution 1.1' 'return 42 * the_secret;' '//< solution' \
    >"$tmp/bad/solutions/01_trial/trial.c"
chapter=$tmp/bad/chapters/01_trial/chapter.md
page=$tmp/bad/build/docs/01_trial.html

build() { good "$1" >"$chapter"; make -s -C "$tmp/bad" build/docs/01_trial.html 2>&1; }

# Cases are gathered, and the texts of all built as one chapter: a build takes half a second.
names=() patterns=() texts=
# bad, right DESCRIPTION TEXT PATTERN
bad() { names+=("$1"); patterns+=("$3"); texts+=$2$'\n\n'; }
right() { bad "$@"; }

# refused: the gathered texts stop the build; each pattern ends a line of its own with the file.
refused() {
    local output said
    if output=$(build "$texts"); then fail "reports ${names[0]}" "the build went on"; fi
    said=$(grep -E '^chapters/01_trial/chapter\.md:[0-9]+: ' <<<"$output")
    for i in "${!names[@]}"; do
        grep -qE -- "^[^:]*:[0-9]+: .*${patterns[i]}" <<<"$said"
        judge $? "reports ${names[i]}" "$output"
    done
    [ "$(wc -l <<<"$said")" = ${#names[@]} ]
    judge $? "each of these ${#names[@]} is reported once" "$output"
    names=() patterns=() texts=
}

# shown: the page has each pattern (line ends count as spaces).
shown() {
    local output
    output=$(build "$texts") || fail "the chapter builds: ${names[*]}" "$output"
    tr '\n' ' ' <"$page" >"$tmp/page"
    for i in "${!names[@]}"; do
        grep -qE -- "${patterns[i]}" "$tmp/page"
        judge $? "${names[i]}" "no '${patterns[i]}' in the page"
    done
    names=() patterns=() texts=
}

fence='```'
right "a number"                   'It is {{slope}}.'                'It is −0.4987\.'
right "a number in a format"       'It is {{slope|%.2f}}.'           'It is −0.50\.'
# shellcheck disable=SC2016
right "a number with thousands"    '`{{steps|%,d}}`'                 '<code[^>]*>113,482</code>'
right "a number in a table"        $'| a |\n|---|\n| {{steps|%.1e}} |\n\n: T {#tbl:t}' '1\.1e\+05'
right "a reference to a formula"   'See @eq:a.'                      'href="#eq:a"[^>]*>\(1\.1\)'
right "a reference to a figure" \
    'See @fig:f.' 'href="#fig:f"[^>]*>Figure 1\.1'
right "a reference to a section" \
    'See @sec:first.' 'href="#sec:first"[^>]*>§ First'
right "a reference to a chapter"   'See @ch:01_trial.'               '>Chapter 1<'
right "a chapter that is not written yet" 'See @ch:08_gan.'          'See Chapter.8\.'
right "a citation"                 'See @ioffe2015.'                 'id="ref-ioffe2015"'
term() { printf '<a href="glossary.html#term:%s" class="term">%s</a>' "$1" "$2"; }
shown
right "the first use of a term"    '# A batch {#b}

The `batch` is [a batch](#b), (batches), and a batch.' \
    "is <a[^>]*>a batch</a>, \($(term mini-batch batches)\), and a batch\."
shown
right "the longer of two terms" \
    'A batch norm.' "A $(term batch-norm 'batch norm')\."
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
:::' 'Exercise 1\.1 <code>bn_trial</code> <span class="count">1 mistake<.*<li>Do not &lt;guess'
right "a sentence marked for the slides" \
    'Text with [a key sentence]{.key} in it.' 'with <span class="key">a key sentence</span> in'
right "a figure in colors of the theme" 'Text.'                      'style="stroke:var\(--blue\)"'
right "a quoted listing with its lines" \
    "$fence {.c quote=\"solutions/01_trial/trial.c\" region=\"solution-1.1\"}
$fence" '--first:1'
shown

# In the order in which they are found: by labels, by numbers that are put in, and in the page.
bad "a doubled label"        '$$ c $$ {#eq:a}'                       "'eq:a' is used twice"
bad "a label of another kind" '$$ c $$ {#fig:c}'                     'must look like eq:name'
bad "a label without its end" '$$ c $$ {#eq:c'                       'malformed label'
bad "a number in a heading"  '## The slope {{slope}}'                'a heading cannot hold'
bad "a figure without alt"   '![C](f.svg)'                           'has no alt'
bad "an exercise of another chapter" '::: {.exercise #ex:2.1}
:::' 'exercise 2.1 in chapter 1'
bad "a label inside an answer" '::: answer
$$ c $$ {#eq:hidden}
:::' 'inside an answer'
bad "a label inside a teaching note" \
    $'::: teaching\n$$ c $$ {#eq:too}\n:::' 'inside a teaching note'
refused
bad "an unknown number"      'It is {{nothing}}.'                    'unknown number {{nothing}}'
bad "a strange format"       'It is {{slope|%s}}.'                   'strange format'
bad "a format for a word"    'It is {{method|%.2f}}.'                'is not a number'
refused
bad "an undefined label"     'See @fig:none.'                        "undefined label 'fig:none'"
bad "a misspelled chapter"   'See @ch:01_tiral.'                     "undefined label 'ch:01_tiral'"
bad "a chapter without a number" 'See @ch:gan.'                      "undefined label 'ch:gan'"
bad "an unknown source" \
    'See @nobody1900.' "'nobody1900' is not in docs/references.bib"
bad "a bad formula"          'It is $\frac{1}$.'                     'formula'
bad "a missing figure"       '![C](none.svg){alt="x"}'               'figure none.svg is not in'
bad "a missing region"       "$fence {.c quote=\"solutions/01_trial/trial.c\" region=\"none\"}
$fence" "no region 'none'"
bad "a missing file"         "$fence {.c quote=\"solutions/none.c\" region=\"none\"}
$fence" 'which is not there'
bad "code pasted in a quote" \
    "$fence {.c quote=\"solutions/01_trial/trial.c\" region=\"solution-1.1\"}
int x;
$fence" 'must be empty'
bad "an exercise without three hints" '::: {.exercise #ex:1.1}
::: hint
a
:::
:::' 'has 1 hints, not 3'
bad "an unknown interactive figure" \
    $'::: {.interactive name="none"}\n:::' "no interactive figure 'none'"
bad "an unknown block"       $'::: hnt\na\n:::'                      "unknown block 'hnt'"
bad "missing suspects"       $'::: mistakes\n:::'                    'suspects.tsv is not there'
mv "$results/01_trial/suspects.tsv" "$tmp/suspects.tsv"
refused
mv "$tmp/suspects.tsv" "$results/01_trial/suspects.tsv"

# An answer and a teaching note are in the instructor's edition, and nowhere else.
good '::: teaching
Say_it_aloud.
:::

::: question
Why?

::: answer
Because_of_that.
:::
:::' >"$chapter"
for edition in full student instructor; do
    out=build/docs-$edition out=${out%-full}
    make -s -C "$tmp/bad" EDITION=$edition $out/01_trial.html $out/assets/search-index.js \
        >/dev/null 2>&1
done
where() { (cd "$tmp/bad/build" && grep -rlE "$1" docs*); }
where Say_it_aloud | grep -qx docs-instructor/01_trial.html &&
    ! where Say_it_aloud | grep -qv ^docs-instructor/ &&
    [ "$(where Because_of_that)" = docs-instructor/01_trial.html ]
judge $? \
    "answers and teaching notes are for the instructor, and answers are not found by the search" \
    "$(where 'Say_it_aloud|Because_of_that')"

mkdir -p "$tmp/bad/chapters/02_other"
good 'More.' >"$tmp/bad/chapters/02_other/chapter.md"
! output=$(build 'Text.') &&
    grep -q 'chapters/02_other/chapter.md: label .* is also in chapters/01_trial' <<<"$output"
judge $? "reports a label of two chapters" "$output"
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
output=$(make -s -C "$tmp/bad" build/docs/slides/01_trial.html 2>&1)
slides=$(tr '\n' ' ' <"$tmp/bad/build/docs/slides/01_trial.html")
missing=
for wanted in '<strong>The law.</strong> It holds.</p>' 'Remember this</p>' \
    'Then it follows that</p>' '\(1\.2\)' 'Figure 1\.1' \
    '<strong>Exercise 1.1</strong> <code[^>]*>bn_trial</code> Write it.</p>'; do
    grep -qE "$wanted" <<<"$slides" || missing="$missing $wanted"
done
[ -z "$missing" ] && ! grep -qE 'And so on|In C|Say_nothing|the_secret' <<<"$slides"
judge $? "slides have what is said, formulas, figures and exercises" "$output; missing:$missing"
for edition in full student; do
    make -s -C "$tmp/bad" epub EDITION=$edition >/dev/null 2>&1
done
in_ebook() {
    bsdtar -xOf "$tmp/bad/build/docs$1/batch-normalization.epub" '*.xhtml' 2>/dev/null |
        grep -c the_secret
}
[ "$(in_ebook '')" -gt 0 ] && [ "$(in_ebook -student)" = 0 ] &&
    [ -f "$tmp/bad/build/docs-student/batch-normalization.epub" ]
judge $? "the student edition's e-book has no solution" \
    "full: $(in_ebook ''), student: $(in_ebook -student)"

# ---- Without KaTeX ----

mkdir "$tmp/bin"
printf '#!/bin/sh\nexit 127\n' >"$tmp/bin/node"
chmod +x "$tmp/bin/node"
rm -rf "$tmp/bad/build/docs" "$tmp/bad/build/notes"
output=$(PATH=$tmp/bin:$PATH build 'Text.') && grep -q warning <<<"$output" &&
    grep -q '<math' "$page"
judge $? "without KaTeX: MathML and a warning" "$output"

finish

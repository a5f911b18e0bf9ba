#!/usr/bin/env bash
# The notes in a real browser, from file://: no error, search, theme, hints and figures by keyboard,
# no sideways scroll on a phone, and nothing for axe and vnu to find. What runs in the browser is
# in tests/notes/, with its packages in tests/notes/package.json.

# shellcheck source=tests/course/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/course/notes.sh
. tests/course/notes.sh

needs "the notes in a browser" all pandoc node gnuplot chromium
if [ ! -d tests/notes/node_modules ]; then
    echo "skip  the notes in a browser: tests/notes/node_modules is missing (./setup all)"
    exit 0
fi

for edition in full instructor student; do edition $edition; done

# The instructor's edition holds all that the others do.
for program in pages:build/docs-instructor comfort:build/docs; do
    node "tests/notes/${program%%:*}.js" "${program#*:}" || failed=$((failed + 1))
done

# The interactive figures: their C, compiled for this machine, says what they must compute.
same_bits=-ffp-contract=off
for f in exp log log1p tanh; do same_bits+=" -fno-builtin-$f -fno-builtin-${f}f"; done
flags="-std=c11 -O2 $same_bits -ffunction-sections -Wl,--gc-sections"
flags+=" -D_DEFAULT_SOURCE -D_XOPEN_SOURCE=700 -I. $(printf -- '-I%s ' chapters/*/)"
figures=$(find docs/interactive -name '*.c' ! -name platform.c)
# ... and the parts of experiments that they share.
figures+=" $(sed -n 's,^#include "\(chapters/.*/experiment/.*\)\.h"$,\1.c,p' docs/interactive/*.c)"
# shellcheck disable=SC2086    # lists of words
if check "the interactive figures compile natively" gcc $flags tests/notes/native.c $figures \
    common/*.c solutions/*/*.c chapters/*/given/*.c -lm -o "$tmp/native" &&
    "$tmp/native" >"$tmp/values"; then
    node tests/notes/figures.js build/docs "$tmp/values" build/docs-student ||
        failed=$((failed + 1))
fi

# Without the compiler for them, the pages have the static figures, and one line says so.
book "$PWD/build/results" "$tmp/still"
ln -s "$PWD/chapters" "$PWD/solutions" "$tmp/still/"
page=$(grep -l '^::: {.interactive' chapters/*/chapter.md | head -n 1 | cut -d / -f 2).html
said=$(make -s -C "$tmp/still" wasm_sysroot= interactive-warning "build/docs/$page" 2>&1)
[ "$(grep -c 'interactive figures stand still' <<<"$said")" = 1 ] &&
    [ "$(wc -l <<<"$said")" = 1 ] && grep -q '<figure class="plot"' "$tmp/still/build/docs/$page" &&
    ! grep -q 'class="interactive"' "$tmp/still/build/docs/$page"
judge $? "without wasi-libc: static figures and one warning" "$said"

# vnu: "info" is about style, as the slash in <br />, and about characters of KaTeX's fonts.
needs vnu all java
vnu=tests/notes/node_modules/vnu-jar/build/dist/vnu.jar
check "vnu finds no error in any page" \
    java_once $vnu --errors-only --format gnu build/docs-instructor/*.html
finish

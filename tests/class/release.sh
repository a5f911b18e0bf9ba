#!/usr/bin/env bash
# The student edition: release.sh OUT CHAPTER...
#
#     OUT/batchnorm-in-c/          a folder, ready for git init
#     OUT/batchnorm-in-c.tar.gz    the same
#
# Stubs, texts without answers and teaching notes, headers, common/, the graded tests, the notes. Of
# the solutions, the oracles and the catalogue of mistakes there are programs, in reference/: the
# tests' program of each chapter, which needs nothing of the machine, and the reference before each
# exercise as libraries, in double and in float. With them a student's function is still graded
# apart from the others, and is still told which mistake it makes, whatever compiler made it. The
# price is that the edition is for the kind of machine that it was made on.
#
# RELEASE_WITH_SOLUTIONS=1 puts solutions/ and the sources in the place of the objects. NOTES=0
# leaves the notes out.
set -eu
cd "$(dirname "$0")/../.."
out=$1
shift
to=$out/batchnorm-in-c
rm -rf "$out"
mkdir -p "$to/tests" "$to/stubs"

# Without the parts of a text that are the instructor's.
without_answers() {
    awk '/^:::+ *[{a-z]/ { depth++; if (!skip && /^:::+ *[{.]*(answer|teaching)/) skip = depth }
         !skip
         /^:::+ *$/ { if (skip == depth) skip = 0; depth-- }' "$1"
}
# Without these paragraphs: rules of the Makefile, by their target.
without_rules() { awk -v names="^($1):" 'BEGIN { RS = ""; ORS = "\n\n" } $0 !~ names' "$2"; }
# Without these sections, by their headings.
without_sections() { awk -v names="^## ($1)" '/^## / { skip = $0 ~ names } !skip' "$2"; }

cp -r common LICENSE setup "$to/"
without_rules 'stubs|test|seeds|fixtures-check|chapter%-break' Makefile |
    sed -e '/^##@ Maintain the course/d' -e '/^##@ Teach/,/^# in docs/d' \
        -e 's/^\.PHONY: help.*/.PHONY: help progress clean/' >"$to/Makefile"
printf '%s\n' build/ '*.saved-*' compile_commands.json .progress break.c >"$to/.gitignore"
mkdir -p "$to/docs"
cp docs/figure.gp "$to/docs/"
cp -r tests/harness tests/wire "$to/tests/"
for chapter; do
    name=${chapter#*_}
    mkdir -p "$to/chapters/$chapter" "$to/tests/$chapter"
    for file in chapters/"$chapter"/*; do
        case $file in
        */"$name.c")
            awk -f docs/literate.awk -v mode=stub "solutions/$chapter/$name.c" >"$to/$file"
            cp "$to/$file" "$to/stubs/" ;;
        */chapter.md) without_answers "$file" >"$to/$file" ;;
        */break.c | *.saved-*) ;; # somebody's own
        *) cp -r "$file" "$to/chapters/$chapter/" ;;
        esac
    done
    cp tests/"$chapter"/*.[ch] "$to/tests/$chapter/"
done
without_sections 'If you teach it|If you learn on your own|Where things are' README.md |
    sed -e '/CONTRIBUTING.md/d' -e '/^A C compiler/,/^Tested on/{/^Tested on/!d}' -e '/^Tested on/i\
A C compiler, make, pkg-config, Check and zlib: `./setup` installs them. `./setup all`\
adds valgrind, gdb, entr and gnuplot, which some of the commands use.\
' >"$to/README.md"

if [ -n "${RELEASE_WITH_SOLUTIONS-}" ]; then
    for chapter; do mkdir -p "$to/solutions"; cp -r "solutions/$chapter" "$to/solutions/"; done
    cp docs/literate.awk "$to/docs/"
    edition=full
    said="It has the solutions: \`make chapter3-compare\` puts your functions beside them."
else
    rm "$to/tests/harness/oracle.c"
    for chapter; do rm -f "$to/tests/$chapter/"{suspects*,oracle*.c}; done
    for real in double float; do
        for chapter; do
            from=build/gcc-$real reference=$to/reference/$real/$chapter
            mkdir -p "$reference"
            cp "$from/tests/$chapter/alone" "$reference/tests"
            cp -r "$from/fast/$chapter"/{base.so,before} "$reference/"
            rm -f "$reference"/before/*.map "$reference/before/functions"
            strip "$reference/tests" "$reference/base.so" "$reference"/before/*.so
        done
    done
    uname -sm | tr -d '\n' >"$to/reference/machine"
    edition=student said="It has no solutions. In \`reference/\` are the tests' programs, and the
reference as libraries, for $(uname -sm): your own file may be compiled by gcc or clang, and
\`REAL=float\` works too. \`SOLUTION=1\`, \`MINE=1\` and \`make chapter3-break\` do not, and
\`make chapter3-compare\` shows numbers, and no code."
fi
cat >>"$to/README.md" <<END
## This edition

$said Put your work under git before you begin:

\`\`\`sh
git init && git add -A && git commit -m "As it came"
\`\`\`
END
if [ "${NOTES-}" != 0 ]; then
    make -s docs EDITION=$edition
    docs=build/docs
    [ $edition = full ] || docs=build/docs-$edition
    cp -r "$docs" "$to/notes"
    echo "The notes are in \`notes/index.html\`." >>"$to/README.md"
fi
tar -czf "$to.tar.gz" -C "$out" batchnorm-in-c
echo "$to.tar.gz    $to/"

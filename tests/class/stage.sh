#!/usr/bin/env bash
# Lays out build/grade/stage: stage.sh CC CPPFLAGS CFLAGS SANITIZE LIBS BUILD
#
#     given/                   what may be seen where a submission is compiled:
#         flags                the compiler and its flags, for compile.sh and file.sh
#         common/, headers/,   the headers that a submission may include
#         given/
#         NN_name/student.h    how the student's file is isolated (tests/harness/isolate.awk)
#                 exercises    the names that the file is to define
#                 allowed      the names that it may use
#     kept/
#         NN_name/rest.o       everything that it is linked with (class.mk makes it)
#                 source, tests.tsv, suspects.tsv
#     key                      changes when a grade might: results are kept under it
set -euo pipefail
cd "$(dirname "$0")/../.."
cc=$1 cppflags=$2 cflags=$3 sanitize=$4 libs=$5 build=$6
stage=build/grade/stage

rm -rf "$stage/given"
mkdir -p "$stage"/given/{common,headers,given}
cp common/*.h "$stage/given/common/"
find chapters -path "*/given/*.h" -exec cp {} "$stage/given/given/" \;
# No plugin for link-time optimization, which takes 10 ms to load.
link=-fno-use-linker-plugin
"$cc" $link -x c - -o /dev/null <<<'int main(void) { return 0; }' 2>/dev/null || link=
cat >"$stage/given/flags" <<END
CC='$cc'
CPPFLAGS='$cppflags'
CFLAGS='$cflags'
SANITIZE='$sanitize'
LINK='$link'
LIBS='$libs'
END

functions_of() { awk -v mode=reference -f tests/harness/isolate.awk "$1" | awk '$1 == "#define" { print $2 }'; }

for rest in "$stage"/kept/*/rest.o; do
    kept=$(dirname "$rest") chapter=$(basename "$(dirname "$rest")")
    name=${chapter#*_} given=$stage/given/$chapter
    program=$build/graded/$chapter/solution/tests
    [ -d "chapters/$chapter" ] || { rm -r "$kept"; continue; }
    mkdir -p "$given"
    cp "chapters/$chapter/$name.h" "$stage/given/headers/"
    cp "$build/$chapter/student.h" "$given/"
    echo "$name.c" >"$kept/source"
    "$program" --subject x --list-tests >"$kept/tests.tsv"
    "$program" --subject x --list-causes >"$kept/suspects.tsv"
    functions_of "chapters/$chapter/$name.h" | sed 'p; s/^/student_/' >"$given/exercises"
    nm -P "$rest" | awk '$2 == "T" { print $1 }' >"$kept/defined"
    {
        grep -v '^#' tests/class/allowed | tr -s ' ' '\n' | grep .
        nm -P "$build/graded/common.a" | awk '$2 == "T" { print $1 }' | grep -v '^__'
        cat "$given/exercises"
        for header in chapters/*/*.h chapters/*/given/*.h; do # of earlier chapters, and given
            [ "$(basename "$header")" = experiment.h ] || functions_of "$header"
        done | grep -Fxf "$kept/defined"
    } | sort -u >"$given/allowed"
done
{
    cat "$stage"/kept/*/rest.o "$stage"/given/*/* tests/class/{file,sandbox}.sh tests/class/inside/*
    echo "$@"
    "$cc" --version
} | sha256sum | cut -c 1-16 >"$stage/key.new"
mv "$stage/key.new" "$stage/key"

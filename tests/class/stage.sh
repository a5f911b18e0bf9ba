#!/usr/bin/env bash
# Lays out build/grade/stage: stage.sh CC CPPFLAGS CFLAGS SANITIZE LIBS BUILD
#
#     given/                   what may be seen where a submission is compiled:
#         flags                the compiler and its flags, for compile.sh
#         common/, headers/,   the headers that a submission may include
#         given/
#         NN_name/student.h    how the student's file is compiled
#                 exercises    the names that the file is to define
#                 allowed      the names that it may use
#     program/                 what may be seen where it runs: host, common.so,
#         NN_name/             base.so, given.so
#     kept/
#         NN_name/tests        the tests' program
#                 before/      the reference before each exercise: see tests/wire/host.c
#                 source, tests.tsv, suspects.tsv
#     key                      changes when a grade might: results are kept under it
set -euo pipefail
cd "$(dirname "$0")/../.."
cc=$1 cppflags=$2 cflags=$3 sanitize=$4 build=$5
shift 5
stage=build/grade/stage

rm -rf "$stage/given" "$stage/program" "$stage/kept"
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
END

functions_of() { awk -F '\t' '$1 == "function" { print $3 }' "$build/contract/$1/contract.tsv"; }
defined_in() { nm -D --defined-only "$@" | awk '$2 == "T" { print $3 }'; }

mkdir -p "$stage/program"
cp "$build/graded/confined" "$stage/program/host"
cp "$build/graded/common.so" "$stage/program/"
for chapter; do
    name=${chapter#*_}
    given=$stage/given/$chapter program=$stage/program/$chapter kept=$stage/kept/$chapter
    mkdir -p "$given" "$kept/before" "$program"
    cp "$build/graded/$chapter"/{base,given}.so "$program/"
    cp "$build/graded/$chapter"/before/*.so "$kept/before/"
    rm "$kept/before/$(($(functions_of "$chapter" | wc -l) + 1)).so" # what no exercise stands on
    cp "$build/tests/$chapter/tests" "$kept/"
    strip -S "$kept"/tests "$kept"/before/*.so
    cp "chapters/$chapter/$name.h" "$stage/given/headers/"
    cp "$build/contract/$chapter/student.h" "$given/"
    echo "$name.c" >"$kept/source"
    "$kept/tests" --subject x --list-tests >"$kept/tests.tsv"
    "$kept/tests" --subject x --list-causes >"$kept/suspects.tsv"
    functions_of "$chapter" >"$given/exercises"
    {
        grep -v '^#' tests/class/allowed | tr -s ' ' '\n' | grep .
        defined_in "$build/graded/common.so" "$program"/{base,given}.so |
            grep -v -e '^__' -e '^wire_'
        cat "$given/exercises"
    } | sort -u >"$given/allowed"
done
{
    cat "$stage"/kept/*/{tests,before/*} "$stage"/program/{host,*.so,*/*} "$stage"/given/*/*
    cat tests/class/{file,student,sandbox}.sh tests/class/inside/*
    echo "$@"
    "$cc" --version
} | sha256sum | cut -c 1-16 >"$stage/key.new"
mv "$stage/key.new" "$stage/key"

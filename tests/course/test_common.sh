#!/usr/bin/env bash
# tests/common, the tests of what is given to the student: with gcc and clang, in double and
# float, with OpenBLAS and with plain loops, under the sanitizers and under valgrind.
#
# The Makefile's rules compile it, into build/. Only product.c knows of OpenBLAS: for plain loops
# it, and its test, are compiled once more.

# shellcheck disable=SC2086,SC2317    # flags are several words; check calls build
# shellcheck source=tests/course/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

without="$(pkg-config --libs check) -lm"
libraries="$without $(pkg-config --libs zlib)"
blas=$(pkg-config --libs openblas 2>/dev/null)
flags='-std=c11 -g -ffp-contract=off -Wall -Wextra -Wpedantic -Werror'
flags="$flags -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -I."
sanitize='-O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined'
sources=(common/*.c tests/common/*.c)

# All run in one process: quicker, and the leaks of all tests are seen at its end.
export CK_FORK=no ASAN_OPTIONS=allocator_may_return_null=1

# build KIND CC REAL: the programs $tmp/KIND-CC-REAL and, with plain loops, $tmp/KIND-CC-REAL-plain
build() {
    local program=$tmp/$1-$2-$3 objects option=-O2 file
    [ "$1" = graded ] && option=$sanitize
    objects=("${sources[@]/#/build/$2-$3/$1/}")
    make -s -j2 CC="$2" REAL="$3" WERROR=-Werror "${objects[@]/%.c/.o}" || return
    $2 $option "${objects[@]/%.c/.o}" $libraries $blas -o "$program" || return
    for file in common/product tests/common/product; do
        $2 $flags $option -DREAL="$3" -c $file.c -o "$program-${file//\//-}.o" || return
    done
    for file in "${!objects[@]}"; do
        [ "$(basename "${objects[file]}")" = product.c ] && unset "objects[file]"
    done
    $2 $option "${objects[@]/%.c/.o}" "$program"-*.o $libraries -o "$program-plain"
}

# try KIND CC REAL DESCRIPTION
try() {
    check "$4: builds" build "$1" "$2" "$3"
    [ -z "$blas" ] || check "$4, OpenBLAS" "$tmp/$1-$2-$3"
    check "$4, plain loops" "$tmp/$1-$2-$3-plain"
}

for cc in gcc clang; do
    for real in double float; do
        command -v $cc >/dev/null && try fast $cc $real "$cc, $real"
    done
done
try graded gcc double "gcc, double, sanitizers"
command -v clang >/dev/null && try graded clang float "clang, float, sanitizers"

if command -v valgrind >/dev/null; then
    # OpenBLAS starts threads of its own, and never ends them
    OPENBLAS_NUM_THREADS=1 check "valgrind" \
        valgrind -q --leak-check=full --error-exitcode=9 "$tmp/fast-gcc-double"
fi

# Without zlib packed files are refused, plain ones read.
without_zlib() {
    gcc $flags -DREAL=double -O1 common/*.c tests/common/*.c $without \
        -o "$tmp/without-zlib" && CK_RUN_CASE=idx "$tmp/without-zlib"
}
check "gcc, without zlib" without_zlib

# What fuzzing has found worth keeping; a longer search is tests/fuzz/run.sh SECONDS.
if command -v clang >/dev/null; then check "the corpus of tests/fuzz" tests/fuzz/run.sh 0; fi

finish

#!/usr/bin/env bash
# tests/common, the tests of what is given to the student: with gcc and clang, in double and
# float, as vectors and without, under the sanitizers and under valgrind.
#
# The Makefile's rules compile it, into build/.

# shellcheck disable=SC2086,SC2317    # flags are several words; check calls build
# shellcheck source=tests/course/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

libraries="$(pkg-config --libs check) -lm"
zlib=$(pkg-config --libs zlib)
sanitize=-fsanitize=address,undefined
sources=(common/*.c tests/common/*.c)

# All run in one process: quicker, and the leaks of all tests are seen at its end.
export CK_FORK=no ASAN_OPTIONS=allocator_may_return_null=1

# build KIND CC REAL LIBRARY...: the program $tmp/KIND-CC-REAL
build() {
    local objects=("${sources[@]/#/build/$2-$3/$1/}") program=$tmp/$1-$2-$3
    make -s -j2 CC="$2" REAL="$3" WERROR=-Werror "${objects[@]/%.c/.o}" || return
    local cc=$2
    shift 3
    $cc "${objects[@]/%.c/.o}" "$@" $libraries $zlib -o "$program"
}

# try KIND CC REAL DESCRIPTION LIBRARY...
try() {
    local kind=$1 cc=$2 real=$3 description="$2, $3, $4"
    shift 4
    command -v "$cc" >/dev/null || return
    check "$description: builds" build "$kind" "$cc" "$real" "$@"
    check "$description" "$tmp/$kind-$cc-$real"
}

for pair in 'gcc double' 'clang float'; do
    try fast $pair vectors
    try graded $pair sanitizers $sanitize
done
for pair in 'gcc float' 'clang double'; do
    try debug $pair 'as it is written'
done

if command -v valgrind >/dev/null; then
    check "valgrind" valgrind -q --leak-check=full --error-exitcode=9 "$tmp/fast-gcc-double"
fi

# Without zlib packed files are refused, plain ones read. Only two files know of it.
without_zlib() {
    local objects=() file
    for file in "${sources[@]%.c}"; do
        case $file in
        common/idx_file | tests/common/idx_packed)
            gcc -std=c11 -g -Wall -Wextra -Wpedantic -Werror -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE \
                -DREAL=float -I. -c "$file.c" -o "$tmp/${file##*/}.o" || return
            objects+=("$tmp/${file##*/}.o")
            ;;
        *) objects+=("build/gcc-float/debug/$file.o") ;;
        esac
    done
    gcc "${objects[@]}" $libraries -o "$tmp/without-zlib" && CK_RUN_CASE=idx "$tmp/without-zlib"
}
check "gcc, without zlib" without_zlib

# What fuzzing has found worth keeping; a longer search is tests/fuzz/run.sh TARGET SECONDS.
if command -v clang >/dev/null; then
    for target in idx wire5 wire6 wire8; do
        check "the corpus of tests/fuzz: $target" tests/fuzz/run.sh $target 0
    done
    # Other inputs each time: what comes over the wire is hostile.
    for target in wire5 wire6 wire8; do
        check "ten seconds more: $target" tests/fuzz/run.sh $target 10
    done
fi

finish

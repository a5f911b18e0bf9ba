#!/bin/sh
# What there is on this machine, in make's words: found.sh COMPILER. build.mk includes the result,
# and has it made again when something was installed.
set -u
cc=$1

program='int main(void) { return 0; }'
# without a word: gold warns of clang's sanitizers
takes() { said=$(echo "$program" | $cc -Werror "$@" -x c - -o /dev/null 2>&1) && [ -z "$said" ]; }
# shellcheck disable=SC2086    # a compiler and its flags are words
found() { takes $1 && echo "$1"; }
has() { pkg-config --exists "$1" 2>/dev/null; }

echo "# tests/harness/found.sh $cc"
echo "CHECK_LIBS = $(pkg-config --libs check 2>/dev/null)"
# a student may define bn_mean(Matrix x, double *mean) where the header has double mean[x.cols]
# ... and clang asks at each call whether x.cols is above 0: a matrix may have no rows
$cc -dM -E -x c /dev/null 2>/dev/null | grep -q __clang__ &&
    echo "NO_ROWS = -fno-sanitize=vla-bound"
echo "EXTENTS = $(found -Wno-vla-parameter) $(found -Wno-array-parameter)"
# AVX's wide registers, for products: twice as fast, with the same bits
grep -qsw avx /proc/cpuinfo && echo "WIDE = $(found -mavx)"
# zlib, for packed files: only what reads them is linked with it
has zlib && echo "ZLIB = -DHAVE_ZLIB" && echo "ZLIB_LIBS = -lz"
# gold links in half of the time, and complains in the same words
gold=$(takes -fsanitize=address -fuse-ld=gold && echo -fuse-ld=gold)
echo "LINKING = $(found -Wl,--as-needed) $gold"
# gcc sees that a variable was never set only where it optimizes; clang always does, and takes three
# times as long where it optimizes
level=-Og
$cc -dM -E -x c /dev/null 2>/dev/null | grep -q __clang__ && level=-O0
echo "LEVEL = $level"
# Locals that were never set hold a pattern: in a student's file no lucky 0
echo "PATTERN = $(found -ftrivial-auto-var-init=pattern)"
echo "OPENMP = $(found -fopenmp || echo -fopenmp-simd)"
# gcc makes up to four loops of one, for what is left at the end of a row, and more for cases that
# it tells apart: half of its time, and nothing is gained where rows are long
few_loops='--param vect-epilogues-nomask=0 --param max-completely-peel-times=0'
few_loops="$few_loops -fno-peel-loops -fno-split-loops -fno-unswitch-loops"
echo "FEW_LOOPS = $(found "$few_loops")"

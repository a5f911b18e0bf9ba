#!/usr/bin/env bash
# Fuzzes the loader of IDX files with libFuzzer:   tests/fuzz/run.sh [SECONDS]   (60)
#
# It starts from tests/fuzz/corpus, what earlier runs have found worth keeping, and works on a copy
# of it in build/fuzz. With 0 seconds it only goes through the corpus, as make test does. An input
# that breaks something is left in build/fuzz as crash-*: put it into the corpus, and into
# tests/common/idx.c as a case of its own.
#
# tests/fuzz/run.sh --merge   puts into the corpus what build/fuzz reaches beyond it.
set -eu
cd "$(dirname "$0")/../.."
command -v clang >/dev/null || { echo "run.sh needs clang: ./setup all" >&2; exit 2; }
corpus=tests/fuzz/corpus work=build/fuzz
program=$work/idx
mkdir -p $work/corpus
clang -std=c11 -g -O1 -D_GNU_SOURCE -DHAVE_ZLIB -I. -fsanitize=fuzzer,address,undefined \
    -fno-sanitize-recover=undefined tests/fuzz/idx.c common/idx.c common/idx_file.c \
    common/elementary.c common/matrix.c common/random.c common/require.c -lz -lm -o $program

# An allocation over 8 MB would be a promise believed: no input has more than 4 kB, and no byte of
# it unpacks to more than about 1000.
limits='-max_len=4096 -malloc_limit_mb=8 -rss_limit_mb=1000 -timeout=5'
broken() {
    grep -a -e idx_load: -e SUMMARY -e 'Test unit' $work/log
    exit 1
}
case ${1:-60} in
--merge)
    # shellcheck disable=SC2086
    $program $limits -merge=1 $corpus $work/corpus 2>&1 | tail -n 1
    ;;
0)
    # shellcheck disable=SC2086
    $program $limits -runs=0 -artifact_prefix=$work/ $corpus 2>$work/log || broken
    ;;
*)
    # shellcheck disable=SC2086
    $program $limits -max_total_time="${1:-60}" -artifact_prefix=$work/ -print_final_stats=1 \
        $work/corpus $corpus 2>$work/log || broken
    grep -a -e '^stat::number_of_executed_units' $work/log
    ;;
esac

#!/usr/bin/env bash
# Fuzzes what reads from outside, with libFuzzer:   tests/fuzz/run.sh TARGET [SECONDS]   (60)
#
#     idx               the loader of IDX files (common/idx.h)
#     wire5 wire6 wire8 the tests' side of the wire (tests/harness/remote.c), for that chapter
#
# It starts from tests/fuzz/corpus_TARGET, what earlier runs have found worth keeping, and works on
# a copy of it in build/fuzz. With 0 seconds it only goes through the corpus, as make test does.
# RUNS= makes so many runs instead. An input that breaks something is left in build/fuzz as
# TARGET-crash-*: put it into the corpus, and into a test as a case of its own.
#
# tests/fuzz/run.sh TARGET --merge   puts into the corpus what build/fuzz reaches beyond it.
set -eu
cd "$(dirname "$0")/../.."
command -v clang >/dev/null || { echo "run.sh needs clang: ./setup all" >&2; exit 2; }
target=${1:?idx, wire5, wire6 or wire8} seconds=${2:-60}
corpus=tests/fuzz/corpus_$target work=build/fuzz
program=$work/$target
mkdir -p "$work/$target.corpus" "$corpus"
flags=(-std=c11 -g -O1 -D_GNU_SOURCE= -DHAVE_ZLIB -DREAL=double -I.
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined)
case $target in
idx)
    sources=(tests/fuzz/idx.c common/{idx,idx_file,elementary,matrix,random,require}.c -lz) ;;
wire*)
    chapter=$(basename chapters/0"${target#wire}"_*)
    make -s CC=clang "build/clang-double/contract/$chapter/exchanges"
    flags+=("-DCHAPTER=${target#wire}")
    sources=(tests/fuzz/wire.c "build/clang-double/contract/$chapter/tests.c" common/*.c -lz
        tests/wire/{wire,pieces,message,control,watch,watchers}.c)
    for folder in chapters/*/; do flags+=("-I${folder%/}"); done
    if [ "$target" = wire8 ]; then
        sources+=(tests/08_gan/exchange.c chapters/*/given/*.c solutions/0[34568]*/*.c)
    fi ;;
*) echo "$target: idx, wire5, wire6 and wire8 are known" >&2; exit 2 ;;
esac
# made again only when a source has changed since
[ -e "$program" ] || touch -d @0 "$program"
changed=$(find common chapters solutions tests/fuzz tests/wire tests/harness tests/08_gan \
    build/clang-double/contract -name '*.[ch]' -newer "$program" 2>/dev/null | head -n 1)
[ -z "$changed" ] || clang "${flags[@]}" "${sources[@]}" -lm -o "$program"

# An allocation over 8 MB would be a promise believed: no input has more than 4 kB, and no byte of
# it unpacks to more than about 1000.
limits=(-max_len=4096 -malloc_limit_mb=8 -rss_limit_mb=1000 -timeout=5 -detect_leaks=0
    "-artifact_prefix=$work/$target-")
[ "$target" != idx ] || limits+=(-detect_leaks=1)
fuzz() {
    "$program" "${limits[@]}" "$@" 2>"$work/$target.log" && return
    grep -a -e idx_load: -e SUMMARY -e 'Test unit' "$work/$target.log"
    exit 1
}
case $seconds in
--merge) fuzz -merge=1 "$corpus" "$work/$target.corpus" ;;
0) fuzz -runs=0 "$corpus" ;;
*)
    end=-max_total_time=$seconds
    [ -z "${RUNS-}" ] || end=-runs=$RUNS
    fuzz "$end" -print_final_stats=1 "$work/$target.corpus" "$corpus"
    grep -a -e '^stat::number_of_executed_units' "$work/$target.log" ;;
esac

#!/usr/bin/env bash
# make seeds: how often does each claim of the texts hold? Every chapter's experiment, on the
# reference, with 200 seeds that nobody looked at while choosing settings and writing sentences.
#
#   tests/course/seeds.sh [CHAPTER...]      03_forward_pass ...; without any: all
#
# Each run leaves one file in build/seeds; a run that has one is not done again: kill this at will.
# Kept in docs/results, from where the texts take them:
#
#   NN_claims.csv     for how many of the seeds each of tests/NN/claims holds: 99 in 100, or it is
#                     not said so (0 of 0: it is on results of make bench, which have no seed)
#   NN_shares.csv     the share of the seeds for which each of tests/NN/shares holds, in percent,
#                     with its 95% interval (Wilson's): {{shares_NAME_percent}}, _low, _high
#   NN_seeds.csv      the median and the middle 90% of each number: {{seeds_NAME_median}}, _p5, _p95
#   NN_checksums.csv  of each seed's numbers: make test makes some of these runs again, anywhere
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

first=${FIRST:-301} last=${LAST:-500}
count=$((last - first + 1))
[ $# -gt 0 ] || mapfile -t chapters < <(printf '%s\n' chapters/*/*.h | cut -d / -f 2 | sort -u)
[ $# -gt 0 ] || set -- "${chapters[@]}"

# one_run PROGRAM SEED FILE: a run's numbers, without times and what it repeats of kept results
one_run() {
    local folder
    folder=$(mktemp -d) || return
    "$1" "$folder" "$2" >"$folder/log" 2>&1 || { cat "$folder/log"; rm -r "$folder"; return 1; }
    grep -v -e '^time_' -e '^bench_' "$folder/values.csv" >"$3.new" && mv "$3.new" "$3"
    rm -r "$folder"
}
export -f one_run

about() {
    echo "# seeds: $first to $last"
    echo "# runs: $count"
    echo "# commit: $(git rev-parse --short HEAD 2>/dev/null || echo unknown)"
    echo "# date: $(date -u +%Y-%m-%d)"
}

seeds() { seq "$first" "$last"; }

# how_often CLAIMS: for how many of $runs each of them holds, a tab, and the claim
how_often() {
    local seed
    for seed in $(seeds); do
        awk -v values="$runs/$seed" -f tests/course/claims.awk "$1" >"$tmp/program"
        awk -f "$tmp/program"
    done | awk -F '\t' '
        !($2 in held) { claim[++claims] = $2 }
        { held[$2] += $1 == "holds" }
        END { for (i = 1; i <= claims; i++) print held[claim[i]] "\t" claim[i] }'
}

# The tables: from what how_often prints, and from lines name,number of all runs.

claims_table() {
    awk -F '\t' -v OFS=, -v of=$count '
        BEGIN { print "held", "of", "claim" }
        { gsub(/ +#/, "  #", $2); print $1, $2 ~ /bench_/ ? 0 : of, $2 }'
}

shares_table() {
    awk -v n=$count '
        BEGIN { print "name,percent,low,high" }
        {
            sub(/:$/, "", $2)
            p = $1 / n
            z = 1.96
            middle = (p + z * z / (2 * n)) / (1 + z * z / n)
            half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
            printf "%s,%.4g,%.3g,%.3g\n", $2, 100 * p, 100 * (middle - half), 100 * (middle + half)
        }'
}

seeds_table() {
    grep -v nan | sort -t , -k 1,1 -k 2,2g | awk -F , -v OFS=, '
        function show(    few) {
            few = int(n * 0.05)
            if (n) print name, value[int((n + 1) / 2)], value[few + 1], value[n - few]
        }
        BEGIN { print "name", "median", "p5", "p95" }
        $1 != name { show(); name = $1; n = 0 }
        { value[++n] = sprintf("%.6g", $2) }
        END { show() }'
}

checksums_table() {
    local seed
    echo number,checksum
    for seed in $(seeds); do echo "$seed,$(cksum <"$runs/$seed" | cut -d ' ' -f 1)"; done
}

keep() { # keep NAME: standard input, as a kept result
    { about; cat; } >"docs/results/${chapter}_$1.csv"
}

for chapter; do
    program=build/gcc-double/fast/$chapter/solution/experiment
    make -s "$program" || exit 2
    runs=build/seeds/$chapter/$(cksum <"$program" | tr ' ' -)
    mkdir -p "$runs"
    for seed in $(seeds); do
        [ -e "$runs/$seed" ] || echo "$seed"
    done >"$tmp/missing"
    echo "chapter ${chapter%%_*}: $(wc -l <"$tmp/missing") of $count runs to do"
    parallel --will-cite --halt now,fail=1 -j "${JOBS:-$(nproc)}" \
        one_run "$program" '{}' "$runs/{}" :::: "$tmp/missing" || exit 1
    how_often "tests/$chapter/claims" >"$tmp/often"
    claims_table <"$tmp/often" | keep claims
    awk -F '\t' -v of=$count '
        $1 < 0.99 * of && $2 !~ /bench_/ { print "  holds for " $1 " of " of ": " $2 }' "$tmp/often"
    if [ -s "tests/$chapter/shares" ]; then
        how_often "tests/$chapter/shares" | shares_table | keep shares
    fi
    for seed in $(seeds); do sed 1d "$runs/$seed"; done | seeds_table | keep seeds
    checksums_table | keep checksums
done

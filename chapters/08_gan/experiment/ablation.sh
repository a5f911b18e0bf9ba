#!/usr/bin/env bash
# Where batch norm stands in a GAN, and what that does: many runs.
#
#   ablation.sh PROGRAM WHO      what `make chapter8-ablation` runs
#
# A run is one placement and one seed, and a process of its own; they go side by side. Each leaves
# one file in build/ablation/WHO, and a run that has one is not done again: kill this whenever you
# like, and start it again. The files stand in a folder named by PROGRAM's checksum, so that
# a program that has changed starts from the beginning.
#
# With WHO = solution, and seeds and steps as they are here, the results are also kept in
# docs/results, where the notes take them from, with the commit, compiler and time that made them.
#
# From the environment: SEEDS (how many), STEPS and CATS_STEPS, STUDIES (ablation and start, on the
# ring; cats; pictures, for a figure), PLACEMENTS, JOBS (side by side; as many as there are cores).
# With any of these but JOBS, nothing is kept in docs/results.
set -euo pipefail
cd "$(dirname "$0")/../../.."
program=${1:?usage: ablation.sh PROGRAM WHO} who=${2:?usage: ablation.sh PROGRAM WHO}
studies=${STUDIES:-ablation start cats pictures}
chosen=${SEEDS:-}${STEPS:-}${CATS_STEPS:-}${STUDIES:-}${PLACEMENTS:-}
cores=$(getconf _NPROCESSORS_ONLN)
chapter=$(basename "$(dirname "$(dirname "$0")")")
folder=build/ablation/$who/$(cksum <"$program" | tr ' ' -)

if ! command -v parallel >/dev/null; then
    echo "ablation.sh needs GNU parallel: ./setup all" >&2
    exit 2
fi

steps_of() {
    case $1 in
    ablation) echo "${STEPS:-4000}" ;;
    start) echo "${STEPS:-2500}" ;;
    *) echo "${CATS_STEPS:-4000}" ;;
    esac
}
# Seeds that nobody looked at while the settings were chosen.
seeds_of() { # seeds_of STUDY PLACEMENT
    case $1-$2 in
    ablation-nothing | ablation-generator | start-*) seq 301 $((300 + ${SEEDS:-100})) ;;
    ablation-*) seq 301 $((300 + ${SEEDS:-40})) ;;
    cats-*) seq 301 $((300 + ${SEEDS:-5})) ;;
    pictures-*) echo 301 ;;
    esac
}

# The runs of a study, a line each, as arguments of PROGRAM --run; the last is the run's file.
runs_of() {
    local placements placement seed steps
    steps=$(steps_of "$1")
    placements=${PLACEMENTS:-$("$program" --placements "$1")}
    for placement in $placements; do
        for seed in $(seeds_of "$1" "$placement"); do
            echo "$1 $placement $seed $steps $folder/$1-$steps/$placement-$seed"
        done
    done
}

missing() {
    while read -r run; do [ -e "${run##* }" ] || echo "$run"; done
}

# What the results are: they are read by people and by docs/results/values.awk.
about() {
    local commit changes
    commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
    changes=$(git status --porcelain -- common chapters solutions 2>/dev/null | head -n 1)
    echo "# commit: $commit${changes:+ and changes to it}"
    echo "# compiler: $(${CC:-cc} --version | head -n 1), REAL=${REAL:-float}"
    echo "# date: $(date -u '+%Y-%m-%d %H:%M UTC')"
    echo "# machine: $(uname -s) $(uname -m), $cores cores"
}

table() {
    "$program" --columns "$1"
    runs_of "$1" | while read -r run; do cat "${run##* }"; done
}

for study in $studies; do
    mkdir -p "$folder/$study-$(steps_of "$study")"
done
for study in $studies; do runs_of "$study"; done | missing >"$folder/missing"
if [ -s "$folder/missing" ]; then
    echo "$(wc -l <"$folder/missing") runs to do, ${JOBS:-$cores} side by side"
    bar=
    [ -t 2 ] && bar=--bar
    parallel --will-cite $bar --halt now,fail=1 --colsep ' ' -j "${JOBS:-$cores}" \
        "$program" --run '{1}' '{2}' '{3}' '{4}' '{5}' :::: "$folder/missing"
fi

for study in $studies; do
    result=$folder/$study.csv
    { about; table "$study"; } >"$result.new"
    mv "$result.new" "$result"
    echo
    [ "$study" = pictures ] || awk -f "chapters/$chapter/experiment/ablation.awk" "$result"
    echo "All runs: $result"
    if [ "$who" = solution ] && [ -z "$chosen" ]; then
        kept=docs/results/${chapter}_$study.csv
        mkdir -p docs/results
        cp "$result" "$kept.new"
        mv "$kept.new" "$kept"
        echo "Kept in $kept"
    fi
done

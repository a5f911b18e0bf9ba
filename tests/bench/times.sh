#!/usr/bin/env bash
# The times that the texts quote, measured on this machine: times.sh COMPILER CHAPTER=EXPERIMENT...
#
# For each chapter it writes docs/results/CHAPTER_times.csv, which values.awk reads, and a table
# CHAPTER_time_NAME.csv for each time_NAME.csv of the experiment, which the notes' figures show.
# Times that break one of the chapter's tests/CHAPTER/times_claims are not kept: some of these say
# what no machine can do, others what the text says.
set -eu
compiler=$1
shift

model() {
    sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1 | grep . || uname -m
}

about() {
    echo "# date: $(date -u +%Y-%m-%d)"
    echo "# commit: $(git rev-parse --short HEAD 2>/dev/null || echo unknown)"
    echo "# processor: $(model)"
    echo "# compiler: $("$compiler" --version | head -n 1)"
    echo "# load: $(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo unknown)"
}

# broken VALUES CLAIMS: those that do not hold
broken() {
    awk -v values="$1" -f tests/course/claims.awk "$2" >"$tmp/claims.awk"
    awk -f "$tmp/claims.awk" | grep -v '^holds'
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for pair; do
    chapter=${pair%%=*} kept=docs/results/${pair%%=*}
    rm -rf "$tmp/run"
    mkdir "$tmp/run"
    echo "$chapter ..."
    "${pair#*=}" "$tmp/run" >"$tmp/said" || { cat "$tmp/said"; exit 1; }
    times=$tmp/${chapter}_times.csv
    { about; echo name,value; sed -n 's/^time_//p' "$tmp/run/values.csv"; } >"$times"
    { echo name,value; awk -f docs/results/values.awk "$times"; } >"$tmp/values.csv"
    if broken "$tmp/values.csv" "tests/$chapter/times_claims"; then
        echo "$chapter: nothing is kept. Is this machine busy? Try it again."
        exit 1
    fi
    cp "$times" "${kept}_times.csv"
    for table in "$tmp"/run/time_*.csv; do
        cp "$table" "${kept}_${table##*/}"
    done
done
git --no-pager diff --stat -- docs/results 2>/dev/null || true

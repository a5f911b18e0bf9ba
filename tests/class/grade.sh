#!/usr/bin/env bash
# Grades a class: grade.sh DIR. The command behind make grade; README.md says what it takes.
#
# OUT (build/grade/NAME of DIR) gets grades.csv, class.html, class.json and the folders feedback,
# gradescope and junit. What was graded is kept under build/grade/results by the content of the
# file, so that what has not changed, or is the same for many students, is graded once; and a run
# that was killed goes on where it stood. What only the clock has ended is graded again, alone; and
# by the next run.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/class/sandbox.sh
directory=${1%/}
fail() { echo "$1" >&2; exit "${2-2}"; }
[ -n "$directory" ] || fail "make grade SUBMISSIONS=DIR: which folder holds the submissions?"
[ -d "$directory" ] || fail "$directory: no such folder of submissions"
for tool in parallel jq bsdtar readelf; do
    command -v $tool >/dev/null || fail "make grade needs $tool: ./setup all"
done
sandbox_ready || exit 2
out=${OUT:-build/grade/$(basename "$directory")}
jobs=${JOBS:-$(($(nproc) + 1))} # one more: each waits now and then for a disk or a process
work=build/grade/runs/$(sha256sum <<<"$(realpath "$directory") $out" | cut -c 1-16)
results=build/grade/results/$(<build/grade/stage/key)
mkdir -p "$out" "$work" "$results" || exit 2

exec {lock}>"$work/lock"
flock -n "$lock" || fail "$directory is being graded already, by another make grade"
mkdir -p build/grade/tmp # of runs that were killed:
find build/grade/tmp -mindepth 1 -maxdepth 1 -mmin +60 -exec rm -rf {} +

tests/class/collect.sh "$directory" "$work" || exit 2
students=$(wc -l <"$work/students.tsv")
[ "$students" -gt 0 ] ||
    fail "$directory: no submission in it. Expected: a folder or archive for each student"

cut -f 2,3 "$work/files.tsv" | sort -u >"$work/unique"
while IFS=$'\t' read -r chapter sum; do
    result=$results/$chapter/$sum
    [ -d "$result" ] && [ ! -e "$result/undecided" ] || printf '%s\t%s\n' "$chapter" "$sum"
done <"$work/unique" >"$work/todo"
todo=$(wc -l <"$work/todo")
[ "$students" -eq 1 ] && noun=submission || noun=submissions
echo "$students $noun, $(wc -l <"$work/unique") different files, $todo of them to grade"

if [ "$todo" -gt 0 ]; then
    start=$(date +%s)
    bar=()
    [ ! -t 2 ] || bar=(--bar)
    remote=()
    [ -z "${SSHLOGIN-}" ] || remote=(--sshlogin "$SSHLOGIN" --workdir "$PWD" --env SANDBOX)
    parallel --will-cite -j "$jobs" --joblog "$work/log" --colsep '\t' "${bar[@]}" "${remote[@]}" \
        tests/class/file.sh '{1}' build/grade/files/'{2}.c' "$results"/'{1}/{2}' \
        :::: "$work/todo" {lock}>&-
    missing=0 undecided=0
    while IFS=$'\t' read -r chapter sum; do
        result=$results/$chapter/$sum
        [ ! -e "$result/undecided" ] ||
            tests/class/file.sh "$chapter" "build/grade/files/$sum.c" "$result"
        [ ! -e "$result/undecided" ] || undecided=$((undecided + 1))
        [ -d "$result" ] || missing=$((missing + 1))
    done <"$work/todo"
    [ $missing -eq 0 ] ||
        fail "$missing of $todo files were not graded: run the same command again" 1
    [ $undecided -eq 0 ] ||
        echo "$undecided of $todo files waited, or got too little of the processor:" \
            "the next run grades them again" >&2
    seconds=$(($(date +%s) - start))
    awk -v todo="$todo" -v seconds=$seconds -v jobs="$jobs" '
        NR > 1 { chapter = $10; sub(/_.*/, "", chapter); files[chapter]++; took[chapter] += $4 }
        END {
            for (chapter in files)
                printf "chapter %s: %4d files, %.2f s each\n", chapter, files[chapter],
                    took[chapter] / files[chapter] | "sort"
            close("sort")
            printf "%d files graded in %d s, ", todo, seconds
            printf "%.2f s each; %d at a time\n", seconds / todo, jobs
        }' "$work/log"
fi

tests/class/views.sh "$work" "$results" "$out" || exit 1
echo "$out/grades.csv    $out/class.html    $out/feedback/"

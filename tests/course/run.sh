#!/usr/bin/env bash
# Everything that must hold for the course itself: each tests/course/test_*.sh, and
# tests/course/chapter.sh for each chapter, side by side. run.sh [PATTERN]: only those.
set -u
cd "$(dirname "$0")/../.." || exit 2
pattern=${1:-}
logs=build/test-logs
rm -rf "$logs"
mkdir -p "$logs"

missing=
for tool in clang valgrind parallel jq git; do
    command -v "$tool" >/dev/null || missing="$missing $tool"
done
if [ -n "$missing" ]; then
    echo "make test needs$missing: ./setup all" >&2
    exit 2
fi

chapters=$(for header in chapters/*/*.h; do basename "$(dirname "$header")"; done | sort -u)

# What several jobs use is built before they start, with warnings as errors. Of clang's programs
# only the graded ones are run; its experiments are built once, for the warnings.
echo "Building ($(nproc) cores) ..."
for cc in gcc clang; do
    for real in double float; do
        b=build/$cc-$real
        targets=
        for c in $chapters; do
            targets="$targets $b/tests/$c/tests $b/graded/host $b/graded/common.so"
            for part in base.so before/done given.so solution/student.so; do
                targets="$targets $b/graded/$c/$part"
                [ $cc = clang ] || targets="$targets $b/debug/$c/$part"
            done
            [ $cc-$real = clang-float ] || targets="$targets $b/fast/$c/solution/experiment"
            [ $cc = clang ] || targets="$targets $b/debug/host $b/debug/common.so"
            [ $cc-$real = gcc-double ] && targets="$targets build/results/$c/done" # for the notes
        done
        # shellcheck disable=SC2086
        log=$logs/build-$cc-$real
        if ! make -s -j"$(nproc)" CC=$cc REAL=$real WERROR=-Werror $targets >"$log" 2>&1 ||
            [ -s "$log" ]; then
            cat "$log"
            echo "FAIL build with $cc, REAL=$real, without a word"
            echo "0 passed, 1 failed"
            exit 1
        fi
    done
done

# The longest begin first, so that all processors end together. One job more than processors:
# some wait, for a browser or for a time limit to pass.
tests() { printf 'tests/course/test_%s.sh\n' "$@"; }
# shellcheck disable=SC2086    # a list of words
each_chapter() { printf 'tests/course/chapter.sh %s\n' $chapters; }
{
    tests browser class commands
    each_chapter | tac | head -n 5
    tests print setup release ablation common harness
    each_chapter
    ls tests/course/test_*.sh
} | awk '!seen[$0]++' | grep -e "$pattern" >"$logs/jobs"

export logs
one_job() {
    local log=$logs/${1//[^A-Za-z0-9_]/-} start=$SECONDS
    # shellcheck disable=SC2086
    $1 >"$log" 2>"$log.stderr"
    local status=$? passed failed
    passed=$(grep -c '^ok   ' "$log")
    failed=$(grep -c '^FAIL ' "$log")
    local why=
    if [ $status -ne 0 ] && [ "$failed" -eq 0 ]; then # it broke off
        why="exit status $status: $(tail -n 3 "$log.stderr")"
    elif [ $((passed + failed)) -eq 0 ]; then
        why="it ran nothing: $(tail -n 3 "$log")"
    fi
    if [ -n "$why" ]; then
        echo "FAIL $1: $(tr '\n' ' ' <<<"$why")" >>"$log"
        failed=1
    fi
    printf '%-52s %4d passed %3d failed %5ds\n' "$1" "$passed" "$failed" $((SECONDS - start))
    grep '^FAIL ' "$log" | sed 's/^/    /'
    echo "$passed $failed" >"$log.count"
}
export -f one_job
parallel --will-cite -j "$(($(nproc) + 1))" --line-buffer one_job :::: "$logs/jobs"

read -r passed failed < <(awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }' "$logs"/*.count)
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

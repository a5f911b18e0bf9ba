#!/usr/bin/env bash
# On a busy machine a verdict is what it is on any other: six endless loops share one processor with
# the grading of chapter 3, which gets a seventh of it. All that is waited for is an event; the
# loops end by themselves after four minutes, if this does not end them.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck disable=SC2034    # for with_body
solution=solutions/03_forward_pass/forward_pass.c

# program NAME BODY: $tmp/NAME.c has this body of bn_mean, and its programs are built.
program() {
    with_body bn_mean "$2" >"$tmp/$1.c"
    make -s chapter3-program SUBJECT="$tmp/$1.c" >"$tmp/$1" 2>"$tmp/stderr" ||
        fail "$1 is built" "$(cat "$tmp/stderr")"
}

# verdict NAME PATTERN [ARGUMENT...]: the report on NAME matches.
verdict() {
    local name=$1 pattern=$2 report lines grader student
    shift 2
    mapfile -t lines <"$tmp/$name"
    read -ra grader <<<"${lines[0]}"
    read -ra student <<<"${lines[1]}"
    report=$("${grader[@]}" "$@" -- "${student[@]}" | tr -s ' \n' ' ')
    finds "on a busy machine, $name: $pattern" "$pattern" "$report"
}

check "the solution is built" eval "make -s chapter3-program SOLUTION=1 >'$tmp/solution'"
program slow "    extern long clock(void);
    for (long end = clock() + 180000; clock() < end;)
        continue;
$right"
program loop '    for (volatile int i = 0;; i = 1)
        continue;'
program hog "    extern void *malloc(size_t);
    for (int i = 0; i < 10000; i++) *(volatile char *)malloc(1 << 16) = 1;
$right"
program leak "    extern void *malloc(size_t); static void *volatile keep;
    keep = malloc(100); keep = 0; $right"

# Each in a session of its own: the system shares out among sessions first.
processor=$(taskset -pc $$ | sed 's/.*: *\([0-9]*\).*/\1/')
taskset -pc "$processor" $$ >/dev/null
loops=()
# shellcheck disable=SC2317    # by the trap
stop() { kill "${loops[@]}" 2>/dev/null; }
trap 'stop; rm -rf "$tmp" build/*/*/*/"${tmp//\//-}"-*' EXIT
for _ in 1 2 3 4 5 6; do
    setsid timeout 240 sh -c 'while :; do :; done' &
    loops+=($!)
done
verdict solution 'Score: 100/100'
verdict slow 'Score: 4/4' --only 3.1.1 # 0.36 s of work, in two calls
verdict loop \
    'bn_mean was still running when its time was up: an endless loop\? [0-9]+ \|' --only 3.1.1
verdict hog 'bn_mean asks malloc for more than the 512 MB that a test may have' --only 3.1.1
verdict leak 'bn_mean does not free memory' --only 3.1.1
finish

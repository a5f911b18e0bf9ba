#!/usr/bin/env bash
# The harness: nothing that a student's function does ends the grading, wins points, or costs
# points elsewhere; and the report says what happened, and in which line.
#
# Each case is the solution of chapter 3 with another body for bn_mean (20 points, 5 tests).
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

solution=solutions/03_forward_pass/forward_pass.c
programs_of 3 SOLUTION=1
count=$("${grader[@]}" --list-tests | wc -l)

# grade NAME [MAKE-ARGUMENT...]: leaves report, status and the record of $tmp/NAME.c
grade() {
    local name=$1
    shift
    report=$(make -s chapter3-test SUBJECT="$tmp/$name.c" "$@" 2>"$tmp/$name.stderr")
    status=$?
    record=build/records/${tmp//\//-}-$name/03_forward_pass.tsv
}

score() { sed -n 's/^Score: //p' <<<"$report"; }

# expect NAME SCORE PATTERN BODY: bn_mean with this body gets this score of 20, the other exercises
# keep their 80 points, and the report says PATTERN (an extended regular expression).
expect() {
    local name=$1 points=$2 pattern=$3
    with_body bn_mean "$4" >"$tmp/$name.c"
    grade "$name"
    if [ "$(score)" != "$((points + 80))/100" ]; then
        fail "$name: $points points" "score is $(score)"
    elif [ $status -eq 0 ]; then
        fail "$name: exit status" "0 without full marks"
    elif ! tr -s ' \n' ' ' <<<"$report" | grep -Eq -- "$pattern"; then
        fail "$name: the report says '$pattern'" "$(grep -A 6 '^Why' <<<"$report")"
    elif [ "$(wc -l <"$record")" -ne $((count + 1)) ]; then
        fail "$name: a record of $count tests" "$(wc -l <"$record") lines"
    else
        ok "$name: $points of 20 points, \"$pattern\""
    fi
}

libc='extern void exit(int), _exit(int), abort(void);
    extern int raise(int), close(int), putchar(int), puts(const char *), printf(const char *, ...);
    extern unsigned sleep(unsigned);'
quiet='#pragma GCC diagnostic ignored "-Winfinite-recursion"
#pragma GCC diagnostic ignored "-Wunused-parameter"'

# ---- An untouched stub ----

awk -f docs/literate.awk -v mode=stub "$solution" >"$tmp/stub.c"
grade stub
[ "$(score)" = 0/100 ] && [ $status -ne 0 ] && ! grep -q warning "$tmp/stub.stderr" &&
    grep -q "Why: 3.1  bn_mean, line $(line_of stub 'TODO("3.1")'): not written yet" <<<"$report" &&
    [ "$(grep -c 'not written yet' "$record")" -eq $count ]
judge $? "an untouched stub: 0/100, every test not written yet, the first goal with its line" \
    "$report"

# ---- What ends a program, or never ends ----

expect null_write 0 'bn_mean uses a NULL pointer [0-9]+ \|' \
    '    mean = (void *)0; for (size_t d = 0; d < x.cols; d++) mean[d] = 1;'
expect endless_loop 0 'bn_mean was still running .* [0-9]+ \| +for \(volatile int i = 0;;\)' \
    '    for (volatile int i = 0;;) i++;'
# 640 MB, of which only a few are written to; without a limit it would be a leak
expect memory_hog 0 'bn_mean asks malloc for more than the 512 MB that a test may have' \
    '    extern void *malloc(size_t);
    for (int i = 0; i < 10000; i++) *(volatile char *)malloc(1 << 16) = 1;
'"$right"
expect endless_recursion 0 'bn_mean calls itself without end' "$quiet
    bn_mean(x, mean); mean[0] += 1;"
expect exit_0 0 'bn_mean called exit: .* [0-9]+ \| +exit\(0\);' "$libc
    exit(0);"
expect underscore_exit 0 'bn_mean ended the program before the test was over' "$libc
    _exit(0);"
expect abort 0 'bn_mean called abort, or an assert failed [0-9]+ \| +abort\(\);' "$libc
    abort();"
expect sigkill 0 'bn_mean was ended by signal 9' "$libc
    raise(9);"
expect sleeps 0 \
    'waited for 6 seconds without computing: does it sleep, or read a key\? [0-9]+ \| +sleep' "$libc
    sleep(1000);"

# ---- Output ----

expect prints 17 'Your code printed: \| hello' "$libc
    $right puts(\"hello\"); mean[0] += x.rows == 1000;"
expect a_gigabyte_of_output 0 'bn_mean was still running' "$libc
    for (long i = 0; i < 1000000000; i++) putchar('a' + i % 26); $right"
expect closes_everything 0 'bn_mean ended the program before the test was over' "$libc
    for (int i = 0; i < 1024; i++) close(i); $right mean[0] += x.rows == 1000;"

# ---- Memory ----

expect one_past_the_end 0 \
    'writes past the end of an array of 8 bytes \(1 double\) [0-9]+ \| +mean\[d\] = 0; // here' \
    '    for (size_t d = 0; d <= x.cols; d++)
        mean[d] = 0; // here'
expect local_array 4 \
    'bn_mean (reads outside an array|uses index 1 of an array of 1: its last is 0) [0-9]+ \|' \
    '    double sum[1] = {0};
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            sum[d] += row(x, n)[d];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = sum[d] / (double)x.rows;'
expect local_array_by_pointer 0 \
    'writes past the end of the local array sum of 16 bytes \(2 doubles\)' \
    '    double sum[2] = {0};
    double *volatile s = sum;
    for (size_t i = 0; i < 9; i++)
        s[i] = 0;'
expect global_array 0 \
    'writes past the end of the global array table of 16 bytes' \
    '    static double table[2];
    double *volatile t = table;
    for (size_t i = 0; i < 3; i++)
        t[i] = 0;'
expect integer_too_large 0 \
    'computes [0-9]+ \+ [0-9]+ in numbers of type int, which cannot hold it' \
    '    int big = 2147483647; big += (int)x.rows; mean[0] = big;'
expect nan_as_index 0 \
    'turns -?nan into a number of type (long unsigned int|unsigned long), which cannot hold it' \
    '    double none = mean[0]; mean[(size_t)none] = 1;'
expect output_not_set 0 'was never set|You add to what the array mean held' \
    '    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += row(x, n)[d] / (double)x.rows;'
expect malloc_not_set 0 'nan \(not a number' 'extern void *malloc(size_t); extern void free(void *);
    double *sum = malloc(x.cols * sizeof *sum);
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            sum[d] += row(x, n)[d] / (double)x.rows;
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = sum[d];
    free(sum);'
expect leaks 16 'does not free memory' "extern void *malloc(size_t); static void *volatile keep;
    keep = malloc(100); keep = 0; $right"
expect frees_the_output 0 'frees memory that belongs to its caller' "extern void free(void *);
    $right free(mean);"

# ---- Right for the wrong reason ----

expect fills_the_stack 0 \
    'fills the stack' '    volatile double big[4000000]; big[0] = x.rows; mean[0] = big[0];'
expect only_zeros 3 \
    'All your means are 0, of a single example too' '    require(x.rows >= 1, "no examples");
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = 0;'
expect only_by_hand 7 'make chapter3-why T=3.1.[0-9] shows this test' \
    '    for (size_t d = 0; d < x.cols; d++)
        mean[d] = 2.5;'
expect changes_its_input 17 'You subtracted the mean from x itself' "$right
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            row(x, n)[d] -= (real)mean[d];"
expect keeps_state 17 'for the same x' "static double before; $right
    if (x.rows == 5) { mean[0] += before; before = 1; }"
expect keeps_a_sum 9 \
    'A second call with the same input gives another result' '    static double sum[64];
    require(x.rows >= 1, "no examples");
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            sum[d] += row(x, n)[d];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = sum[d] / (double)x.rows;'
expect calls_the_answer 0 'calls itself without end' "$quiet
    double var[64], rstd[64]; Matrix none = {x.rows, x.cols, x.v};
    bn_forward(x, 1, mean, var, rstd, none);"

# A right program that holds memory when it refuses is no leak.
with_body bn_forward '    extern void *malloc(size_t); extern void free(void *);
    double *volatile scratch = malloc(8);
    require(x.rows >= 2, "%zu examples", x.rows);
    bn_mean(x, mean);
    bn_variance(x, mean, var);
    bn_rstd(x.cols, var, eps, rstd);
    bn_normalize(x, mean, rstd, xhat);
    free(scratch);' >"$tmp/scratch.c"
grade scratch
equals "memory held at a refusal is no leak" 100/100 "$(score)" "$report"
# A require the wrong way round is not explained by a suspect that leaves outputs as they are.
with_body bn_forward '    require(x.rows < 2, "%zu examples", x.rows);' >"$tmp/reversed.c"
grade reversed
grep -q 'bn_forward refused the call: 4 examples' <<<"$report" &&
    ! grep -q 'xhat is right' <<<"$report"
judge $? "a require the wrong way round" "$report"

# ---- T=, and what the options refuse ----

with_body bn_mean '    mean[0] = 1;' >"$tmp/selected.c"
grade selected T=3.2
[ "$(score)" = 25/25 ] && [ $status -eq 0 ]
judge $? "T=3.2 grades that exercise only" "$report"
grade selected T=3.1.4
equals "T=3.1.4 grades that test only" 0/3 "$(score)" "$report"
make -s chapter3-test SOLUTION=1 >/dev/null 2>&1
refuses "T=9.9 is refused in one line, exit status 2" 'T=9.9: chapter 3 has no such exercise' \
    "${grader[@]}" --only 9.9

# ---- A file from Windows ----

with_body bn_mean "$right" | sed 's/$/\r/' >"$tmp/crlf.c"
grade crlf
equals "lines may end as on Windows" 100/100 "$(score)" "$report"

# ---- Where things are written ----

long=$tmp/$(printf 'long%.0s' {1..40})
mkdir -p "$long"
for folder in "" "$long"; do
    report=$(TMPDIR=$folder "${grader[@]}" -- "${student[@]}" 2>&1)
    [ "$(tail -n 1 <<<"$report")" = "Score: 100/100" ]
    judge $? "TMPDIR of ${#folder} letters" "$(tail -n 2 <<<"$report")"
done
none "nothing stays in TMPDIR" "$(ls "$long")"
refuses "TMPDIR that is not there: one line, exit status 2" TMPDIR \
    env TMPDIR="$tmp/none" "${grader[@]}" -- "${student[@]}"
"${grader[@]}" --record "$tmp/none/record" -- "${student[@]}" >"$tmp/out" 2>"$tmp/stderr"
[ $? -eq 0 ] && grep -q '^Score: 100/100' "$tmp/out" && grep -q 'cannot be written' "$tmp/stderr"
judge $? "a record that cannot be written does not hide the report" \
    "$(cat "$tmp/out" "$tmp/stderr")"

# ---- The report ----

with_body bn_variance '    for (size_t d = 0; d < x.cols; d++) {
        var[d] = 0;
        for (size_t n = 0; n < x.rows; n++)
            var[d] += (row(x, n)[d] - mean[d]) * (row(x, n)[d] - mean[d]) / ((double)x.rows - 1);
    }' >"$tmp/report.c"
grade report
equals "the last line is the score" "Score: 80/100" "$(tail -n 1 <<<"$report")"
lacks "a known cause needs no chapter3-why" 'chapter3-why' "$report"
lacks "no color in a pipe" $'\033' "$report"
[ "$(wc -l <<<"$report")" -le 40 ]
judge $? "the report fits a screen" "$(wc -l <<<"$report") lines"
grep -q "You divided by N-1" <<<"$report" && grep -q "got 1.666667   want 1.25" <<<"$report"
judge $? "it says which mistake, with the numbers" "$report"
awk -F '\t' '
    NR > 1 && $4 == "wrong" && $5 != "variance_of_population" { bad = 1 }
    END { exit bad }' "$record"
judge $? "the record names the cause" "$(cat "$record")"
rm -rf build/gcc-double/*/03_forward_pass/"${tmp//\//-}"-* build/records/"${tmp//\//-}"-*
finish

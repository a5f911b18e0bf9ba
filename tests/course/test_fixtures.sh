#!/usr/bin/env bash
# The solutions of chapters 3 to 6 compute what PyTorch computes: test_fixtures.sh [FILE]
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

values=${1:-tests/fixtures/batchnorm.txt}
# shellcheck disable=SC2046
check "the fixtures' program compiles" "${CC:-gcc}" -std=c11 -O1 -ffp-contract=off -Wall -Wextra \
    -Werror -D_XOPEN_SOURCE=700 -DREAL=double -I. $(printf -- '-I%s ' chapters/0[3-6]_*) \
    tests/fixtures/check.c {solutions/0[3-6]_*,chapters/0[3-6]_*/given,common}/*.c \
    -lm -o "$tmp/check"

if output=$("$tmp/check" "$values" 2>&1); then
    ok "$(head -n 1 <<<"$output")"
else
    fail "PyTorch's values" "$output"
fi
while IFS= read -r line; do
    ok "$line"
done < <(tail -n +2 <<<"$output" | grep 'largest difference' | grep -v 'too large')

# A test that cannot fail is a defect: one digit of one value, in the middle and at the end.
for line in running_var dx; do
    awk -v name="$line" '$1 == name && ++seen == 5 { $2 = $2 + 1e-7 } 1' "$values" >"$tmp/wrong"
    ! "$tmp/check" "$tmp/wrong" >"$tmp/out" 2>&1
    judge $? "a $line that is 1e-7 off is seen" "$(cat "$tmp/out")"
done
head -c 100000 "$values" >"$tmp/short"
"$tmp/check" "$tmp/short" >"$tmp/out" 2>&1
[ $? -eq 2 ]
judge $? "values that are cut off are seen" "$(cat "$tmp/out")"
finish

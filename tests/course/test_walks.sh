#!/usr/bin/env bash
# What tests/harness/walks.h sees of a function's way through memory: the order and the number of
# its walks, and nothing else; and that a crash while it is watched is reported as ever.
#
# Each case is appendix A's solution with something changed.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

awk -f docs/literate.awk -v mode=clean solutions/A_speed/speed.c >"$tmp/clean"

# said NAME TEST DESCRIPTION TEXT: what the report says of that test, of $tmp/NAME.c
said() {
    report=$(make -s chapterA-test SUBJECT="$tmp/$1.c" T="$2" 2>&1)
    tr -s ' \n' ' ' <<<"$report" | grep -q -- "$4"
    judge $? "$3" "$report"
}

# sums NAME: fast_sums with the body on stdin, where by_rows is the solution's
sums() {
    sed 's/^void fast_sums(/static void by_rows(/' "$tmp/clean"
    echo 'void fast_sums(Matrix x, size_t n, size_t rows, Block block, real *restrict sum,'
    printf '               real *restrict squares)\n{\n    fast_require_block(x, block);\n'
    cat
    echo '}'
}

sums >"$tmp/columns.c" <<'END'
    for (size_t d = 0; d < block.count; d++)
        by_rows(x, n, rows, (Block){block.first + d, 1}, sum + d, squares + d);
END
said columns A.1.6 "down the columns" \
    "each cache line of x 8 times or more, and once is enough.*features in the inner one"

sums >"$tmp/pairs.c" <<'END'
    for (size_t d = 0; d + 4 <= block.count; d += 4)
        by_rows(x, n, rows, (Block){block.first + d, 4}, sum + d, squares + d);
END
said pairs A.1.6 \
    "four features at a time: half a line" "each cache line of x twice, and once is enough"

sums >"$tmp/lines.c" <<'END'
    for (size_t d = 0; d < block.count; d += FAST_LINE)
        by_rows(x, n, rows, fast_block(block.first + d, FAST_LINE, block.first + block.count),
                sum + d, squares + d);
END
said lines A.1 "in tiles of a cache line: each line is read once" "Score: 15/15"

sums >"$tmp/half.c" <<'END'
    by_rows(x, n, rows / 2, block, sum, squares);
END
said half A.1.6 "rows that were not read" "x: row 16 was not touched"

# ---- A crash while memory is watched ----

sed 's/\*dyi = fast_part(dy, i, block);/*dyi = NULL;/' "$tmp/clean" >"$tmp/null.c"
said null A.4.7 "a NULL pointer" "uses a NULL pointer"
awk '
    /^void fast_forward_block/ { on = 1 }
    on && sub(/n < x.rows; n\+\+/, "n <= x.rows; n++") { on = 0 }
    1' "$tmp/clean" >"$tmp/past.c"
said past A.3.9 "a row past the last" "reads past the end of an array"

# ---- Nothing but the code counts ----

for _ in 1 2 3 4; do timeout 60 sh -c 'while :; do :; done' & busy="${busy-} $!"; done
for case in "columns A.1.6 0/3" "lines A.1.6 3/3"; do
    read -r name test points <<<"$case"
    said "$name" "$test" "beside four busy loops: $name" "Score: $points"
done
# shellcheck disable=SC2086    # numbers
kill $busy

for cc in gcc clang; do
    for subject in lines columns; do
        report=$(make -s chapterA-test SUBJECT="$tmp/$subject.c" CC=$cc REAL=float 2>&1)
        record=build/records/${tmp//\//-}-$subject/A_speed.tsv
        want=$([ $subject = lines ] && echo 3 || echo 0)
        awk -F '\t' -v want="$want" '$1 == "A.1.6" { got = $2 } END { exit got != want }' "$record"
        judge $? "$cc, float: $subject" "$report"
    done
done

# Under a debugger faults would stop the program: nothing is watched.
make -s chapterA-test SOLUTION=1 >/dev/null 2>&1
programs_of A SOLUTION=1
check "under a debugger nothing is watched" \
    "${grader[@]}" --only A.4.7 --debug -- "${student[@]}"

rm -rf build/*/*/*/"${tmp//\//-}"-* build/*/ratio/"${tmp//\//-}"-* build/records/"${tmp//\//-}"-*
finish

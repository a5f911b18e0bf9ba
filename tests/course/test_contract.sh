#!/usr/bin/env bash
# The header is the contract, and what does not fit is named with file and line.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

header=chapters/03_forward_pass/forward_pass.h
copy=$tmp/chapters/03_forward_pass/forward_pass.h
mkdir -p "${copy%/*}"

# wrong NAME SED PATTERN: with this change the header is refused, and the message matches.
wrong() {
    sed -E "$2" $header >"$copy"
    awk -f tests/wire/contract.awk "$copy" >"$tmp/table" 2>"$tmp/said"
    [ $? -eq 1 ] && grep -Eq "forward_pass.h:[0-9]+: $3" "$tmp/said"
    judge $? "$1" "$(cat "$tmp/said")"
}
wrong "an indented declaration" 's/^void bn_rstd/    void bn_rstd/' \
    'exercise 3.3 has no declaration that begins at the left margin'
wrong "a number twice" 's/Exercise 3.4/Exercise 3.3/' 'exercise 3.3 stands where 3.4 is expected'
wrong "a number left out" 's/Exercise 3.4/Exercise 3.6/' 'exercise 3.6 stands where 3.4 is expected'
wrong "an exercise without points" 's/Exercise 3.4 \(20 points\)/Exercise 3.4/' 'expected: '
wrong "points that are not 100 in all" 's/3.4 \(20 points/3.4 (10 points/' 'the exercises have 90'
wrong "a function twice" 's/^void bn_rstd/void bn_mean/' 'bn_mean is declared twice'
wrong "an output that is not called one" 's/^   rstd   D       output/   rstd   D       number/' \
    'the comment does not say whether rstd of bn_rstd is input, output, changed or scratch'
wrong "no exercise" '/Exercise/d' 'it has no exercises'

awk -f tests/wire/contract.awk $header >"$tmp/table"
for chapter in chapters/*/; do
    chapter=$(basename "$chapter")
    number=${chapter%%_*}
    make -s "build/gcc-double/contract/$chapter/exchanges" 2>"$tmp/said"
    judge $? "chapter ${number#0}: header, table and tests fit" "$(cat "$tmp/said")"
done
for awk in gawk mawk "busybox awk"; do
    $awk -f tests/wire/contract.awk $header 2>&1 | diff -q - "$tmp/table" >/dev/null
    judge $? "contract.awk with $awk" ""
    for side in tests student table; do
        $awk -v side=$side -v header=h -f tests/wire/exchange.awk "$tmp/table" >"$tmp/other"
        awk -v side=$side -v header=h -f tests/wire/exchange.awk "$tmp/table" |
            cmp -s - "$tmp/other"
        judge $? "exchange.awk with $awk: $side" ""
    done
done

sed 's/EXERCISE(bn_rstd);//' tests/03_forward_pass/tests_bn_rstd.c >"$tmp/tests_bn_rstd.c"
tests/wire/tested.sh "$tmp/table" $header "$tmp" 2>&1 |
    grep -q "forward_pass.h:[0-9]*: exercise 3.3"
judge $? "an exercise without tests is named with file and line" ""

# ---- Nothing of the tests is in the student's program ----

# Of the exercise under test the reference is not there: by its names, and by its code.
programs_of 3 SOLUTION=1
nm -D build/gcc-double/graded/03_forward_pass/before/3.so | awk '$2 == "T" { print $3 }' |
    diff - <(printf 'bn_mean\nbn_variance\n') >"$tmp/names"
judge $? "before/3.so has bn_mean and bn_variance only" "$(cat "$tmp/names")"
for chapter in chapters/0*/; do
    chapter=$(basename "$chapter")
    folder=build/gcc-double/graded/$chapter
    make -s "$folder/before/done" "$folder/base.so" "$folder/given.so" "${folder%/*}/host"
    {
        nm -C "$folder"/base.so "$folder"/given.so "${folder%/*}/host"
        nm -C "$folder"/before/*.so
    } 2>/dev/null | grep -E ' (suspects|oracle|exercise|expect|subject)_' >"$tmp/known"
    none "${chapter%%_*}: no name of a test, an oracle or a suspect is in the student's program" \
        "$(head -n 3 "$tmp/known")"
    k=1
    awk -F '\t' '$1 == "function" { print $3 }' \
        "build/gcc-double/contract/$chapter/contract.tsv" >"$tmp/functions"
    while read -r function; do
        found=$(nm "$folder/before/$k.so" "$folder/base.so" "$folder/given.so" 2>/dev/null |
            grep -E " [tT] $function\$")
        none "${chapter%%_*}: $function is not in what $function is tested with" "$found"
        k=$((k + 1))
    done <"$tmp/functions"
done
finish

#!/usr/bin/env bash
# A file that does not compile or link: what matters comes first, in a few lines.
#
# Each case is the solution of chapter 3 with another body for bn_mean.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

solution=solutions/03_forward_pass/forward_pass.c

# grade NAME [MAKE-ARGUMENT...]: leaves $tmp/NAME.stderr, and status
grade() {
    local name=$1
    shift
    make -s chapter3-test SUBJECT="$tmp/$name.c" "$@" >/dev/null 2>"$tmp/$name.stderr"
    status=$?
}

# said NAME DESCRIPTION PATTERN: the file is not graded, and this is said of it.
said() {
    grade "$1"
    [ $status -ne 0 ] && grep -Eq -- "$3" "$tmp/$1.stderr"
    judge $? "$2" "$(cat "$tmp/$1.stderr")"
}

# ---- Braces ----

with_body bn_mean "$right {" >"$tmp/open_brace.c"
said open_brace "a missing brace is named with its line" \
    "open_brace.c:$(line_of open_brace 'void bn_variance('): a } is missing before this line"
kept=$(sed -n 's/^All that the compiler said: \(.*\) (.*/\1/p' "$tmp/open_brace.stderr")
[ "$(wc -l <"$tmp/open_brace.stderr")" -le 5 ] && [ "$(wc -l <"$kept")" -gt 20 ]
judge $? "... and little else is shown; the compiler's messages are kept" \
    "$(cat "$tmp/open_brace.stderr")"
with_body bn_mean "$right" | sed 's/ mean\[d\] = 0;/ mean[d] = 0; {/' >"$tmp/inner_brace.c"
said inner_brace "... and which { it is for, by the indentation" \
    "Look at the \{ in line $(line_of inner_brace '= 0; {')"
with_body bn_mean "$right" | sed '/^void bn_mean/,/^{/s/^{//' >"$tmp/no_brace.c"
said no_brace "a missing { is named" 'the \{ of bn_mean, line [0-9]+, is missing'

# ---- With the compiler's words ----

# does_not_compile NAME LINE PATTERN BODY: the first line shown has this line's number, and in a
# dozen lines at most the cause is said, with gcc and clang.
does_not_compile() {
    local name=$1 line cc
    with_body bn_mean "$4" >"$tmp/$name.c"
    line=$(line_of "$name" "$2")
    for cc in gcc clang; do
        grade "$name" CC=$cc
        sed "s,^$tmp/,," "$tmp/$name.stderr" | grep -v '^make:' >"$tmp/said"
        [ "$(sed -n "1s/^$name.c:\([0-9]*\):.*/\1/p" "$tmp/said")" = "$line" ] &&
            [ "$(wc -l <"$tmp/said")" -le 12 ] && grep -Eq -- "$3" "$tmp/said"
        judge $? "$name, $cc: line $line first, \"$3\"" "$(cat "$tmp/said")"
    done
}
does_not_compile semicolon 'mean[0] = 1' 'A ; is missing' '    mean[0] = 1
    }'
does_not_compile no_such_name '/ N' 'number of rows, x.rows' '    mean[0] = 1.0 / N;'
does_not_compile brackets 'x[0]' 'row\(x, n\)\[d\]' '    mean[0] = x[0][1];'
does_not_compile member 'x.row' 'A Matrix has rows and cols' '    mean[0] = x.row[0];'
does_not_compile twice 'double mean[2]' 'declared already' '    double mean[2];'
does_not_compile arrow 'x->' 'x.rows, and not x->rows' '    mean[0] = x->rows;'
does_not_compile whole_matrix '2 * x' 'whole Matrix is not a number' '    mean[0] = 2 * x;'
does_not_compile whole_array '2.0 * mean' 'An array is not a number' '    mean[0] = 2.0 * mean;'
does_not_compile power '^ 2' 'no power in C' '    mean[0] = 1.5 ^ 2;'
does_not_compile comment 'first' 'this comment has no' '    mean[0] = 1; /* first'
does_not_compile quotation \
    'no end' 'quotation mark is not closed' '    require(x.rows > 1, "no end);'
does_not_compile parenthesis \
    'require(x.rows > 1' 'the \( after require is not closed' '    require(x.rows > 1, "none";'
does_not_compile extra_brace 'for (;;)' 'a \} too many above' '    }
    for (;;)
        mean[0] = 1;'
does_not_compile pasted_sign '−' 'does not know, though it may look like one' '    mean[0] = 2 − 1;'
does_not_compile else_alone 'mean[1] = q' 'Further errors may follow' '    mean[1] = q;
    else mean[0] = 1;'
# What some compilers only warn of is an error with all.
does_not_compile not_there \
    'averag(1.0)' 'averag is called, and nobody defines it' '    mean[0] = averag(1.0);'
does_not_compile no_header 'printf(' 'printf needs #include <stdio.h>' '    printf("here");'
does_not_compile defined_below \
    'half(1)' 'half is called above its definition, in line [0-9]+' '    mean[0] = half(1);
}
static double half(int n)
{
    return n / 2.0;'
does_not_compile number_for_pointer 'mean = 1' 'integer' '    mean = 1;'

# ---- What is not there ----

# reports NAME SCORE PATTERN: it compiles, and the report says this.
reports() {
    local report
    report=$(make -s chapter3-test SUBJECT="$tmp/$1.c" 2>/dev/null)
    [ "$(sed -n 's/^Score: //p' <<<"$report")" = "$2" ] &&
        tr -s ' \n' ' ' <<<"$report" | grep -Eq -- "$3"
    judge $? "$1: $2, \"$3\"" "$report"
}
sed 's/^void bn_rstd/void bn_rsdt/' <(with_body bn_mean "$right") >"$tmp/missing.c"
reports missing 85/100 '3.3 bn_rstd: not written yet .*missing.c does not define it'
touch "$tmp/nothing.c"
reports nothing 0/100 '3.1 bn_mean: not written yet .*nothing.c does not define it'
with_body bn_mean "extern double averag(double); $right mean[0] = averag(1.0);" >"$tmp/nobody.c"
reports nobody 80/100 'bn_mean calls averag, and nobody defines it'
# Its own names are its own: main, and those of the tests and of common/.
{ with_body bn_mean "$right"; cat <<'END'; } >"$tmp/names.c"
int options, current, main(void), end_test(void), matrix_free_count, memory[3];
int main(void) { return options + end_test(); }
int end_test(void) { return current; }
END
reports names 100/100 'Score: 100/100'

# ---- Chapter A, whose file is compiled twice at a time ----

speed=solutions/A_speed/speed.c
awk -f docs/literate.awk -v mode=clean $speed |
    sed 's/size_t i = 0;/size_t i = 0/' >"$tmp/speed.c"
make -s chapterA-test SOLUTION=1 >/dev/null 2>&1
make chapterA-test SUBJECT="$tmp/speed.c" >"$tmp/said" 2>&1
[ "$(grep -c '^make' "$tmp/said")" -eq 1 ] && grep -q 'A ; is missing' "$tmp/said"
judge $? "chapter A: an error is said once, and make says one line" "$(cat "$tmp/said")"
awk -f docs/literate.awk -v mode=clean $speed |
    sed 's/^void fast_sums/void fast_sum/' >"$tmp/speed.c"
make chapterA-test SUBJECT="$tmp/speed.c" >"$tmp/said" 2>&1
[ "$(grep -c '^make' "$tmp/said")" -eq 1 ] && grep -q 'speed.c does not define it' "$tmp/said"
judge $? "chapter A: a missing function is named" "$(cat "$tmp/said")"

# ---- What does compile ----

with_body bn_mean "$right int unused;" >"$tmp/warned.c"
grade warned
[ $status -eq 0 ] && grep -q "warning: unused variable .unused" "$tmp/warned.stderr"
judge $? "warnings are shown as they are" "$(cat "$tmp/warned.stderr")"

rm -rf build/*/*/*/"${tmp//\//-}"-* build/*/ratio/"${tmp//\//-}"-*
finish

#!/usr/bin/env bash
# The commands that a student uses besides -test, on a copy of the project.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

# A clean checkout of what is committed, or of what is there where there is no git.
copy=$tmp/course
if git rev-parse HEAD >/dev/null 2>&1; then git clone -q . "$copy"
else mkdir "$copy" && tar -c --exclude ./build . | tar -x -C "$copy"; fi
cd "$copy" || exit 2
file=chapters/03_forward_pass/forward_pass.c

# says DESCRIPTION PATTERN COMMAND...: the command's output matches.
says() { finds "$1" "$2" "$("${@:3}" 2>&1)"; }

# each_said COMMAND <<patterns: the command's $output matches each of them.
each_said() {
    local pattern
    while IFS= read -r pattern; do
        finds "$1 says $pattern" "$pattern" "$output"
    done
}

# ---- From the first command to full marks ----

output=$(make chapter3-test 2>/dev/null)
status=$?
[ $status -ne 0 ] && [ "$(tail -n 1 <<<"$output")" = "Score: 0/100" ]
judge $? "a clean checkout scores 0/100" "status $status; $output"
cp solutions/03_forward_pass/forward_pass.c "$file"
output=$(make chapter3-test 2>/dev/null)
status=$?
[ $status -eq 0 ] && [ "$(tail -n 1 <<<"$output")" = "Score: 100/100" ]
judge $? "the solution, copied, scores 100/100" "status $status; $output"
says "at full marks there is nothing to hint at" 'nothing to hint at' make -s chapter3-hint
says "progress shows the points, now and best" '3 .*\[#{20}\] +100 +100' make -s progress

# ---- Reset ----

echo '/* mine */' >>"$file"
check "reset" make -s chapter3-reset
equals "reset saves the file" '/* mine */' "$(tail -n 1 "$file.saved-1")" "$(ls chapters/03*)"
none "reset puts the stub back" "$(git diff -- "$file")"
echo '/* again */' >>"$file"
make -s chapter3-reset >/dev/null
[ "$(tail -n 1 "$file.saved-1")" = '/* mine */' ] &&
    [ "$(tail -n 1 "$file.saved-2")" = '/* again */' ]
judge $? "a second reset keeps the first saved file" "$(ls chapters/03*)"
says "reset of a stub says so" 'is the stub already' make -s chapter3-reset

# ---- The best scores ----

make -s chapter3-test >/dev/null 2>&1
says "progress keeps the best score beside a lower one" '3 .*\[-{20}\] +0 +100' make -s progress
rm -r build/records
printf '04_gamma_beta 60\r\nnonsense\n03_forward_pass 9999\n04_gamma_beta 7x\n03_forw' >>.progress
says "progress without records, and with damaged lines" '3 .*\[-{20}\] +- +100' make -s progress
printf 'test\tpoints\n4.1.1\t70\n' >"$tmp/04_gamma_beta.tsv"
tests/harness/progress.sh --note "$tmp/04_gamma_beta.tsv"
says "a better score is noted after a line that was cut off" '4 .*- +70$' make -s progress
tests/harness/progress.sh --note "$tmp/04_gamma_beta.tsv"
[ "$(wc -l <.progress)" -eq 7 ] && grep -qx nonsense .progress
judge $? "a score is noted once, and no line is lost" "$(cat .progress)"
lacks ".progress stays out of the project" progress "$(git status --porcelain)"

# ---- Why ----

solution=solutions/03_forward_pass/forward_pass.c
with() { sed "$1" "$solution" >"$tmp/$2.c"; } # a solution with a mistake
with 's,var\[d\] /= (double)x.rows,var[d] /= (double)(x.rows > 5 ? x.rows - 1 : x.rows),' six
output=$(make -s chapter3-why SUBJECT="$tmp/six.c" 2>&1)
each_said why <<'END'
^3.2.3  bn_variance: any N and any D
\| static void variance_of_any_shape\(void\)
^ +x: 7 examples
^ +var\[0\] +0\.73122[0-9]+ +0\.62676[0-9]+ +wrong
^The smallest input .*zeros and ones
^ +x = \{0, 1, 0, 1, 0, 1\}$
^ +var\[0\]: got 0.3   want 0.25
END
with 's,mean\[d\] += xn\[d\],mean[d] += xn[d] + (d == 2),' third
says "why: three columns are needed, one row, and zeros and ones will do" \
    '^ +x = \{\{0, 1, 0\}\}$' make -s chapter3-why SUBJECT="$tmp/third.c" T=3.1.3
with 's,n < x.rows,n < x.rows + (x.cols > 2),' past
says "why: a crash is made smaller as well" \
    '^ +x = \{\{0, 1, 0\}\}$' make -s chapter3-why SUBJECT="$tmp/past.c" T=3.1.3
with 's,(xn\[d\] - mean\[d\]) \* rstd,xn[d] * rstd,' uncentered
says "why: a test whose numbers are written by hand" \
    'No smaller input was found' make -s chapter3-why SUBJECT="$tmp/uncentered.c" T=3.4.1
with 's,1 / sqrt(var\[d\] + eps),1 / sqrt(var[d]),' without_eps
says "why: a test whose input is put in words" \
    'written in the test by hand' make -s chapter3-why SUBJECT="$tmp/without_eps.c" T=3.3.2
says "why: nothing fails" 'nothing to explain' make -s chapter3-why SOLUTION=1
says "why: a test that passes" 'Your function passes it' make -s chapter3-why SOLUTION=1 T=3.3.1
says "why: a stub" 'not written yet' make -s chapter3-why

# ---- Tests of one's own ----

mine=chapters/03_forward_pass/break.c
says "break makes a file" "$mine is new" make -s chapter3-break
says "break: without an expectation there is no test" \
    '3.1 test_bn_mean +no test yet' make -s chapter3-break
# body NAME <<text: of test_bn_NAME, which is empty so far
body() {
    cat >"$tmp/body"
    sed -i "/^void test_bn_$1(/,/^}/{ /^{/r $tmp/body
    }" "$mine"
}
body mean <<'END'
    Matrix x = BATCH(3, 2, 1, 10, 2, 20, 6, 60);
    double *mean = output_vector(2);
    bn_mean(x, mean);
    expect_vector("mean", mean, VECTOR(2, 3, 30), 2, 1e-12);
END
body variance <<'END'
    double *var = output_vector(1);
    bn_variance(BATCH(4, 1, 1, 2, 3, 4), VECTOR(1, 2.5), var);
    expect_number("var[0]", var[0], 1.6667, 1e-3);
END
body rstd <<<'    bn_rstd(1, VECTOR(1, 2), 1e-5, 0);'
cp "$mine" "$tmp/break.c"
output=$(make -s chapter3-break 2>&1)
status=$?
each_said break <<'END'
^3.1 test_bn_mean +catches 1[0-9] of [0-9]+ mistakes
^   caught  You divided by N-1
^   missed  1 that the course catches by "survives an offset of 1e8"
^3.2 test_bn_variance +wrong: it rejects the reference
var\[0\]: got 1.25   want 1.6667
It did not run to its end
^Caught: 1[0-9] of [0-9]+$
END
sed -n '/^3.1 test_bn_mean/,/^```/p' README.md | grep -v -e '^```' -e '^   \.\.\.$' |
    grep -vFxf <(echo "$output") >"$tmp/unsaid"
none "README: what break says is what is printed" "$(cat "$tmp/unsaid")"
lacks "break keeps what is missed to itself" 'seven digits' "$output"
[ $status -ne 0 ] && cmp -s "$mine" "$tmp/break.c"
judge $? "break changes nothing in the file" "status $status"
says "break T=3.1" '^Caught: 1[0-9] of 1[0-9]$' make -s chapter3-break T=3.1
lacks "break.c stays out of the project" break "$(git status --porcelain)"
rm "$mine"

# ---- What editors read ----

jq -r '.[].file' compile_commands.json | sort >"$tmp/known"
git ls-files 'common/*.c' 'chapters/*.c' 'solutions/*.c' 'tests/harness/*.c' 'tests/0*.c' | sort |
    comm -23 - "$tmp/known" >"$tmp/unknown"
none "compile_commands.json, made by the way, has all $(wc -l <"$tmp/known") files" \
    "$(cat "$tmp/unknown")"
for editing in "$file" "$solution" chapters/03_forward_pass/experiment/main.c common/random.c \
    tests/harness/run.c tests/03_forward_pass/{tests_bn_mean,right/welford}.c; do
    command=$(jq -r --arg file "$editing" '.[] | select(.file == $file) | .arguments | @sh' \
        compile_commands.json)
    check "an editor compiles $editing" sh -c "$command -fsyntax-only -Werror"
    ! command -v clangd >/dev/null ||
        check "clangd understands $editing" clangd --check="$editing" --log=error
done

touch common/new.c
make -s chapter3-test >/dev/null 2>&1
known() { jq -r '.[].file' compile_commands.json | grep common/; }
finds "a new file is there after the next make" common/new.c "$(known)"
rm common/new.c
make -s chapter3-test >/dev/null 2>&1
lacks "a file that is gone is not" common/new.c "$(known)"
touch -d '1 minute ago' "$tmp/minute" compile_commands.json Makefile tests/harness/build.mk
make -s chapter3-test >/dev/null 2>&1
! [ compile_commands.json -nt "$tmp/minute" ]
judge $? "compile_commands.json is not made again without need" "it was"

# ---- Stubs never touch work ----

echo '/* mine */' >>"$file"
says "make stubs keeps a file with work in it" "kept +$file" make -s stubs
equals "... and does not touch it" '/* mine */' "$(tail -n 1 "$file")"
git checkout -q -- "$file"

# ---- Hints ----

says "the first hint is for the first exercise" \
    'Exercise 3.1, bn_mean: hint 1' make -s chapter3-hint
says "then the second" 'bn_mean: hint 2' make -s chapter3-hint
says "then the third" 'bn_mean: hint 3' make -s chapter3-hint
says "after the third there is no other" 'that was the last hint' make -s chapter3-hint
written solutions/03_forward_pass/forward_pass.c 3.3 | sed 's,1 / sqrt(var,2 / sqrt(var,' >"$file"
says "the hint is for the exercise that the report explains: a wrong one before an unwritten one" \
    'Exercise 3.3, bn_rstd: hint 1' make -s chapter3-hint
says "T=3.2.1 is a hint for exercise 3.2" \
    'Exercise 3.2, bn_variance: hint 1' make -s chapter3-hint T=3.2.1
git checkout -q -- "$file"
says "T=3.4 chooses the exercise" 'Exercise 3.4, bn_normalize: hint 1' make -s chapter3-hint T=3.4

# ---- The others ----

says "an experiment on a stub names the exercise and the file" \
    "$file:[0-9]+: exercise 3.[0-9], bn_[a-z]+, is not written yet" make -s chapter3-run
says "an experiment on the reference runs" '[0-9]' make -s chapter3-run SOLUTION=1
says "memcheck" 'Score: 100/100' make -s chapter3-memcheck SOLUTION=1
says "compare shows the difference" \
    '3.1 bn_mean +[0-9]+ of [0-9]+' make -s chapter3-compare SOLUTION=1
says "compare on a stub says what does not run" \
    '3.1 bn_mean .*not written yet' make -s chapter3-compare
awk -f docs/literate.awk -v mode=clean "$solution" |
    sed 's,^void bn_mean(,void\nbn_mean(,; s/$/\r/' >"$tmp/style.c"
says "compare finds a function whose name begins a line, and knows Windows' lines" \
    '3.1 bn_mean, yours' make -s chapter3-compare SUBJECT="$tmp/style.c"
output=$(make -s chapter3-compare SUBJECT="$tmp/style.c" 2>&1)
grep -Eq '^void +\| +void bn_mean\(Matrix x' <<<"$output" &&
    grep -q '3.2 bn_variance: the same text' <<<"$output"
judge $? "... and says where the text is the same" "$(head -n 20 <<<"$output")"
says "debug stops at the function" \
    'Breakpoint 1, bn_variance .*' make -s chapter3-debug T=3.2 </dev/null
says "help lists the chapters" '3 +The forward pass' make -s help
says "a chapter that is not there" 'there is no folder chapters/099_' make -s chapter99-test
check "make -j builds" make -s -j2 chapter3-test SOLUTION=1

# ---- MINE=1: a chapter on one's own earlier chapters ----

for c in 03_forward_pass 04_gamma_beta 05_backprop 06_running_statistics; do
    cp "solutions/$c/${c#*_}.c" "chapters/$c/"
done
says "MINE=1 on right earlier chapters" \
    '^On your own earlier chapters .*: 100/100 too' make -s chapter6-test MINE=1
sed -i 's,var\[d\] /= (double)x.rows,var[d] /= (double)(x.rows - 1),' "$file"
sed -i 's,dbeta\[d\] += dyn,dbeta[d] += (real)0.5 * dyn,' chapters/04_gamma_beta/gamma_beta.c
output=$(make -s chapter6-test MINE=1 2>&1)
own=$(sed -n 's,^On your own earlier chapters: \([0-9]*\)/100. Not charged.*,\1,p' <<<"$output")
[ "${own:-100}" -lt 100 ]
judge $? "MINE=1 says what the chapter does on wrong earlier ones ($own)" "$output"
grep -qx '  chapter 3: 3.2 bn_variance (make chapter3-test)' <<<"$output" &&
    grep -qx '  chapter 4: 4.2 [a-z_]* (make chapter4-test)' <<<"$output" &&
    [ "$(grep -c '^  chapter' <<<"$output")" -eq 2 ]
judge $? "MINE=1 names the two exercises at fault, and no other" "$output"
grep -qx 'Score: 100/100' <<<"$output"
judge $? "MINE=1 charges the chapter for nothing of theirs" "$output"
for c in 05_backprop 08_gan; do
    cp "solutions/$c/${c#*_}.c" "chapters/$c/"
done
output=$(make -s chapter8-test MINE=1 2>&1)
grep -q '^On your own earlier chapters: [0-9]*/100. Not charged' <<<"$output" &&
    grep -qx 'Score: 100/100' <<<"$output" &&
    grep -qx '  chapter 3: 3.2 bn_variance (make chapter3-test)' <<<"$output"
judge $? "MINE=1: a GAN on a wrong batch norm; the variance is named, and not the GAN" "$output"
git checkout -q -- chapters

# ---- The README's report ----

written "$solution" 3.1 3.2 |
    sed 's,var\[d\] /= (double)x.rows,var[d] /= (double)(x.rows - 1),' >"$file"
make -s chapter3-test 2>/dev/null >"$tmp/report"
none "README: the report is what is printed" \
    "$(sed -n '/^Chapter 3/,/^Score/p' README.md | diff - "$tmp/report")"
git checkout -q -- "$file"

# ---- The README's commands ----

sed -n '/^```sh/,/^```/p' README.md | grep -v '^```' >"$tmp/commands"
while read -r command; do
    case $command in
    "make test") continue ;; # this is it
    "make docs" | "make release") continue ;; # test_notes.sh and test_release.sh do
    "./setup"*) check "README: $command" sh -c "$command -n" ;;
    "make chapter3-test") says "README: $command" 'Score: 0/100' sh -c "$command" ;;
    "make grade "*) # a class of one
        mkdir -p "$tmp/homework/ada"
        cp "$solution" "$tmp/homework/ada/"
        check "README: $command" sh -c "${command//\/path\/to/$tmp}" ;;
    *) check "README: $command" sh -c "$command" ;;
    esac
done <"$tmp/commands"
finish

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
says() {
    local description=$1 pattern=$2 output
    shift 2
    output=$("$@" 2>&1)
    if grep -Eq -- "$pattern" <<<"$output"; then ok "$description"
    else fail "$description" "no '$pattern' in: $(tail -n 5 <<<"$output")"; fi
}

# ---- From the first command to full marks ----

output=$(make chapter3-test 2>/dev/null)
status=$?
[ $status -ne 0 ] && [ "$(tail -n 1 <<<"$output")" = "Score: 0/100" ] && ok "a clean checkout scores 0/100" ||
    fail "a clean checkout scores 0/100" "status $status; $output"
cp solutions/03_forward_pass/forward_pass.c "$file"
output=$(make chapter3-test 2>/dev/null)
status=$?
[ $status -eq 0 ] && [ "$(tail -n 1 <<<"$output")" = "Score: 100/100" ] && ok "the solution, copied, scores 100/100" ||
    fail "the solution, copied, scores 100/100" "status $status; $output"
says "at full marks there is nothing to hint at" 'nothing to hint at' make -s chapter3-hint
says "progress shows the points" '3 .*100/100' make -s progress

# ---- Reset ----

echo '/* mine */' >>"$file"
check "reset" make -s chapter3-reset
[ "$(tail -n 1 "$file.saved-1")" = '/* mine */' ] && ok "reset saves the file" || fail "reset saves the file" "$(ls chapters/03*)"
git diff --quiet -- "$file" && ok "reset puts the stub back" || fail "reset puts the stub back" "$(git diff -- "$file")"
echo '/* again */' >>"$file"
make -s chapter3-reset >/dev/null
[ "$(tail -n 1 "$file.saved-1")" = '/* mine */' ] && [ "$(tail -n 1 "$file.saved-2")" = '/* again */' ] &&
    ok "a second reset keeps the first saved file" || fail "a second reset keeps the first saved file" "$(ls chapters/03*)"
says "reset of a stub says so" 'is the stub already' make -s chapter3-reset

# ---- Stubs never touch work ----

echo '/* mine */' >>"$file"
says "make stubs keeps a file with work in it" "kept +$file" make -s stubs
[ "$(tail -n 1 "$file")" = '/* mine */' ] && ok "... and does not touch it" || fail "... and does not touch it" "$(tail -n 1 "$file")"
git checkout -q -- "$file"

# ---- Hints ----

says "the first hint is for the first exercise" 'Exercise 3.1, bn_mean: hint 1' make -s chapter3-hint
says "then the second" 'bn_mean: hint 2' make -s chapter3-hint
says "then the third" 'bn_mean: hint 3' make -s chapter3-hint
says "after the third there is no other" 'that was the last hint' make -s chapter3-hint
says "T=3.4 chooses the exercise" 'Exercise 3.4, bn_normalize: hint 1' make -s chapter3-hint T=3.4

# ---- The others ----

says "an experiment on a stub names the exercise and the file" "$file:[0-9]+: exercise 3.[0-9], bn_[a-z]+, is not written yet" make -s chapter3-run
says "an experiment on the reference runs" '[0-9]' make -s chapter3-run SOLUTION=1
says "memcheck" 'Score: 100/100' make -s chapter3-memcheck SOLUTION=1
says "compare shows the difference" '3.1 bn_mean +[0-9]+ of [0-9]+' make -s chapter3-compare SOLUTION=1
says "compare on a stub says what does not run" '3.1 bn_mean .*not written yet' make -s chapter3-compare
says "debug stops at the function" 'Breakpoint 1, bn_variance .*' make -s chapter3-debug T=3.2 </dev/null
says "help lists the chapters" '3 +The forward pass' make -s help
says "a chapter that is not there" 'there is no folder chapters/099_' make -s chapter99-test
check "make -j builds" make -s -j2 chapter3-test SOLUTION=1

# ---- MINE=1: a chapter on one's own earlier chapters ----

for c in 03_forward_pass 04_gamma_beta 05_backprop 06_running_statistics; do
    cp "solutions/$c/${c#*_}.c" "chapters/$c/"
done
says "MINE=1 on right earlier chapters" '^On your own earlier chapters .*: 100/100 too' make -s chapter6-test MINE=1
sed -i 's,var\[d\] /= (double)x.rows,var[d] /= (double)(x.rows - 1),' "$file"
sed -i 's,dbeta\[d\] += dyn,dbeta[d] += (real)0.5 * dyn,' chapters/04_gamma_beta/gamma_beta.c
output=$(make -s chapter6-test MINE=1 2>&1)
own=$(sed -n 's,^On your own earlier chapters: \([0-9]*\)/100. Not charged.*,\1,p' <<<"$output")
[ "${own:-100}" -lt 100 ] && ok "MINE=1 says what the chapter does on wrong earlier ones ($own)" ||
    fail "MINE=1 says what the chapter does on wrong earlier ones" "$output"
grep -qx '  chapter 3: 3.2 bn_variance (make chapter3-test)' <<<"$output" &&
    grep -qx '  chapter 4: 4.2 [a-z_]* (make chapter4-test)' <<<"$output" && [ "$(grep -c '^  chapter' <<<"$output")" -eq 2 ] &&
    ok "MINE=1 names the two exercises at fault, and no other" || fail "MINE=1 names the two exercises at fault" "$output"
grep -qx 'Score: 100/100' <<<"$output" && ok "MINE=1 charges the chapter for nothing of theirs" ||
    fail "MINE=1 charges the chapter for nothing of theirs" "$output"
git checkout -q -- chapters

# ---- The README's report ----

written solutions/03_forward_pass/forward_pass.c 3.1 3.2 | sed 's,var\[d\] /= (double)x.rows,var[d] /= (double)(x.rows - 1),' >"$file"
make -s chapter3-test 2>/dev/null >"$tmp/report"
sed -n '/^Chapter 3/,/^Score/p' README.md | diff - "$tmp/report" >"$tmp/differences" &&
    ok "README: the report is what is printed" || fail "README: the report is what is printed" "$(cat "$tmp/differences")"
git checkout -q -- "$file"

# ---- The README's commands ----

sed -n '/^```sh/,/^```/p' README.md | grep -v '^```' >"$tmp/commands"
while read -r command; do
    case $command in
    "make test") continue ;; # this is it
    "./setup"*) check "README: $command" sh -c "$command -n" ;;
    "make chapter3-test") says "README: $command" 'Score: 0/100' sh -c "$command" ;;
    *) check "README: $command" sh -c "$command" ;;
    esac
done <"$tmp/commands"
finish

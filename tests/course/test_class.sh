#!/usr/bin/env bash
# Grading a class (make grade): made-up students get what they were made to deserve, attackers
# what their honest part does; nothing is changed outside; a killed run goes on.
. "$(dirname "$0")/lib.sh"
set -o pipefail

grade() { make -s grade SUBMISSIONS="$1" OUT="$tmp/out/$2" >"$tmp/$2.log" 2>&1; }
points() { # of every exercise, or with a chapter: of that chapter
    jq -r --arg chapter "${2-}" '
        .students[] | .student as $s | .chapters[] |
        if $chapter == "" then .exercises[] | "\($s)\t\(.id)\t\(.points)"
        elif .folder == $chapter then "\($s)\t\(.points)"
        else empty end' "$1/class.json" | LC_ALL=C sort
}
same() { diff <(LC_ALL=C sort "$1") "$2"; }
check "the tests are laid out for grading" make -s build/grade/stage/key

rm -rf build/grade/results # of an earlier run: everything is to be graded

# ---- Students ----

JOBS=2 check "eight made-up students" \
    eval "tests/class/students.sh '$tmp/students' 8 >'$tmp/deserved'"
results=build/grade/results/$(<build/grade/stage/key)
# Half of it, then killed, as by a power cut; then the whole.
(
    set -m
    make -s grade SUBMISSIONS="$tmp/students" OUT="$tmp/out/students" >"$tmp/killed.log" 2>&1 &
    echo $! >"$tmp/pid"
    wait
) 2>/dev/null &
for ((i = 0; i < 6000; i++)); do # until some are graded, and others are not
    [ "$(find "$results" -name status 2>/dev/null | wc -l)" -lt 20 ] || break
    sleep 0.1
done
kill -9 -- -"$(<"$tmp/pid")" 2>/dev/null
check "after a kill -9 in the middle it goes on" grade "$tmp/students" students
points "$tmp/out/students" >"$tmp/got"
check "each exercise has the points that it was made to deserve" same "$tmp/deserved" "$tmp/got"
cp "$tmp/out/students/grades.csv" "$tmp/first.csv"
check "again" grade "$tmp/students" students
check "again: nothing is graded a second time" grep -q ', 0 of them to grade' "$tmp/students.log"
check "again: the same CSV, to the byte" cmp "$tmp/first.csv" "$tmp/out/students/grades.csv"
echo '/* mended */' >>"$tmp/students/student001/forward_pass.c"
check "one file is changed" grade "$tmp/students" students
check "one file is changed: one is graded" grep -q ', 1 of them to grade' "$tmp/students.log"
check "one file is changed: the same CSV" cmp "$tmp/first.csv" "$tmp/out/students/grades.csv"
columns=$(awk -F, '{ print NF }' "$tmp/first.csv" | sort -u | wc -l)
head -n 1 "$tmp/first.csv" >"$tmp/heading"
[ "$columns" -eq 1 ] && [ "$(wc -l <"$tmp/first.csv")" -eq 9 ] &&
    grep -q '"student","1.1","1.2"' "$tmp/heading"
judge $? "the CSV has a row a student, and a column an exercise" "$(cat "$tmp/first.csv")"
column=$(tr , '\n' <"$tmp/heading" | grep -n '"total"' | cut -d : -f 1)
totals=$(tail -n +2 "$tmp/first.csv" | cut -d , -f "$column" | paste -sd ,)
check "Gradescope's results are JSON, and have the points" \
    jq -es "[.[].score] == [$totals]" "$tmp"/out/students/gradescope/*/results.json
says=$(jq -r '[.students[].chapters[].exercises[].tests[].says | select(. != "")][0] | @html' \
    "$tmp/out/students/class.json")
[ -n "$says" ] && grep -qF "$says" "$tmp/out/students/class.html" &&
    grep -qF "$says" "$tmp"/out/students/feedback/*.html
judge $? "a suspect's sentence is on the page of who made the mistake, and on the class's" "$says"

# What only the clock has ended decides nothing, and is not kept.
mkdir -p "$tmp/late/student"
stub=chapters/03_forward_pass/forward_pass.c
sed 's/TODO("[^"]*");/for (volatile int i = 0;; i = 1) continue;/' $stub \
    >"$tmp/late/student/forward_pass.c"
export CHAPTERS=3
SANDBOX_PATIENCE=1 check "a file that is not at its end in time" grade "$tmp/late" late
check "... is said to be undecided" \
    grep -q '^"student",.*forward_pass.c was not at its end in time' "$tmp/out/late/grades.csv"
check "... is graded again by the next run" grade "$tmp/late" late
found=$(jq -r '.. | objects | select(.id? == "3.2.1" or .id? == "3.5.1") | .verdict' \
    "$tmp/out/late/class.json")
[ "$(grep -cx 'did not end' <<<"$found")" -eq 2 ]
judge $? "... which finds each of its loops, with its limits in processor time" "$found"
check "... and keeps that" \
    eval "grade '$tmp/late' late && grep -q ', 0 of them to grade' '$tmp/late.log'"
unset CHAPTERS

# A function that makes a network is called in the test's own process: its mistakes have names too.
mkdir -p "$tmp/named/student"
sed '/if (shape.tanh)/d' solutions/08_gan/gan.c >"$tmp/named/student/gan.c"
CHAPTERS=8 check "a generator that always ends in tanh is graded" grade "$tmp/named" named
check "a generator that always ends in tanh is named so" jq -e \
    'any(.. | objects; .exercise? == "8.1" and .cause? == "generator_always_tanh")' \
    "$tmp/out/named/class.json"

# ---- Which file is taken ----

mkdir -p "$tmp"/shapes/{two,in_its_folder,uploads,nothing}/{old/deep,03_forward_pass}
cp $stub "$tmp/shapes/two/old/deep/"
cp $stub "$tmp/shapes/two/"
cp $stub "$tmp/shapes/in_its_folder/"
cp $stub "$tmp/shapes/in_its_folder/03_forward_pass/"
cp $stub "$tmp/shapes/uploads/"
cp $stub "$tmp/shapes/uploads/forward_pass-1.c"
tar -czf "$tmp/shapes/packed.tgz" -C "$tmp/shapes/two" .
CHAPTERS=3 check "submissions with several files of a name, or none, are graded" \
    grade "$tmp/shapes" shapes
jq -r '.students[] | "\(.student): \(.said)"' "$tmp/out/shapes/class.json" >"$tmp/said"
taken='of several files for chapter 3, forward_pass.c was taken'
printf '%s\n' 'in_its_folder: ' 'nothing: no file of these chapters was found' "packed: $taken" \
    "two: $taken" 'uploads: ' >"$tmp/want"
check "it is said where a choice was in doubt, and where nothing was found" \
    diff "$tmp/want" "$tmp/said"
check "... in grades.csv too" grep -q "\"two\".*,\"$taken\"\$" "$tmp/out/shapes/grades.csv"

# ---- Attackers ----

outside() { # what no submission may change
    {
        find "$tmp/attacks" tests solutions -type f ! -size +1M -print0 | LC_ALL=C sort -z |
            xargs -0 sha256sum
        find / -xdev -name 'attack-was-here*' -not -path "$tmp/attacks/*" -not -path '/proc/*' \
            2>/dev/null
    } | sha256sum
}
tests/class/attacks.sh "$tmp/attacks" >"$tmp/attacks.deserve" ||
    fail "the attacks are written" "attacks.sh failed"
ran=$(grep -c . "$tmp/attacks.deserve")
check "there are more than 40 attacks" [ "$ran" -gt 40 ]
before=$(outside)
check "a class of attackers is graded to its end" grade "$tmp/attacks" attacks
points "$tmp/out/attacks" 03_forward_pass >"$tmp/attacks.got"
check "$ran attacks: each has what its honest part deserves" \
    same "$tmp/attacks.deserve" "$tmp/attacks.got"
check "$ran attacks: nothing outside has changed" [ "$before" = "$(outside)" ]
check "$ran attacks: no process is left" eval \
    "! pgrep -f 'program --subject chapters/03_forward_pass/forward_pass.c --record -' >/dev/null"
check "a message of an attacker's is text on the pages, and no markup" eval \
    "! grep -rlE '<script>alert|<img' '$tmp/out/attacks' --include='*.html' --include='*.xml'"
root=root:x:0: # the beginning of /etc/passwd
check "no file of the system is quoted" eval "! grep -rl '$root' '$tmp/out/attacks'"
check "a refused file is named to the teacher" grep -q 'Refused files' "$tmp/out/attacks/class.html"

# ---- Autograder kits ----

CHAPTERS=3 check "make autograder" tests/class/autograder.sh "$tmp/kits"
check "the kit for Gradescope is a zip" \
    eval "bsdtar -tf '$tmp/kits/gradescope.zip' | grep -qx run_autograder"
# Laid out as in Gradescope's containers. Only what setup.sh builds is taken from here: it is slow.
mkdir -p "$tmp/autograder/source" "$tmp/autograder/submission"
chmod 755 "$tmp" "$tmp/autograder" "$tmp/autograder/source"
bsdtar -xf "$tmp/kits/gradescope.zip" -C "$tmp/autograder/source"
cp -a build "$tmp/autograder/source/course/" 2>/dev/null
cp "$tmp/students/student003/forward_pass.c" "$tmp/autograder/submission/"
for sandbox in bwrap none; do
    rm -rf "$tmp/autograder/results" "$tmp/autograder/source/course/build/grade/results"
    AUTOGRADER=$tmp/autograder SANDBOX=$sandbox check "run_autograder, SANDBOX=$sandbox" \
        "$tmp/autograder/source/run_autograder"
    want=$(awk '$1 == "student003" && $2 ~ /^3/ { points += $3 } END { print points }' \
        "$tmp/deserved")
    check "run_autograder, SANDBOX=$sandbox: $want points" \
        jq -e ".score == $want and ([.tests[].max_score] | add) == 100" \
        "$tmp/autograder/results/results.json"
done
yaml=$tmp/kits/github-classroom/.github/workflows/classroom.yml
[ "$(grep -c 'test-name: exercise 3' "$yaml")" -eq 5 ] &&
    [ "$(awk '/max-score/ { n += $2 } END { print n }' "$yaml")" -eq 100 ]
judge $? "the workflow for GitHub Classroom has a step for each exercise" "$(cat "$yaml")"
while read -r step; do
    check "its command: $step" eval "$step SOLUTION=1"
    check "its command on a stub: $step" \
        eval "! $step SUBJECT='$tmp/students/student002/forward_pass.c'"
done < <(sed -n 's/^ *command: //p' "$yaml" | head -n 1)

# ---- No sandbox, no grading ----

( . tests/class/sandbox.sh; command() { return 1; }; sandbox_ready ) >"$tmp/log" 2>&1
check "without bubblewrap it refuses, and says what to do" \
    eval "[ $? -eq 2 ] && grep -q './setup all' '$tmp/log'"
( SANDBOX=none; . tests/class/sandbox.sh; sandbox_ready ) >"$tmp/log" 2>&1
check "SANDBOX=none is said aloud" eval "[ $? -eq 0 ] && grep -q 'with your rights' '$tmp/log'"
make -s grade SUBMISSIONS="$tmp/nowhere" >"$tmp/log" 2>&1
check "a folder that is not there: one line, exit status 2" \
    eval "[ $? -eq 2 ] && [ $(grep -vc '^make' "$tmp/log") -eq 1 ]"
finish

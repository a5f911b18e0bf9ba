#!/usr/bin/env bash
# The student edition (make release): unpacked in an empty place, gone through as a student, and
# searched for what it must not hold.
. "$(dirname "$0")/lib.sh"
set -o pipefail

mkdir -p build
check "make release" flock build/notes.lock make -s release
check "the notes are in it" test -s build/release/batchnorm-in-c/notes/index.html
mkdir "$tmp/my course"
check "it unpacks, in a folder with a space in its name" \
    tar -xzf build/release/batchnorm-in-c.tar.gz -C "$tmp/my course"
project=$PWD edition="$tmp/my course/batchnorm-in-c"
check "no line of a solution is in it" eval "[ -z \"\$(tests/class/leaks.sh '$edition')\" ]"
cp solutions/03_forward_pass/forward_pass.c "$edition/chapters/03_forward_pass/notes.c"
check "the search finds a solution where there is one" \
    eval "[ -n \"\$(tests/class/leaks.sh '$edition')\" ]"
rm "$edition/chapters/03_forward_pass/notes.c"
check "no answer and no teaching note is in the texts" \
    eval "! grep -rEn '^:::+ *[{.]*(answer|teaching)' '$edition/chapters'"
cat "$edition"/chapters/*/chapter.md >"$tmp/texts"
check "the texts are whole: as many ::: open as close" \
    [ "$(grep -cE '^:::+ *[{a-z]' "$tmp/texts")" -eq "$(grep -cE '^:::+ *$' "$tmp/texts")" ]
secret=$(find "$edition" -path '*solutions*' -name '*.c' -o -path '*tests/[0-9]*/suspects*.[ch]' \
    -o -name 'oracle*.c' -o -name right)
check "no solution, suspect or oracle is in it as text" [ -z "$secret" ]
check "no path of this machine is in it" eval "! grep -rlaF '$project' '$edition'"

# ---- As a student ----

cd "$edition" || exit 2
student() { # CHAPTER SCORE
    make "chapter$1-test" >"$tmp/log" 2>&1
    grep -qx "Score: $2/100" "$tmp/log" || { tail -n 3 "$tmp/log"; return 1; }
}
write() { # CHAPTER EXERCISE: the reference's body, in the place of the TODO
    local name=${1#*_}
    awk -f "$project/docs/literate.awk" -v mode=region -v id="$2" \
        "$project/solutions/$1/$name.c" >"$tmp/body"
    sed -i "/TODO(\"$2\");/{ r $tmp/body
        d
    }" "chapters/$1/$name.c"
}
for chapter in 01_input_normalization 03_forward_pass; do
    number=${chapter#0} number=${number%%_*}
    check "chapter $number: the stub has no points" student "$number" 0
    file=chapters/$chapter/${chapter#*_}.c
    for exercise in $(sed -n 's/.*TODO("\([0-9.]*\)").*/\1/p' "$file"); do
        write "$chapter" "$exercise"
        check "exercise $exercise is written, and graded by itself" \
            make -s "chapter$number-test" T="$exercise"
    done
    check "chapter $number: all is written" student "$number" 100
done
check "chapter 6, which has given files: the stub has no points" student 6 0
file=chapters/03_forward_pass/forward_pass.c
sed -i 's|var\[d\] /= (double)x.rows;|var[d] /= (double)x.rows - 1;|' $file
make chapter3-test >"$tmp/log" 2>&1
check "a mistake is named" grep -q 'You divided by N-1' "$tmp/log"
check "only its own exercise loses points" grep -q '3.5 bn_forward *ok' "$tmp/log"
make -s chapter3-hint >"$tmp/log" 2>&1
check "there is a hint" grep -q 'hint 1' "$tmp/log"
sed -i '0,/d < x.cols/s//d <= x.cols/' $file
line=$(grep -n 'd <= x.cols' $file | cut -d : -f 1)
for command in test memcheck; do
    make -s chapter3-$command T=3.1 >"$tmp/log" 2>&1
    check "chapter3-$command names the line past an array's end" \
        grep -q "bn_mean, line $((line + 1))," "$tmp/log"
done
check "the stub comes back" eval "make -s chapter3-reset && cmp $file stubs/forward_pass.c"
for setting in SOLUTION=1 MINE=1; do
    make chapter3-test "$setting" >"$tmp/log" 2>&1
    check "$setting: a clear word" grep -q 'the student edition has' "$tmp/log"
done
for setting in REAL=float CC=clang "CC=clang REAL=float"; do
    # shellcheck disable=SC2086    # two settings
    make chapter1-test $setting >"$tmp/log" 2>&1
    check "$setting: graded as well" grep -q '^Score: 100/100' "$tmp/log"
done
check "chapter 4's experiment is built, on the reference of chapter 3" \
    make -s build/gcc-double/fast/04_gamma_beta/student/experiment
check "it is ready for git" eval "git init -q . && git add -A && ! git ls-files | grep -q '^build/'"
finish

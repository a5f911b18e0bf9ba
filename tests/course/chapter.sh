#!/usr/bin/env bash
# What must hold for every chapter: chapter.sh 03_forward_pass
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

chapter=${1:?a chapter folder, 03_forward_pass}
number=${chapter%%_*} number=${number#0}
file=${chapter#*_}.c
stub=chapters/$chapter/$file
solution=solutions/$chapter/$file
say="chapter $number:"

# grade [MAKE-ARGUMENT...]: leaves report and status
grade() {
    report=$(make -s "chapter$number-test" "$@" 2>"$tmp/stderr")
    status=$?
}
score() { sed -n 's/^Score: //p' <<<"$report"; }

# make test has built these; alone, this script does.
for real in double float; do
    b=build/gcc-$real
    make -s REAL=$real "$b/tests/$chapter/tests" "$b/fast/$chapter/solution/experiment" \
        >/dev/null 2>"$tmp/stderr" ||
        fail "$say builds, $real" "$(cat "$tmp/stderr")"
done

# ---- The stub ----

awk -f docs/literate.awk -v mode=stub "$solution" >"$tmp/$file"
if git show "HEAD:$stub" >"$tmp/committed" 2>/dev/null; then
    says="the committed stub is the one derived from the solution"
    check "$say $says" diff "$tmp/$file" "$tmp/committed"
else
    check "$say the stub is the one derived from the solution" diff "$tmp/$file" "$stub"
fi
grade SUBJECT="$tmp/$file" WERROR=-Werror
[ "$(score)" = 0/100 ] && [ $status -ne 0 ]
judge $? "$say the stub scores 0/100" "$report $(cat "$tmp/stderr")"
! grep -q warning "$tmp/stderr"
judge $? "$say the stub compiles without a warning" "$(cat "$tmp/stderr")"
record=build/records/${tmp//\//-}-${file%.c}/$chapter.tsv
awk -F '\t' 'NR > 1 && $4 != "not written yet" { print $1, $8, $4 }' "$record" >"$tmp/written"
none "$say each test of the stub says \"not written yet\"" "$(cat "$tmp/written")"

# A test says what it is given before it calls: a function that refuses everything is shown it.
refusal='require_failed(__func__, __FILE__, __LINE__, "all");'
sed -E "s/TODO\(\"[^\"]*\"\);/$refusal/" "$tmp/$file" >"$tmp/refuses.c"
grade SUBJECT="$tmp/refuses.c"
record=build/records/${tmp//\//-}-refuses/$chapter.tsv
awk -F '\t' '
    NR > 1 && $4 == "refused" { count++; if ($9 == "") print $1, $8 }
    END { if (!count) print "no test was refused" }' "$record" >"$tmp/no-input"
none "$say each test says its input before the call" "$(cat "$tmp/no-input")"

# ---- The solution ----

for cc in gcc clang; do
    for real in double float; do
        grade SOLUTION=1 CC=$cc REAL=$real WERROR=-Werror
        [ "$(score)" = 100/100 ] && [ $status -eq 0 ]
        judge $? "$say the solution scores 100/100, $cc, $real" "$report $(cat "$tmp/stderr")"
    done
done
report=$(make -s "chapter$number-memcheck" SOLUTION=1 2>&1)
equals "$say the solution is clean under valgrind" 100/100 "$(score)" "$report"

# ---- An edit of one exercise changes that exercise's points, and no others ----

tests=build/gcc-double/tests/$chapter/tests
contract=build/gcc-double/contract/$chapter/contract.tsv
awk -F '\t' '$1 == "function" { print $2, $3 }' "$contract" >"$tmp/exercises"
while read -r id function; do
    written "$solution" "$id" >"$tmp/only.c"
    grade SUBJECT="$tmp/only.c"
    awk -F '\t' -v id="$id." '
        NR > 1 && (index($1, id) == 1) != ($2 == $3) { bad = 1 }
        END { exit bad }' "build/records/${tmp//\//-}-only/$chapter.tsv"
    judge $? "$say $id $function alone has its points, and only these" "$report"
done <"$tmp/exercises"

# ---- The tests and the suspects ----

points=$("$tests" --subject x --list-tests | awk -F '\t' '{ p += $3 } END { print p + 0 }')
equals "$say 100 points" 100 "$points"
"$tests" --subject x --list-tests | awk -F '\t' '{ print $1, $4 }' | sort | uniq -d >"$tmp/doubled"
none "$say titles are unique in an exercise" "$(cat "$tmp/doubled")"
count=$("$tests" --subject x --list-suspects | wc -l)
for real in double float; do
    build/gcc-$real/tests/$chapter/tests --subject x --try-suspects |
        sed "s/ suspect/ $say suspect/; s/$/ ($real)/" >"$tmp/suspects"
    cat "$tmp/suspects"
    failed=$((failed + $(grep -c ^FAIL "$tmp/suspects")))
    [ "$(wc -l <"$tmp/suspects")" -eq "$count" ]
    judge $? "$say all $count suspects were tried, $real" "$(wc -l <"$tmp/suspects") were"
done
[ "$count" -ge 12 ]
judge $? "$say 12 suspects or more" "$count"

# ---- Right programs of other shapes ----

# Two that differ in comments and blanks only are one.
for right in solutions/"$chapter"/*.c tests/"$chapter"/right/*.c; do
    code=$(gcc -fpreprocessed -dD -E -P "$right" 2>/dev/null | tr -d ' \t\n' | cksum)
    echo "$code $right"
done | sort | awk '{ if ($1 == code) print name, $3; code = $1; name = $3 }' >"$tmp/twins"
none "$say no two right programs are the same" "$(cat "$tmp/twins")"

count=0
for right in tests/"$chapter"/right/*.c; do
    [ -f "$right" ] || continue
    count=$((count + 1))
    for real in double float; do
        grade SUBJECT="$right" REAL=$real
        [ "$(score)" = 100/100 ]
        judge $? "$say $(basename "$right") scores 100/100, $real" "$report $(cat "$tmp/stderr")"
    done
done
[ $count -ge 5 ]
judge $? "$say five right programs or more" "$count"

# ---- The text's claims, from the experiment's output, for fresh seeds ----

# run FOLDER SEED: the experiment's numbers, but its times, in FOLDER/numbers
experiment=build/gcc-double/fast/$chapter/solution/experiment
run() {
    mkdir -p "$1"
    "$experiment" "$1" "$2" >"$1/summary" 2>"$1/stderr" ||
        fail "$say the experiment runs with seed $2" "$(cat "$1/stderr")"
    grep -v -e '^time_' -e '^bench_' "$1/values.csv" >"$1/numbers"
}
# Other seeds for each commit, the same for all who test it.
commit=$(git rev-parse HEAD 2>/dev/null | cksum)
fresh=$((${commit%% *} % 1000000 + 1000))
tables=()
for seed in $(seq $fresh $((fresh + 4))); do
    run "$tmp/$seed" "$seed"
    tables+=("$tmp/$seed/values.csv")
done
claims "$say" "tests/$chapter/claims" "$(may_miss 5)" "${tables[@]}"
[ -s "tests/$chapter/claims" ]
judge $? "$say has claims" "tests/$chapter/claims is missing"

# What make seeds has kept: each claim holds for 99 seeds in 100, and two runs give the same bits.
kept=docs/results/$chapter
sed '/^#/d; s/^[0-9]*,[0-9]*,//' "${kept}_claims.csv" | sed 1d >"$tmp/tried"
awk -f tests/course/claims.awk "tests/$chapter/claims" | sed 's/  *#/  #/' |
    diff - "$tmp/tried" >"$tmp/differences"
judge $? "$say each claim was tried with many seeds" "$(cat "$tmp/differences")"
seldom=$(awk -F , '!/^#/ && $2 > 0 && $1 < 0.99 * $2' "${kept}_claims.csv")
none "$say each claim holds for 99 seeds in 100" "$seldom"
mapfile -t checksums < <(grep '^[0-9]' "${kept}_checksums.csv")
for i in 1 2; do
    line=${checksums[$((i * fresh % ${#checksums[@]}))]}
    run "$tmp/kept" "${line%,*}"
    sum=$(cksum <"$tmp/kept/numbers")
    [ "${sum%% *}" = "${line#*,}" ]
    judge $? "$say a kept seed gives the bits that were kept ($i)" \
        "seed ${line%,*}: ${sum%% *}, not ${line#*,}"
done
if [ -s "tests/$chapter/seeds_claims" ]; then
    kept_values "${kept}"_{seeds,shares}.csv >"$tmp/kept.csv"
    claims "$say" "tests/$chapter/seeds_claims" 0 "$tmp/kept.csv"
fi

# Times are kept (make times): what a busy machine measures today, no text says.
if [ -s "tests/$chapter/times_claims" ]; then
    kept_values "${kept}_times.csv" >"$tmp/kept.csv"
    claims "$say" "tests/$chapter/times_claims" 0 "$tmp/kept.csv"
fi

rm -rf build/gcc-*/*/"$chapter"/"${tmp//\//-}"-* build/records/"${tmp//\//-}"-*
finish

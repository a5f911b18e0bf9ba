#!/usr/bin/env bash
# make chapter8-ablation: a short version of it, killed and started again; and what the text says
# of the results that are kept in docs/results.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

chapter=$(basename chapters/08_*)
program=build/gcc-float/fast/$chapter/solution/experiment
make -s REAL=float "$program" >/dev/null 2>"$tmp/stderr" ||
    fail "the experiment builds" "$(cat "$tmp/stderr")"
# The program, which at the fourth run that it is started for stands still if it is told to.
cp "$program" "$tmp/experiment"
cat >"$tmp/program" <<END
#!/bin/bash
fourth() { echo >>'$tmp/runs'; [ "\$(wc -l <'$tmp/runs')" -eq 4 ]; }
[ "\$1" = --run ] && [ -e '$tmp/stand-still' ] && fourth || exec '$tmp/experiment' "\$@"
(kill -STOP \$BASHPID; exec '$tmp/experiment' "\$@") &
touch '$tmp/stands'
wait
END
chmod +x "$tmp/program"

# ablation WHO [NAME=VALUE...]: the runs of $tmp/program, in build/ablation/WHO
who=test-$$
folder=build/ablation/$who
trap 'rm -rf "$tmp" "$folder"*' EXIT
ablation() {
    local whose=$1
    shift
    env "$@" "chapters/$chapter/experiment/ablation.sh" "$tmp/program" "$whose"
}
# numbers FILE: a table without its comments and seconds, which no two runs have in common
numbers() { grep -v '^#' "$1" | sed 's/,[^,]*$//'; }

# ---- Killed, and started again ----

small=(STUDIES=ablation SEEDS=2 STEPS=400)
ablation "$who" "${small[@]}" >"$tmp/whole" 2>&1 || fail "a small ablation" "$(cat "$tmp/whole")"
result=$(echo "$folder"/*/ablation.csv)
[ "$(numbers "$result" | wc -l)" -eq 15 ]
judge $? "7 placements, 2 seeds: 14 lines and a heading" "$(cat "$result")"
for comment in commit compiler date machine; do
    grep -q "^# $comment: [^ ]" "$result"
    judge $? "the table says its $comment" "$(head "$result")"
done

touch "$tmp/stand-still"
setsid env "${small[@]}" JOBS=1 \
    "chapters/$chapter/experiment/ablation.sh" "$tmp/program" "$who-killed" >/dev/null 2>&1 &
group=$!
until [ -e "$tmp/stands" ] || ! kill -0 $group 2>/dev/null; do sleep 0.1; done
kill -9 -- -$group 2>/dev/null
wait $group 2>/dev/null
rm "$tmp/stand-still"
while pkill -9 -f "$who-killed/"; do sleep 0.1; done # the run that it was at, too: in the middle
# files CONDITION...: what the runs left. A folder's name may end as theirs.
files() { find "$folder-killed" -type f -name '*-30[12]' "$@"; }
done_runs=$(files | wc -l)
[ "$done_runs" -eq 3 ]
judge $? "killed in the middle" "$done_runs of 14 runs were done"
none "no run left half a file" "$(files -size 0)"
files -exec touch -d 2001-01-01 {} +

output=$(ablation "$who-killed" "${small[@]}" 2>&1) &&
    grep -q "^$((14 - done_runs)) runs to do" <<<"$output"
judge $? "started again it does the other runs" "$output"
[ "$(files ! -newermt 2002-01-01 | wc -l)" -eq "$done_runs" ]
judge $? "... and not those that were done" "$(ls -lR "$folder-killed")"
numbers "$result" >"$tmp/first"
numbers "$folder-killed"/*/ablation.csv >"$tmp/second"
check "... and makes the same table" diff "$tmp/first" "$tmp/second"
output=$(ablation "$who-killed" "${small[@]}" 2>&1)
lacks "when all are done it only makes the table" 'runs to do' "$output"

printf x >>"$tmp/program" # another program, for a checksum
ablation "$who-killed" "${small[@]}" SEEDS=1 PLACEMENTS=nothing 2>&1 | grep -q '^1 runs to do'
judge $? "another program starts over" "$(ls "$folder-killed")"
[ -e "docs/results/${chapter}_$who.csv" ] || git diff --quiet -- docs/results 2>/dev/null
judge $? "nothing of this is kept" "$(git status --short docs/results)"
! output=$(ablation "$who-bad" STUDIES=ablation SEEDS=1 STEPS=150 2>&1) &&
    grep -q 'takes a multiple of 100' <<<"$output"
judge $? "a run that fails stops it" "$output"

# ---- values.awk ----

printf '%s\n' '# commit: abc, def' a,seed,x,y,z one,1,2,nan,1 one,2,5,nan,0 two,1,-1,3,1 \
    >"$tmp/08_t.csv"
printf '1,2,3\n' >"$tmp/08_other.csv"
printf 'name,median,p5\nloss,2,1\n' >"$tmp/08_named.csv"
awk -f docs/results/values.awk /dev/null "$tmp"/08_{t,other,named}.csv | sort >"$tmp/values"
printf '%s\n' 't_commit,abc, def' t_seeds,2 named_loss_median,2 named_loss_p5,1 \
    t_one_x,3.5 t_one_x_high,5 t_one_x_low,2 t_one_x_runs,2 \
    t_two_x,-1 t_two_x_high,-1 t_two_x_low,-1 t_two_x_runs,1 \
    t_two_y,3 t_two_y_high,3 t_two_y_low,3 t_two_y_runs,1 \
    t_one_z,0.5 t_one_z_high,1 t_one_z_low,0 t_one_z_runs,2 \
    t_one_z_percent,50 t_one_z_percent_low,9.45 t_one_z_percent_high,90.5 \
    t_two_z,1 t_two_z_high,1 t_two_z_low,1 t_two_z_runs,1 \
    t_two_z_percent,100 t_two_z_percent_low,20.7 t_two_z_percent_high,100 | sort >"$tmp/want"
check "values.awk" diff "$tmp/want" "$tmp/values"

# ---- The text's claims ----

kept_values docs/results/"$chapter"_*.csv >"$tmp/kept"
claims kept: "tests/$chapter/ablation_claims" 0 "$tmp/kept"

# ---- The same, in short, measured now ----

# short STUDY TABLE PLACEMENTS NAME=VALUE...: the study's table, in $tmp/TABLE
short() {
    ablation "$who-short" STUDIES="$1" PLACEMENTS="$3" "${@:4}" >/dev/null 2>&1
    mv "$folder-short"/*/"$1.csv" "$tmp/$2"
}
short ablation 08_ring.csv 'nothing both one_batch discriminator_input' STEPS=1500 SEEDS=2
short start 08_start.csv 'generator both_small' STEPS=1000 SEEDS=2
short cats 08_cats.csv 'nothing discriminator' CATS_STEPS=600 SEEDS=1
kept_values "$tmp"/08_{ring,start,cats}.csv >"$tmp/short"
check "each line of a table has what its heading says" \
    awk -F , '/^#/ { next } !(FILENAME in fields) { fields[FILENAME] = NF }
        NF != fields[FILENAME] { print FILENAME ": " $0; bad = 1 } END { exit bad }' \
        "$tmp"/08_{ring,start,cats}.csv
for study in ablation start cats; do
    equals "the kept table of the study $study has today's columns" \
        "$("$program" --columns $study)" \
        "$(grep -v '^#' "docs/results/${chapter}_$study.csv" | head -n 1)"
done
cat >"$tmp/claims" <<'END'
ring_both_modes_low == 8 && ring_both_reverse_kl_high < 0.4
    # batch norm in both networks covers all modes, evenly
ring_one_batch_modes_high <= 1 && ring_one_batch_discriminator_loss_high < 0.2
    # real and fake in one batch: the discriminator wins
ring_discriminator_input_modes_high <= 1 && ring_discriminator_input_rescaled_modes_low >= 7
    # in the first layer: the ring is there, at the wrong size
start_generator_spread_low > 3 * start_both_small_spread_high
    # with batch norm in the discriminator a small heap stays small
cats_nothing_600_size_distance < 0.5 * cats_nothing_0_size_distance &&
    cats_nothing_600_misfit < 0.4
    # cats without batch norm
cats_discriminator_600_size_distance > 1.5 && cats_discriminator_600_misfit > 0.5
    # and none with it in the discriminator
cats_nothing_0_common_share > 0.4 && cats_discriminator_0_common_share < 0.05
    # which tells the fakes nothing in common
END
claims short: "$tmp/claims" 0 "$tmp/short"
finish

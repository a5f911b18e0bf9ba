# The numbers that a text takes from kept results:
#
#   awk -f docs/results/values.awk docs/results/08_gan_*.csv      prints   name,value
#
# A table holds many runs: comments "# key: value", a heading, and lines. The columns before `seed`
# say what was run, those after it what came out. Lines that differ in their seed alone become a
# mean, the least and the greatest: {{ablation_both_modes}}, {{ablation_both_modes_low}} and _high.
# A number that is not defined in a run (nan) is left out; one that is in none gets no name. The
# comments are {{ablation_commit}} and so on, {{ablation_seeds}} is how many there were. Of a number
# that is always 0 or 1 there is also the share, with its 95% interval (Wilson's):
# {{start_both_lost_percent}}, _percent_low, _percent_high.
#
# A table with the heading name,value holds numbers that were measured once:
# 03_forward_pass_times.csv gives {{times_columns}}, and its comments as above. With other columns
# after the name each gives one:
# {{seeds_loss_8_median}} from 07_batch_size_noise_seeds.csv. Any other file gives nothing.

BEGIN { FS = ","; OFS = "," }

FNR == 1 {
    table = FILENAME
    sub(/.*_/, "", table)
    sub(/\.csv$/, "", table)
    heading = seed = named = 0
}
/^# [a-z]+: / {
    key = $0
    sub(/^# /, "", key)
    sub(/:.*/, "", key)
    comment[table, key] = substr($0, length(key) + 5)
    next
}
!heading {
    heading = 1
    for (i = 1; i <= NF; i++) {
        title[i] = $i
        if ($i == "seed") seed = i
    }
    named = title[1] == "name"
    if (seed || named) for (key in comment) {
        split(key, part, SUBSEP)
        if (part[1] == table) print table "_" part[2], comment[key]
    }
    next
}
named { for (i = 2; i <= NF; i++) print table "_" $1 (title[i] == "value" ? "" : "_" title[i]), $i }
!seed { next }
{
    name = table
    for (i = 1; i < seed; i++) name = name "_" $i
    if (!((table, $seed) in seeds)) { seeds[table, $seed]; count[table]++ }
    for (i = seed + 1; i <= NF; i++) {
        if ($i ~ /nan/) continue
        what = name "_" title[i]
        if (!n[what]++ || $i < low[what]) low[what] = $i + 0
        if (n[what] == 1 || $i > high[what]) high[what] = $i + 0
        sum[what] += $i
        if ($i != 0 && $i != 1) other[what] = 1
    }
}

END {
    for (table in count) print table "_seeds", count[table]
    for (what in n) {
        print what, sprintf("%.10g", sum[what] / n[what])
        print what "_low", low[what]
        print what "_high", high[what]
        print what "_runs", n[what]
        if (!(what in other)) {
            p = sum[what] / n[what]
            z2 = 1.96 ^ 2 / n[what]
            half = sqrt(z2 * p * (1 - p) + z2 * z2 / 4)
            print what "_percent", 100 * p
            print what "_percent_low", sprintf("%.3g", 100 * (p + z2 / 2 - half) / (1 + z2))
            print what "_percent_high", sprintf("%.3g", 100 * (p + z2 / 2 + half) / (1 + z2))
        }
    }
}

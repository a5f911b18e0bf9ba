# The table of a study, for the terminal: means over the seeds, a line for each placement. A run of
# the cats has a line for each stage of training: of these the last.

BEGIN { FS = "," }
/^#/ { next }
!header { header = 1; for (i = 1; i <= NF; i++) column[$i] = i; next }

{
    if (!seen[$1]++) order[++names] = $1
    step = "step" in column ? $column["step"] : 0
    if (step > last) last = step
    runs[$1, step]++
    for (i = 2; i <= NF; i++)
        if ($i !~ /nan/) { sum[$1, step, i] += $i; defined[$1, step, i]++ }
}

function mean(name, what,    key) {
    key = name SUBSEP last SUBSEP column[what]
    return defined[key] ? sprintf("%.3f", sum[key] / defined[key]) : "-"
}

# A line of the table: the name and count, then these columns.
function show(name, count, c1, c2, c3, c4, c5, c6) {
    printf "%-22s %5s %13s %13s %13s %14s", name, count, c1, c2, c3, c4
    printf c5 == "" ? "\n" : " %7s %7s\n", c5, c6
}

END {
    last += 0
    if ("lost" in column)
        show("batch norm stands in", "seeds", "one mode or 0", "all modes", "spread", "loss D at 1000")
    else if ("modes" in column)
        show("batch norm stands in", "seeds", "modes", "in 3 sd", "reverse KL", "rescaled", "loss D", "loss G")
    else
        show("batch norm stands in", "seeds", "W1 of size", "W1 of fur", "misfit", "common share")
    for (k = 1; k <= names; k++) {
        n = order[k]
        count = runs[n, last]
        if ("lost" in column)
            show(n, count, mean(n, "lost"), mean(n, "all_modes"), mean(n, "spread"), mean(n, "loss_1000"))
        else if ("modes" in column)
            show(n, count, mean(n, "modes"), mean(n, "high_quality"), mean(n, "reverse_kl"),
                 mean(n, "rescaled_high_quality"), mean(n, "discriminator_loss"), mean(n, "generator_loss"))
        else
            show(n, count, mean(n, "size_distance"), mean(n, "fur_distance"), mean(n, "misfit"),
                 mean(n, "common_share"))
    }
}

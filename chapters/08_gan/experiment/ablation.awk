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
function show(name, count, c) {
    printf "%-22s %5s %13s %13s %13s %14s", name, count, c[1], c[2], c[3], c[4]
    if (5 in c) printf " %7s %7s", c[5], c[6]
    print ""
}

END {
    last += 0
    if ("lost" in column) {
        split("one mode or 0,all modes,spread,loss D at 1000", heading)
        columns = split("lost,all_modes,spread,loss_1000", shown)
    } else if ("modes" in column) {
        split("modes,in 3 sd,reverse KL,rescaled,loss D,loss G", heading)
        columns = split("modes,high_quality,reverse_kl,rescaled_high_quality," \
                        "discriminator_loss,generator_loss", shown)
    } else {
        split("W1 of size,W1 of fur,misfit,common share", heading)
        columns = split("size_distance,fur_distance,misfit,common_share", shown)
    }
    show("batch norm stands in", "seeds", heading)
    for (k = 1; k <= names; k++) {
        for (i = 1; i <= columns; i++) cell[i] = mean(order[k], shown[i])
        show(order[k], runs[order[k], last], cell)
    }
}

# The figures of chapter 8, from the tables of the experiment:
#
#   ring.svg     what the generator makes, in four stages of training
#   losses.svg   the two losses, and what they do not show
#   runs.svg     with and without batch norm
#   loss.svg     the loss of a fake, by probabilities and by logits
#
# and those of figure_cats.gp, where kept results are there.

# ---- ring.svg ----

HEIGHT = exists("narrow") && narrow ? 560 : 640
load "docs/figure.gp"
set output svg("ring")

ring = folder."/ring.csv"
set multiplot layout 2,2 margins 0.07, 0.98, 0.07, (narrow ? 0.93 : 0.95) \
    spacing 0.09, (narrow ? 0.15 : 0.11)
set size ratio -1
set grid xtics ytics lt 1 lc rgb FAINT lw 1 dt 1
set xrange [-3:3]
set yrange [-3:3]
set xtics 2
set ytics 2
set key off
around(cloud, point) = 2*cloud + 0.15*point
do for [step in "0 500 1500 4000"] {
    set title "after ".step." steps" offset 0, -0.6
    plot for [k=0:7] "+" \
             using (around(cos(pi*k/4), cos($0*pi/20))):(around(sin(pi*k/4), sin($0*pi/20))) \
             with lines lc rgb MUTED lw 1 dt 1 notitle, \
         ring using 2:($1 == int(step) ? $3 : NaN) with points pt 7 ps 0.25 lc rgb BLUE
}
unset multiplot

# ---- losses.svg ----

reset
HEIGHT = 560
load "docs/figure.gp"
set output svg("losses")

losses = folder."/losses.csv"
modes = folder."/modes.csv"
set multiplot layout 2,1 margins (narrow ? 0.14 : 0.1), (narrow ? 0.95 : 0.97), 0.13, 0.97 \
    spacing 0, 0.09
set xrange [0:4000]
set yrange [0:3]
set ylabel "loss"
set key top right
set format x ""
plot losses using 2:(strcol(1) eq "generator" ? $4 : NaN) \
         with lines ls 2 lw 1.2 title "generator", \
     losses using 2:(strcol(1) eq "generator" ? $3 : NaN) \
         with lines ls 1 lw 1.2 title "discriminator"
set format x "%g"
set xlabel "step"
set yrange [0:1.05]
set ylabel "of the same training"
set key bottom right
plot modes using 2:(strcol(1) eq "generator" ? $3/8 : NaN) \
         with lines ls 3 title "share of modes covered", \
     modes using 2:(strcol(1) eq "generator" ? $4 : NaN) \
         with lines ls 1 title "share of good samples"
unset multiplot

# ---- runs.svg ----

reset
HEIGHT = 380
load "docs/figure.gp"
set output svg("runs")

set xrange [0:4000]
set yrange [0:1.05]
set xlabel "step"
set ylabel "share of good samples"
set key bottom right
plot modes using 2:(0.98889) with lines lc rgb MUTED dt 2 lw 1 title "a perfect generator", \
     modes using 2:(strcol(1) eq "generator" ? $4 : NaN) \
         with lines ls 1 title "batch norm in the generator", \
     modes using 2:(strcol(1) eq "nothing" ? $4 : NaN) with lines ls 2 title "without batch norm"

# ---- loss.svg ----

reset
HEIGHT = 360
load "docs/figure.gp"
set output svg("loss")

loss = folder."/loss.csv"
set xrange [-5:50]
set yrange [-2:50]
set xlabel "logit s of a fake"
set ylabel "loss, target 0"
set key top left Left reverse
plot loss using 1:4 with lines lc rgb FAINT dt 1 lw 8 title "by the logit", \
     loss using 1:($1 < 36.75 ? $2 : NaN) with lines ls 1 title "-log(1 - p) in double", \
     loss using 1:($1 < 16.65 ? $3 : NaN) with lines ls 2 lw 3 title "-log(1 - p) in float"

# ---- the cats ----

if (system("ls docs/results/08_gan_cats.csv docs/results/08_gan_pictures.csv 2>&- | wc -l") == 2) \
    load "chapters/08_gan/experiment/figure_cats.gp"

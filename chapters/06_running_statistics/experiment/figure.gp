# The figures of chapter 6, from the tables of the experiment:
#
#   one_cat.svg   what becomes of one cat in a thousand batches
#   chase.svg     running means that chase a moving mean
#   memory.svg    how fast they forget, and how noisy they are

# ---- one_cat.svg ----

HEIGHT = 340
load "docs/figure.gp"
set output svg("one_cat")

cats = folder."/one_cat.csv"
stats folder."/cat_eval.csv" using 1 name "EVAL" nooutput
set xrange [-0.2:2.3]
set yrange [0:(narrow ? 6.6 : 4.4)]
set xlabel "what the cat's size becomes"
set ylabel "density over 1000 batches"
set key at graph 1, graph (narrow ? 1 : 0.72) right Left reverse
set arrow 1 from EVAL_min, 0 to EVAL_min, 4.2 nohead lc rgb INK lw 2 front
set label 1 "in evaluation, always" at EVAL_min + 0.05, 4.05 textcolor rgb INK
plot cats using 2:($1 == 8 ? $3 : NaN) with lines ls 2 title "in training, N = 8", \
     cats using 2:($1 == 32 ? $3 : NaN) with lines ls 1 title "in training, N = 32", \
     cats using 2:($1 == 128 ? $3 : NaN) with lines ls 3 title "in training, N = 128"

# ---- chase.svg ----

reset
HEIGHT = 380
load "docs/figure.gp"
set output svg("chase")

chase = folder."/chase.csv"
set xrange [0:400]
set yrange [-2.6:3.2]
set xlabel "batch"
set ylabel "mean of one feature"
set key bottom left Left reverse
plot keyentry with points pt 7 ps 0.8 lc rgb MUTED title "mean of the batch, N = 32", \
     chase using 1:3 with points pt 7 ps 0.35 lc rgb MUTED notitle, \
     chase using 1:4 with lines ls 2 lw 1.2 title "running mean, momentum 0.5", \
     chase using 1:5 with lines ls 1 lw 2.5 title "momentum 0.1", \
     chase using 1:6 with lines ls 3 title "momentum 0.01"

# ---- memory.svg ----

reset
HEIGHT = 340
load "docs/figure.gp"
set output svg("memory")

forgetting = folder."/forgetting.csv"
noise = folder."/noise.csv"
set multiplot
set bmargin at screen 0.21
set tmargin at screen 0.90

set lmargin at screen 0.10
set rmargin at screen 0.50
set logscale xy
set xrange [1:500]
set yrange [0.005:1.3]
set format y "%g"
set ytics (0.01, 0.1, 1)
set xlabel "batches since the start"
set title "what is left of the start" offset 0,-0.5
unset key
set arrow 1 from 1, 0.01 to 500, 0.01 nohead lc rgb MUTED lw 1 dt (2,3) back
set label 1 "1%" at 1.15, 0.0125 textcolor rgb MUTED
set label 2 "m = 0.5" at 5.8, 0.06 textcolor rgb ORANGE
if (narrow) set label 2 at 1.05, 0.0215
set label 3 "0.1" at 26, 0.12 textcolor rgb BLUE
set label 4 "0.01" at 150, 0.4 textcolor rgb GREEN
plot forgetting using 1:2 with lines ls 2, \
     "" using 1:3 with lines ls 1, "" using 1:4 with lines ls 3

unset label
unset arrow
set lmargin at screen 0.60
set rmargin at screen 0.98
set xrange [0.008:1.25]
set yrange [0.05:1.3]
set xtics (0.01, 0.1, 1)
set ytics (0.05, 0.1, 0.2, 0.5, 1)
set xlabel "momentum m"
set title "noise, as a part of a batch's" offset 0,-0.5
set label 1 "√(m / (2 − m))" at (narrow ? 0.011 : 0.035), (narrow ? 0.75 : 0.45) textcolor rgb INK
plot noise using 1:3 with lines lt 1 lc rgb INK lw 1.5, \
     noise using 1:2 with points pt 7 ps 1 lc rgb BLUE
unset multiplot

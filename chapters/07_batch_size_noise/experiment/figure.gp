# The figures of chapter 7, from the tables of the experiment:
#
#   noise.svg      the noise of a batch's statistics against N, and the law
#   cloud.svg      a probe's xhat in many batches of 8 and of 128
#   training.svg   the test loss against the size of the ghost batches

# ---- noise.svg ----

HEIGHT = 420
load "docs/figure.gp"
set output svg("noise")

set logscale xy
set xrange [1.7:1400]
set yrange [0.02:5]
set xtics (2, 4, 8, 16, 32, 64, 128, 256, 512)
set ytics (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
set xlabel "batch size N"
set ylabel "standard deviation" offset 1,0
unset key
set samples 500
set arrow from 8, 0.02 to 8, 5 nohead lt 1 lc rgb FAINT lw 1
beside = narrow ? 660 : 570
set label "mean" at beside, 0.044 textcolor rgb BLUE
set label "variance" at beside, 0.062 textcolor rgb GREEN
set label "variance," at beside, 0.145 textcolor rgb PURPLE
set label "heavy tail" at beside, 0.11 textcolor rgb PURPLE
set label "scale" at beside, 0.031 textcolor rgb ORANGE
noise = folder."/noise.csv"
law(x, c) = x >= 2 && x <= 520 ? sqrt(c / x) : NaN
plot law(x, 1) with lines lt 1 lc rgb BLUE lw 1, \
     law(x, 2) with lines lt 1 lc rgb GREEN lw 1, \
     law(x, 8) with lines lt 1 lc rgb PURPLE lw 1, \
     law(x, 0.5) with lines lt 1 lc rgb ORANGE lw 1, \
     noise using 1:2 with points pt 7 lc rgb BLUE, \
     noise using 1:3 with points pt 9 lc rgb GREEN, \
     noise using 1:5 with points pt 13 lc rgb PURPLE, \
     noise using 1:4 with points pt 5 lc rgb ORANGE

# ---- cloud.svg ----

reset
HEIGHT = 400
load "docs/figure.gp"
set output svg("cloud")

stats folder."/cloud_8.csv" using 1:2 name "SMALL" nooutput
stats folder."/cloud_128.csv" using 1:2 name "LARGE" nooutput
set multiplot
unset key
set tmargin at screen 0.9
set bmargin at screen 0.18
set xrange [-3:3]
set yrange [-6:6]
set xtics 1
set ytics 2
set xlabel "the probe's value z"
set lmargin at screen 0.1
set rmargin at screen 0.52
set ylabel "x̂ in a batch"
set title "N = 8" offset 0,-0.5
plot folder."/cloud_8.csv" using 1:2 with points pt 7 ps 0.25 lc rgb ORANGE, \
     SMALL_slope * x + SMALL_intercept with lines lt 1 lc rgb INK lw 1.5
set lmargin at screen 0.57
set rmargin at screen 0.985
set title "N = 128" offset 0,-0.5
unset ylabel
set format y ""
plot folder."/cloud_128.csv" using 1:2 with points pt 7 ps 0.25 lc rgb BLUE, \
     LARGE_slope * x + LARGE_intercept with lines lt 1 lc rgb INK lw 1.5
unset multiplot

# ---- training.svg: the levels of the runs without batch norm, and the ghost sizes over them ----

reset
HEIGHT = 400
load "docs/figure.gp"
set output svg("training")

training = folder."/training.csv"
stats training using (strcol(1) eq "none" ? $3 : NaN) name "NONE" nooutput
stats training using (strcol(1) eq "each" ? $3 : NaN) name "DROPOUT" nooutput
set logscale x
set xrange [3.2:640]
set yrange [0:2.6]
set xtics (4, 8, 16, 32, 64, 128, 256, 512)
set ytics 0.5
set xlabel "size of the ghost batches, at 512 examples a step"
set ylabel "test loss"
unset key
set label "no batch norm" at 3.5, NONE_mean + 0.1 textcolor rgb ORANGE
set label "dropout 0.5" at 600, DROPOUT_mean + 0.1 right textcolor rgb GREEN
set label "batch norm" at 60, 1.15 right textcolor rgb BLUE
plot NONE_mean with lines ls 2, DROPOUT_mean with lines ls 3, \
     training every ::1::8 using 2:3:4:5 with yerrorbars lt 1 lc rgb BLUE lw 1 ps 0, \
     training every ::1::8 using 2:3 with linespoints ls 1

# The figures of chapter 4, from the tables of the experiment:
#
#   distribution.svg   a hidden unit after batch norm, for four pairs of gamma and beta
#   sigmoid.svg        where the sigmoid is straight, and where it bends
#   fit.svg            3 x + 7 behind a batch norm: the lines, and the loss
#   network.svg        a network that needs gamma and beta

# ---- distribution.svg ----

HEIGHT = 380
load "docs/figure.gp"
set output svg("distribution")

set xrange [-8:10]
set yrange [0:1.8]
set xtics 2
set ytics 0.5
set xlabel "y"
set ylabel "density"
unset key
set label "γ = 1, β = 0" at -0.6, 0.8 textcolor rgb BLUE
if (narrow) set label 1 at -0.9, 0.93 center
set label "γ = 0.4, β = 3" at 3.1, 1.5 textcolor rgb ORANGE
set label "γ = −1, β = −3" at -2.35, 0.8 right textcolor rgb GREEN
set label "γ = 4, β = 0" at 5.6, 0.2 textcolor rgb PURPLE
density = folder."/densities.csv"
plot for [s=0:3] density using ($1 == s ? $2 : NaN):3 with filledcurves y1=0 \
         fc rgb word("#0b62a8 #c2570c #1b7a4b #7a4aa8", s + 1) fs transparent solid 0.15 noborder, \
     for [s=0:3] density using ($1 == s ? $2 : NaN):3 with lines ls s + 1

# ---- sigmoid.svg: 60 values on the curve, and the best straight line through them all ----

reset
HEIGHT = 360
load "docs/figure.gp"
set output svg("sigmoid")

points = folder."/points.csv"
sigmoid(y) = 1 / (1 + exp(-y))
stats points using ($1 == 0 ? $2 : NaN):3 name "ONE" nooutput
stats points using ($1 == 3 ? $2 : NaN):3 name "WIDE" nooutput
line(y, slope, height) = slope * y + height

set multiplot
unset key
set xrange [-8:10]
set yrange [-0.1:1.1]
set xtics 4
set ytics 0.5
set samples 300
set tmargin at screen 0.88
set bmargin at screen 0.23
set xlabel "y"
set lmargin at screen (narrow ? 0.16 : 0.12)
set rmargin at screen 0.52
set ylabel "sigmoid(y)"
set title "γ = 1, β = 0" offset 0,-0.5
plot sigmoid(x) with lines lt 1 lc rgb MUTED lw 1, \
     line(x, ONE_slope, ONE_intercept) with lines lt 1 lc rgb INK dt (4,3) lw 1, \
     points using ($1 == 0 ? $2 : NaN):3 with points pt 7 ps 0.6 lc rgb BLUE
set lmargin at screen 0.57
set rmargin at screen 0.985
set title "γ = 4, β = 0" offset 0,-0.5
unset ylabel
set format y ""
plot sigmoid(x) with lines lt 1 lc rgb MUTED lw 1, \
     line(x, WIDE_slope, WIDE_intercept) with lines lt 1 lc rgb INK dt (4,3) lw 1, \
     points using ($1 == 3 ? $2 : NaN):3 with points pt 7 ps 0.6 lc rgb PURPLE
unset multiplot

# ---- fit.svg ----

reset
HEIGHT = 400
load "docs/figure.gp"
set output svg("fit")

set multiplot
unset key
set tmargin at screen 0.96
set bmargin at screen 0.2
set lmargin at screen 0.09
set rmargin at screen (narrow ? 0.46 : 0.5)
set xrange [0:9]
set yrange [-12:36]
set xtics 3
set ytics 10
set xlabel "size of the cat"
set label 1 "γ and β" at 1.2, 17.5 textcolor rgb BLUE
if (narrow) set label 1 at 5.9, 29 right
set label 2 "β" at 0.8, 21.5 textcolor rgb ORANGE
set label 3 "γ" at 1.6, -6.5 textcolor rgb GREEN
set label 4 "neither" at 0.4, 0 textcolor rgb RED
plot for [r=0:3] folder."/fit_lines.csv" using (0):($1 == r ? $2 : NaN):(9):($3 - $2) \
         with vectors nohead lt 1 lw 2 lc rgb word("#0b62a8 #c2570c #1b7a4b #b3263e", r + 1), \
     folder."/fit_points.csv" using 1:2 with points pt 7 ps 0.45 lc rgb INK
unset label
set lmargin at screen (narrow ? 0.68 : 0.65)
set rmargin at screen 0.97
set xrange [0:150]
set yrange [1e-12:1e5]
set logscale y
set xtics 50
set ytics 1e4
unset mytics
set format y "10^{%L}"
set xlabel "step"
set ylabel "loss" offset 1,0
neither = narrow ? "neither, γ" : "neither, and just below it γ"
set label 1 neither at 148, 8e3 right textcolor rgb RED
set label 2 "β" at 148, 0.7 right textcolor rgb ORANGE
set label 3 "γ and β" at 80, 1e-3 textcolor rgb BLUE
plot folder."/fit_losses.csv" using 1:2 with lines lt 1 lc rgb BLUE, \
     "" using 1:3 with lines lt 1 lc rgb ORANGE, \
     "" using 1:4 with lines lt 1 lc rgb GREEN, \
     "" using 1:5 with lines lt 1 lc rgb RED dt (6,4)
unset multiplot

# ---- network.svg ----

reset
HEIGHT = 380
load "docs/figure.gp"
set output svg("network")

set xrange [0:1500]
set yrange [0:1]
set xtics 500
set ytics 0.2
set xlabel "step"
set ylabel "loss"
unset key
set label "neither learns" at 1480, 0.74 right textcolor rgb RED
set label "γ alone" at 1480, 0.635 right textcolor rgb GREEN
set label "β alone" at 1480, 0.52 right textcolor rgb ORANGE
set label "both, γ from 0.01" at 770, 0.43 right textcolor rgb PURPLE
set label "both, γ from 1" at 285, 0.42 right textcolor rgb BLUE
if (narrow) set label 4 at 930, 0.4 left
if (narrow) set label 5 at 40, 0.17 left
plot folder."/net_losses.csv" using 1:5 with lines ls 5, "" using 1:4 with lines ls 3, \
     "" using 1:3 with lines ls 2, "" using 1:6 with lines ls 4, "" using 1:2 with lines ls 1

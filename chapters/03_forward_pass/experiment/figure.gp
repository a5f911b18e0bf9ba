# The figures of chapter 3, from the tables of the experiment:
#
#   unit.svg      a hidden unit in six batches, before and after batch norm
#   shortcut.svg  the error of mean(x^2) - mean(x)^2
#   walks.svg     the time of the row walk and of the column walk

# ---- unit.svg: a ridge for every tenth batch, under it a bar from mean - sd to mean + sd ----

HEIGHT = 480
load "docs/figure.gp"
set output svg("unit")

density = folder."/unit_density.csv"
moments = folder."/unit.csv"
base(step) = 5 - step / 10                   # the first batch stands on top
drawn(step) = int(step) % 10 == 0
top(step, height) = base(step) + 0.95 * height
line(step, height) = height > 0.002 ? top(step, height) : NaN

stats moments using ($2 - 3.6 * $3) name "LEFT" nooutput
stats moments using ($2 + 2.6 * $3) name "RIGHT" nooutput
stats moments using ($1 == 0 ? $2 : NaN) name "FIRST" nooutput

set multiplot
unset key
unset grid
set border 1
set yrange [-0.35:6.25]
set ytics scale 0 offset 0.5,0 ("batch 0" 5, "10" 4, "20" 3, "30" 2, "40" 1, "50" 0)
set tmargin at screen 0.92
set bmargin at screen 0.135

set lmargin at screen (narrow ? 0.145 : 0.105)
set rmargin at screen 0.53
set xrange [LEFT_min:RIGHT_max]
set xtics 2
set xlabel (narrow ? "x" : "x, what the unit computes")
set title "before batch norm" offset 0,-0.5
set arrow 1 from FIRST_min, graph 0 to FIRST_min, graph 0.97 nohead lc rgb FAINT lw 1 back
plot for [s=0:50:10] density using 2:($1 == s ? base(s) : NaN):($1 == s ? top(s, $3) : NaN) \
         with filledcurves fc rgb ORANGE fs transparent solid 0.25 noborder, \
     for [s=0:50:10] density using 2:($1 == s ? line(s, $3) : NaN) with lines lt 1 lc rgb ORANGE, \
     moments using 2:(drawn($1) ? base($1) - 0.12 : NaN):3 \
         with xerrorbars lt 1 lc rgb INK lw 1.5 pt 7 ps 0.6

set lmargin at screen 0.575
set rmargin at screen 0.985
set xrange [-4.2:4.2]
set xlabel (narrow ? "x̂" : "x̂, what batch norm makes of it")
set title "after batch norm" offset 0,-0.5
unset ytics
set arrow 1 from 0, graph 0 to 0, graph 0.97 nohead lc rgb FAINT lw 1 back
plot for [s=0:50:10] density using 4:($1 == s ? base(s) : NaN):($1 == s ? top(s, $5) : NaN) \
         with filledcurves fc rgb BLUE fs transparent solid 0.25 noborder, \
     for [s=0:50:10] density using 4:($1 == s ? line(s, $5) : NaN) with lines lt 1 lc rgb BLUE, \
     moments using 6:(drawn($1) ? base($1) - 0.12 : NaN):7 \
         with xerrorbars lt 1 lc rgb INK lw 1.5 pt 7 ps 0.6
unset multiplot

# ---- shortcut.svg ----

reset
HEIGHT = 380
load "docs/figure.gp"
set output svg("shortcut")

set lmargin 10
set logscale xy
set xrange [1:1e10]
set yrange [1e-17:1e8]
set xtics 10
set ytics 1e4
unset mxtics
unset mytics
set format x "10^{%L}"
set format y "10^{%L}"
set xlabel "distance from 0, in standard deviations"
set ylabel "relative error of the variance"
unset key
set arrow from 1, 1 to 1e10, 1 nohead lc rgb MUTED lw 1 dt (2,3) back
set label "above: no digit is right" at 1.6, 6 textcolor rgb MUTED
# an error of exactly 0 is drawn on the lower edge
set label "mean(x²) − mean(x)²" at 2e3, 2e-4 right textcolor rgb ORANGE
set label "mean((x − mean(x))²)" at 1e4, 8e-14 textcolor rgb BLUE
if (narrow) set label 2 at 2e4, 1e-9 left
set label "boxed: negative" at 1.2e8, 5e5 right textcolor rgb RED
plot folder."/shortcut.csv" using 1:2 with linespoints ls 2, \
     "" using 1:($3 > 0 ? $3 : 1e-17) with linespoints ls 1, \
     "" using 1:($4 < 0 ? $2 : NaN) with points pt 4 ps 1.4 lw 1.5 lc rgb RED

# ---- walks.svg ----

reset
HEIGHT = 380
load "docs/figure.gp"
set output svg("walks")

set logscale x 2
set logscale y
set xrange [7:4700]
set yrange [0.1:(narrow ? 100 : 20)]
set xtics (8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
set ytics (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
set xlabel "N, examples in the batch"
set ylabel "nanoseconds for each number"
set key top left Left reverse
plot folder."/time_walks.csv" using 1:3 with linespoints ls 2 title "by columns, D = 1024", \
     "" using 1:4 with linespoints ls 3 title "by columns, D = 1040", \
     "" using 1:2 with linespoints ls 1 title "by rows, D = 1024"

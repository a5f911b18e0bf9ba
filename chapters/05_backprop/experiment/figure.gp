# The figures of chapter 5, from the tables of the experiment:
#
#   steps.svg      the error of the gradient check against its step
#   loss.svg       the loss of five kinds of network while they train
#   moves.svg      how far layer 3's mean and sd move in a step
#   gradient.svg   how much layer 3's gradient changes when the layers below move

HEIGHT = 400
load "docs/figure.gp"
set output svg("steps")

set logscale xy
set format x "10^{%L}"
set format y "10^{%L}"
set xrange [1e-13:1]
set yrange [1e-12:3]
set xtics 1e2
set ytics 1e2
unset mxtics
unset mytics
set xlabel "step"
set ylabel "error of the check" offset 0.5,0
unset key
set label "double, to both sides" at 1e-9, 2e-10 center textcolor rgb BLUE
set label "double, to one side" at 3e-6, 2e-5 center textcolor rgb ORANGE
if (narrow) set label 2 at 1e-7, 2e-4 center
set label "float, to both sides" at 1e-10, 0.2 center textcolor rgb GREEN
set arrow from 1e-5, graph 0 to 1e-5, graph 1 nohead lc rgb MUTED lw 1 dt (2,3) back
steps = folder."/steps.csv"
plot steps using 1:4 with linespoints ls 3, \
     steps using 1:3 with linespoints ls 2, \
     steps using 1:2 with linespoints ls 1

# ---- Training: a curve for each network ----

training = folder."/training.csv"
of(name, column) = strcol(1) eq name ? column : NaN

reset
HEIGHT = 380
load "docs/figure.gp"
set output svg("loss")
set xrange [0:2000]
set yrange [0:1.4]
set xlabel "step"
set ylabel "loss"
set key top right Left reverse
set arrow from 0, 0.25 to 2000, 0.25 nohead lc rgb MUTED lw 1.5 dt (2,3) back
plot training using 2:(of("plain_narrow", $3)) \
         with lines lt 5 lw 1.5 title "plain, weights as usual", \
     training using 2:(of("plain", $3)) with lines lt 2 lw 1.5 title "plain, 4 times wider", \
     training using 2:(of("drift", $3)) \
         with lines lt 3 lw 1.5 title "batch norm and injected drift", \
     training using 2:(of("norm", $3)) with lines lt 1 lw 1.5 title "batch norm"

reset
HEIGHT = 380
load "docs/figure.gp"
set output svg("moves")
set logscale y
set xrange [0:2000]
set yrange [0.0005:100]
set format y "%g"
set xlabel "step"
set lmargin 10
set ylabel "move in a step"
set key top right Left reverse
plot training using 2:(of("drift", $4)) \
         with lines lt 3 lw 1.5 title "batch norm and injected drift", \
     training using 2:(of("plain", $4)) with lines lt 2 lw 1.5 title "plain, 4 times wider", \
     training using 2:(of("norm", $4)) with lines lt 1 lw 1.5 title "batch norm"

reset
HEIGHT = 420
load "docs/figure.gp"
set output svg("gradient")
set logscale y
set xrange [0.7:0.25]
set yrange [0.003:200]
set format y "%g"
set xlabel "loss, falling"
set ylabel "relative change of layer 3's gradient"
set key top left Left reverse
plot training using 3:(of("drift", $6)) \
         with points lt 3 ps 0.6 title "batch norm and injected drift", \
     training using 3:(of("plain", $6)) with points lt 2 ps 0.6 title "plain, 4 times wider", \
     training using 3:(of("norm", $6)) with points lt 1 ps 0.6 title "batch norm", \
     training using 3:(of("norm_slow", $6)) \
         with points lt 4 ps 0.6 title "batch norm, the plain network's rate"

# The figures of appendix A, from the tables of the experiment:
#
#   roofline.svg  the versions under the roof of this machine
#   offset.svg    the error of y, computed in three ways, in float
#   width.svg     the time of the forward pass against the width of a block
#   ratios.svg    what make bench found: how many times PyTorch's speed

# ---- roofline.svg: bandwidth of three places, and arithmetic ----

HEIGHT = 420
load "docs/figure.gp"
set output svg("roofline")

machine = folder."/time_machine.csv"
place(name) = sprintf("< grep '^%s,' %s", name, machine)
stats place("small") using 2 name "SMALL" nooutput
stats place("middle") using 2 name "MIDDLE" nooutput
stats place("large") using 2 name "LARGE" nooutput
stats place("small") using 3 name "STEPS" nooutput
roof(x, bandwidth) = x * bandwidth < STEPS_max ? x * bandwidth : STEPS_max

set logscale xy
set xrange [0.1:10]
set yrange [0.1:300]
set xtics (0.1, 0.2, 0.5, 1, 2, 5, 10)
set ytics (0.1, 0.3, 1, 3, 10, 30, 100, 300)
set xlabel "steps of arithmetic for each byte that is moved"
set ylabel "billion steps a second"
set key bottom right Left reverse
if (narrow) set key outside above vertical maxrows 4
set samples 200
version(size, name) = sprintf("< grep '^%s,%s,' %s/time_roofline.csv", size, name, folder)
plot roof(x, SMALL_max) with lines lc rgb MUTED lw 1.5 dt 1 title "second cache", \
     roof(x, MIDDLE_max) with lines lc rgb MUTED lw 1.5 dt (6,3) title "third cache", \
     roof(x, LARGE_max) with lines lc rgb MUTED lw 1.5 dt (2,3) title "memory", \
     version("middle", "columns") using 3:4 \
         with points pt 11 ps 1.1 lc rgb RED title "by columns", \
     version("[a-z]*", "first_forward") using 3:4 \
         with points pt 5 ps 0.9 lc rgb ORANGE title "chapters 3 and 4", \
     version("[a-z]*", "first_backward") using 3:4 \
         with points pt 4 ps 0.9 lc rgb ORANGE title "chapter 5", \
     version("[a-z]*", "your_forward") using 3:4 \
         with points pt 7 ps 0.9 lc rgb BLUE title "this appendix, forward", \
     version("[a-z]*", "your_backward") using 3:4 \
         with points pt 6 ps 0.9 lc rgb BLUE title "this appendix, backward"

# ---- offset.svg ----

reset
HEIGHT = 360
load "docs/figure.gp"
set output svg("offset")

set logscale xy
set format x "10^{%L}"
set format y "10^{%L}"
set xrange [0.7:1.4e7]
set yrange [1e-8:100]
set xlabel "distance of x from 0, in standard deviations"
set ylabel "largest error of y"
set key top left Left reverse
plot folder."/offset.csv" using 1:2 with linespoints ls 2 title "y = a x + b", \
     "" using 1:3 with linespoints ls 3 title "mean rounded to float", \
     "" using 1:4 with linespoints ls 1 title "mean in two floats"

# ---- width.svg ----

reset
HEIGHT = 360
load "docs/figure.gp"
set output svg("width")

set logscale x 2
set xrange [14:1200]
set yrange [0:*]
set xtics (16, 32, 64, 128, 256, 512, 1024)
set xlabel "features in a block"
set ylabel "nanoseconds for each number"
set key top right
plot folder."/time_width.csv" using 1:2 with linespoints ls 2 title "D = 4096", \
     "" using 1:3 with linespoints ls 1 title "D = 4112"

# ---- ratios.svg: two groups of five shapes ----

reset
HEIGHT = 420
load "docs/figure.gp"
set output svg("ratios")

ratios = folder."/ratios.csv"
set logscale y
set xrange [-0.7:9.7]
set yrange [0.3:20]
set ytics (0.3, 0.5, 1, 2, 5, 10, 20)
set xtics rotate by 35 right scale 0
set ylabel "times PyTorch's speed"
set key outside top center horizontal
set bmargin 5
set arrow 1 from -0.7, 1 to 9.7, 1 nohead lc rgb INK lw 1 back
set arrow 2 from 4.5, 0.3 to 4.5, 20 nohead lc rgb FAINT lw 1 back
set label "forward" at 2, 15 center textcolor rgb MUTED
set label "forward and backward" at 7, 15 center textcolor rgb MUTED
if (system("grep -c ',[0-9.]*$' ".ratios) > 0) {
    plot ratios using ($1 - 0.2):3:4:5:xtic(2) \
             with yerrorbars lc rgb ORANGE lw 1.5 pt 5 ps 0.9 title "chapters 3 to 5", \
         "" using ($1 + 0.2):6:7:8 \
             with yerrorbars lc rgb BLUE lw 1.5 pt 7 ps 0.9 title "this appendix", \
         "" using 1:9 with points lc rgb GREEN pt 9 ps 1 title "oneDNN"
} else {
    unset xtics
    set label "docs/results/bench.csv is missing: make bench" at 4.5, 2 center textcolor rgb MUTED
    plot 1 with lines lc rgb INK lw 1 notitle
}

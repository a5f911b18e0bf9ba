# The figures of the cats: the first from the experiment's table, the others from kept results.
#
#   drawings.svg        cats of the data
#   cats.svg            what the generator makes of the same noise, over training
#   cats_distance.svg   how far its cats are from the real ones, over training

# ---- drawings.svg ----

reset
HEIGHT = 80
load "docs/figure.gp"
set output svg("drawings")

unset border
unset tics
unset grid
unset key
unset colorbox
set palette gray
set cbrange [-1:1]
set xrange [-0.5:117.5]
set yrange [15.5:-0.5]
set lmargin at screen 0.06
set rmargin at screen 0.94
set tmargin at screen 0.98
set bmargin at screen 0.02
plot folder."/drawings.csv" skip 1 matrix with image

# ---- cats.svg ----

reset
HEIGHT = 184
load "docs/figure.gp"
set output svg("cats")

kept = "docs/results/08_gan_pictures.csv"
array step[7] = ["0", "100", "200", "400", "800", "1,600", "4,000"]
unset border
unset tics
unset grid
unset key
unset colorbox
set palette gray
set cbrange [0:255]
set xrange [-0.5:238.5]
set yrange [68.5:-0.5]
set lmargin at screen (narrow ? 0.2 : 0.15)
set rmargin at screen 0.995
set tmargin at screen 0.86
set bmargin at screen 0.005
beside = narrow ? 0.19 : 0.14
set label "step" at screen beside, screen 0.93 right
do for [i = 1:7] { set label step[i] at (i - 0.5) * 34, screen 0.93 center }
set label "nothing" at screen beside, first 8.5 right
set label "generator" at screen beside, first 25.5 right
set label "discriminator" at screen beside, first 42.5 right
set label "both" at screen beside, first 59.5 right
plot kept matrix with image

# ---- cats_distance.svg ----

reset
HEIGHT = 400
load "docs/figure.gp"
set output svg("cats_distance")

kept = "docs/results/08_gan_cats.csv"
at(name, y) = strcol(1) eq name ? y : NaN
set multiplot
unset key
set tmargin at screen 0.9
set bmargin at screen 0.19
set logscale y
set xrange [0:4000]
apart = narrow ? 2000 : 1000
set xtics apart
set xlabel "step"
set lmargin at screen (narrow ? 0.17 : 0.1)
set rmargin at screen (narrow ? 0.5 : 0.47)
set title "size" offset 0,-0.5
set ylabel "Wasserstein-1 distance"
set yrange [0.03:8]
set label "both" at 2100, 1.5 textcolor rgb PURPLE
set label "discriminator" at 2100, 6 textcolor rgb GREEN
set label "generator" at 150, 0.13 textcolor rgb BLUE
set label "nothing" at 900, 0.5 textcolor rgb ORANGE
plot kept using 2:(at("nothing", $4)) smooth unique with lines ls 2, \
     kept using 2:(at("generator", $4)) smooth unique with lines ls 1, \
     kept using 2:(at("discriminator", $4)) smooth unique with lines ls 3, \
     kept using 2:(at("both", $4)) smooth unique with lines ls 4
unset label
set lmargin at screen (narrow ? 0.62 : 0.6)
set rmargin at screen (narrow ? 0.96 : 0.97)
set title "fur" offset 0,-0.5
set yrange [0.002:1]
unset ylabel
plot kept using 2:(at("nothing", $5)) smooth unique with lines ls 2, \
     kept using 2:(at("generator", $5)) smooth unique with lines ls 1, \
     kept using 2:(at("discriminator", $5)) smooth unique with lines ls 3, \
     kept using 2:(at("both", $5)) smooth unique with lines ls 4
unset multiplot

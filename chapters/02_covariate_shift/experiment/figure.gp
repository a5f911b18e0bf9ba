# The figures of chapter 2, from the tables of the experiment:
#
#   two_stories.svg   the densities of the fur, and the border that moves along or stays
#   stories.svg       the table of the chapter as a picture
#   colored.svg       borders learned from black animals
#   weighting.svg     a line fitted with and without importance weights
#   unit.svg          a hidden unit while the network learns

# ---- two_stories.svg: for one size ----

HEIGHT = 430
load "docs/figure.gp"
set output svg("two_stories")
density(x, mean) = exp(-(x - mean)**2 / (2 * 0.05**2)) / (0.05 * sqrt(2 * pi))
set samples 400
set multiplot
unset key
unset ytics
unset grid
set border 1
set xrange [0.5:1.02]
set yrange [0:10.5]
set xtics 0.1
set lmargin at screen 0.03
set rmargin at screen 0.97
set label 1 "training" at 0.905, 6.6 textcolor rgb BLUE
set label 2 "test" at 0.622, 6.6 right textcolor rgb ORANGE
set label 3 "cat →" at 0.825, 9.5 textcolor rgb BLUE
set label 4 "cat →" at 0.66, 9.5 textcolor rgb ORANGE
set arrow 1 from 0.82, 0 to 0.82, 9.9 nohead lc rgb BLUE lw 2
set arrow 2 from 0.655, 0 to 0.655, 9.9 nohead lc rgb ORANGE lw 2 dt (9,3)

set tmargin at screen 0.93
set bmargin at screen 0.57
set format x ""
set title "the instrument reads 0.165 less: the border moves along" offset 0,-0.6
plot density(x, 0.85) with filledcurves y1=0 fc rgb BLUE fs transparent solid 0.12 noborder, \
     density(x, 0.685) with filledcurves y1=0 fc rgb ORANGE fs transparent solid 0.12 noborder, \
     density(x, 0.85) with lines lt 1, density(x, 0.685) with lines lt 2

set tmargin at screen 0.48
set bmargin at screen 0.16
set format x "%.1f"
set xlabel "fur, as the sensor reads it"
set title "the fur is 0.165 lighter: the border stays"
unset arrow 2
unset label 4
plot density(x, 0.85) with filledcurves y1=0 fc rgb BLUE fs transparent solid 0.12 noborder, \
     density(x, 0.685) with filledcurves y1=0 fc rgb ORANGE fs transparent solid 0.12 noborder, \
     density(x, 0.85) with lines lt 1, density(x, 0.685) with lines lt 2
unset multiplot

# ---- stories.svg: a row for each story, a column for each choice of statistics ----

reset
HEIGHT = 640
load "docs/figure.gp"
set output svg("stories")
share = "awk -F, '$1 == \"%s\" { printf \"%%.0f%%%% right\", 100 * $2 }' %s/values.csv"
right_by(name) = system(sprintf(share, name, folder))
set multiplot
unset key
unset grid
set xrange [0:9]
set yrange [0.5:0.9]
set clip two
set xtics 3
set ytics 0.1
do for [story=1:2] {
    set tmargin at screen (story == 1 ? 0.93 : 0.50)
    set bmargin at screen (story == 1 ? 0.55 : 0.12)
    set format x (story == 1 ? "" : "%g")
    set xlabel (story == 1 ? "" : "size")
    do for [column=1:2] {
        set lmargin at screen (column == 1 ? (narrow ? 0.19 : 0.15) : (narrow ? 0.6 : 0.58))
        set rmargin at screen (column == 1 ? (narrow ? 0.56 : 0.54) : 0.97)
        set format y (column == 1 ? "%.1f" : "")
        shift = story == 1 ? "instrument’s offset" : "lighter fur"
        set ylabel (column == 1 ? shift.": fur, as read" : "") offset -1,0
        set_used = column == 1 ? "training" : "test"
        set title (story == 1 ? "statistics of the ".set_used." set" : "") offset 0,-0.6
        which = column == 1 ? "train" : "test"
        percent = right_by((story == 1 ? "offset_" : "lighter_").which)
        set label 1 percent at 8.8, 0.875 right front textcolor rgb INK
        plot folder."/stories.csv" skip 1 using 1:(column(2 + story) > 0 ? $2 : NaN) \
                 with points pt 7 ps 0.35 lc rgb BLUE, \
             "" skip 1 using 1:(column(2 + story) < 0 ? $2 : NaN) \
                 with points pt 4 ps 0.4 lc rgb ORANGE, \
             folder."/border_".which.".csv" skip 1 using 1:2 with lines lc rgb INK lw 2 dt 1
    }
}
unset multiplot

# ---- colored.svg ----

reset
HEIGHT = 400
load "docs/figure.gp"
set output svg("colored")
unset key
set xrange [-2.5:2]
set yrange [-2.6:2.6]
set xlabel "fur: black at −1, light at 1"
set ylabel "ear"
set label 1 "trained on" at -1, 2.35 center textcolor rgb MUTED front
set label 2 "tested on" at 1.1, 2.35 center textcolor rgb GOLD front
set label 3 "line" at 1.7, -1.6 textcolor rgb ORANGE front
set label 4 "degree 5" at 0.66, -2.4 right textcolor rgb PURPLE front
set label 5 "right shape" at 0.55, 1.2 right textcolor rgb GREEN front
if (narrow) set label 5 at 0.2, 1.75 center
plot folder."/black.csv" skip 1 using 1:($3 > 0 ? $2 : NaN) with points pt 7 ps 0.4 lc rgb MUTED, \
     "" skip 1 using 1:($3 < 0 ? $2 : NaN) with points pt 6 ps 0.4 lc rgb MUTED, \
     folder."/light.csv" skip 1 using 1:($3 > 0 ? $2 : NaN) with points pt 7 ps 0.4 lc rgb GOLD, \
     "" skip 1 using 1:($3 < 0 ? $2 : NaN) with points pt 6 ps 0.4 lc rgb GOLD, \
     folder."/border_line.csv" skip 1 using 1:2 with lines lt 2, \
     folder."/border_degree5.csv" skip 1 using 1:2 with lines lt 4, \
     folder."/border_right.csv" skip 1 using 1:2 with lines lt 3, \
     0.8 * sin(2 * x) with lines lc rgb INK lw 1 dt 1

# ---- weighting.svg: an example is as large as its weight; the densities stand below ----

reset
HEIGHT = 400
load "docs/figure.gp"
set output svg("weighting")
unset key
set xrange [-2.5:1]
set yrange [-2:1.3]
set xlabel "fur: black at −1, gray at 0"
set ylabel "ear"
set label 1 "training" at -0.95, -1.87 center textcolor rgb MUTED
set label 2 "test" at 0, -1.75 center textcolor rgb BLUE
set label 3 "line" at 0.55, -0.8 textcolor rgb ORANGE
set label 4 "line, weighted" at -1.33, -1.55 right textcolor rgb BLUE
plot 0.35 * exp(-(x + 1)**2 / 0.5) - 2 \
         with filledcurves y1=-2 fc rgb MUTED fs transparent solid 0.15 noborder, \
     0.58 * exp(-x**2 / 0.18) - 2 \
         with filledcurves y1=-2 fc rgb BLUE fs transparent solid 0.15 noborder, \
     folder."/sample.csv" skip 1 using 1:2:(0.2 + 0.3 * sqrt($3)) \
         with points pt 7 ps variable lc rgb GOLD, \
     folder."/fits.csv" skip 1 using 1:2 with lines lc rgb INK lw 1 dt 1, \
     "" skip 1 using 1:3 with lines lt 2, \
     "" skip 1 using 1:4 with lines lt 1

# ---- unit.svg: mean, and a band of one standard deviation above and below ----

reset
HEIGHT = 480
load "docs/figure.gp"
set output svg("unit")
set multiplot
unset key
set logscale x
set xrange [1:3000]
set label 1 "what the unit computes" at screen 0.025, 0.755 center rotate textcolor rgb INK
set label 2 "what the unit computes" at screen 0.025, 0.32 center rotate textcolor rgb INK
set lmargin at screen 0.16
set rmargin at screen 0.98
set tmargin at screen 0.94
set bmargin at screen 0.57
set format x ""
set title "as it is: its own weights learn, and so do the layers below" offset 0,-0.6
plot folder."/unit.csv" skip 1 using ($1 + 1):($2 - $3):($2 + $3) \
         with filledcurves fc rgb ORANGE fs transparent solid 0.2 noborder, \
     "" skip 1 using ($1 + 1):2 with lines lt 2 dt 1
unset label
set tmargin at screen 0.49
set bmargin at screen 0.15
set format x "%g"
set xlabel "step of training (1: before the first)"
set title "with its first weights: the layers below alone"
plot folder."/unit.csv" skip 1 using ($1 + 1):($4 - $5):($4 + $5) \
         with filledcurves fc rgb PURPLE fs transparent solid 0.2 noborder, \
     "" skip 1 using ($1 + 1):4 with lines lt 4 dt 1
unset multiplot

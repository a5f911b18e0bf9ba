# figure.gp: how the course's figures look. A chapter's figure.gp begins with
#
#     load "docs/figure.gp"
#     set output svg("variance")
#     set xlabel "batch size N"
#     plot folder."/variance.csv" using 1:2 with lines ls 1 title "measured"
#
# and is run from the project root:
#
#     gnuplot -e "folder='build/...'" chapters/.../experiment/figure.gp
#
# Use these colors and no others, by name or by line style. They are right on white paper,
# and in the notes each becomes a variable of docs/style.css (BLUE is --blue), so that a
# figure follows the light and the dark theme. The values stand in both files; a test
# compares them.
#
#   INK  text and axes   MUTED  what stands back   FAINT  grid lines   WHITE  the background
#   BLUE ORANGE GREEN PURPLE RED GOLD  data, in this order; BLUE is "with batch norm"

INK    = "#22252a"
MUTED  = "#5c636e"
FAINT  = "#d5d9df"
WHITE  = "#ffffff"
BLUE   = "#0b62a8"
ORANGE = "#c2570c"
GREEN  = "#1b7a4b"
PURPLE = "#7a4aa8"
RED    = "#b3263e"
GOLD   = "#8a6a00"

if (!exists("folder")) folder = "."

# One panel is 640 x 360. For two panels one above the other:  HEIGHT = 640  before the load.
# A phone is about 350 pixels wide: with  narrow=1  the figure has larger letters, and is higher.
if (!exists("narrow")) narrow = 0
if (!exists("HEIGHT")) HEIGHT = 360
set terminal svg dynamic enhanced size 640, int(HEIGHT * (narrow ? 1.3 : 1)) background rgb WHITE \
    font sprintf("Inter,Helvetica,Arial,sans-serif,%d", narrow ? 18 : 14)
svg(name) = folder.(narrow ? "/narrow-" : "/").name.".svg"

set encoding utf8
set minussign
set datafile separator comma
set datafile missing "nan"

# Line styles and the default colors: also told apart by dash and mark, for print.
set for [i=1:6] linetype i lw 2 ps 0.8
set linetype 1 lc rgb BLUE   dt 1      pt 7
set linetype 2 lc rgb ORANGE dt (9,3)  pt 5
set linetype 3 lc rgb GREEN  dt (3,2)  pt 9
set linetype 4 lc rgb PURPLE dt (9,3,2,3) pt 13
set linetype 5 lc rgb RED    dt (5,2,2,2,2,2) pt 11
set linetype 6 lc rgb GOLD   dt (14,3) pt 4
set for [i=1:6] style line i lt i

# Axes at the left and below, quiet grid lines, the key outside the data.
set border 3 lc rgb MUTED lw 1
set tics nomirror out scale 0.5 textcolor rgb INK
set grid ytics lt 1 lc rgb FAINT lw 1 dt 1
set xlabel textcolor rgb INK
set ylabel textcolor rgb INK
set title textcolor rgb INK
set key top right textcolor rgb INK samplen 2.5 spacing 1.2 noenhanced
set lmargin 9
set rmargin 3

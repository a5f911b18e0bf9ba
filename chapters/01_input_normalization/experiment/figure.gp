# Figures of chapter 1: the cats before and after, the landscape, the steps.

# The cats before and after, in one plane with equal axes.
HEIGHT = exists('narrow') && narrow ? 330 : 440
load 'docs/figure.gp'
set output svg("cats")
set size ratio -1
set xrange [-4:9.4]
set yrange [-4:4]
set xtics 1
set ytics 1
set xlabel 'size'
set ylabel 'fur'
set key at 9.2, (narrow ? -1.6 : -2.4)
set arrow 1 from 0, -4 to 0, 4 nohead lc rgb FAINT back
set arrow 2 from 4.0, 0.6 to 1.4, 0.1 head size 0.25, 25 filled lw 1.5 lc rgb INK front
plot folder.'/cats.csv' skip 1 using 1:2 with points pt 7 ps 0.3 lc rgb ORANGE title 'raw', \
     '' skip 1 using 3:4 with points pt 7 ps 0.3 lc rgb BLUE title 'standardized'
unset arrow

# The cost over the two weights, with the path of the descent; equal axes.
HEIGHT = 600
load 'docs/figure.gp'
set output svg("landscape")
set autoscale
stats folder.'/centered_path.csv' skip 1 using 1 name 'centered' nooutput
stats folder.'/standardized_path.csv' skip 1 using 1 name 'standardized' nooutput
set multiplot layout 2, 1
set xrange [-4:2.4]
set yrange [-1:1.6]
set xlabel 'weight of the fur'
set ylabel 'weight of the size'
unset key
after(steps) = steps == 0 ? 'start' : steps == 1 || steps == 10 ? '' : sprintf('%d', steps)
set title sprintf('centered: %d steps', centered_max)
path = folder.'/centered_path.csv'
plot folder.'/centered.csv' skip 1 using 2:1 with lines lt 1 lw 1 lc rgb MUTED, \
     path skip 1 using 3:2 with linespoints lt 1 lw 1.5 ps 0.5 lc rgb ORANGE, \
     '' skip 1 using 3:2:(after($1)) with labels offset 0, 0.9 textcolor rgb INK
set title sprintf('standardized: %d steps', standardized_max)
path = folder.'/standardized_path.csv'
plot folder.'/standardized.csv' skip 1 using 2:1 with lines lt 1 lw 1 lc rgb MUTED, \
     path skip 1 using 3:2 with linespoints lt 1 lw 1.5 ps 0.5 lc rgb BLUE, \
     '' skip 1 every ::0::0 using 3:2:(after($1)) with labels offset 0, 0.9 textcolor rgb INK
unset multiplot

# Steps against condition number: a bar is a hundred random starts, its mark their median.
HEIGHT = 420
load 'docs/figure.gp'
set output svg("steps")
unset title
set size noratio
set logscale xy
set xrange [0.7:6e4]
set yrange [0.7:(narrow ? 4e7 : 4e5)]
set xtics 10
set ytics 10
set format '10^{%L}'
set xlabel 'condition number'
set ylabel 'steps'
set key on inside top left Left reverse
inputs = folder.'/inputs.csv'
names = '"raw" "centered" "standardized" "correlated, standardized"'
colors = ORANGE.' '.PURPLE.' '.BLUE.' '.RED
marks = '5 9 13 11'
plot folder.'/squeezed.csv' skip 1 using 2:4 \
         with lines lt 1 lw 1.5 lc rgb GOLD title 'at most, from weights 0', \
     '' skip 1 using 2:5:(0):($7-$5) with vectors nohead lt 1 lw 1 lc rgb MUTED notitle, \
     '' skip 1 using 2:6 with points pt 7 ps 0.5 lc rgb MUTED title 'fur squeezed', \
     for [i=0:3] inputs skip 1 every ::i::i using 2:5:(0):($7-$5) \
         with vectors nohead lt 1 lw 2 lc rgb word(colors, i+1) notitle, \
     for [i=0:3] inputs skip 1 every ::i::i using 2:6 \
         with points pt int(word(marks, i+1)) lc rgb word(colors, i+1) title word(names, i+1)

#!/bin/sh
# Runs an experiment and draws its figures: run.sh PROGRAM CHAPTER-FOLDER OUTPUT-FOLDER [KEPT]
#
# A table of times is called time_NAME.csv. With KEPT, docs/results/03_forward_pass, the figures
# show the times that are kept in KEPT_time_NAME.csv (make times), and not those measured now.
set -eu
program=$1 chapter=$2 output=$3 kept=${4:-}
mkdir -p "$output"
"$program" "$output"
for table in ${kept:+"$kept"_time_*.csv}; do
    [ ! -f "$table" ] || cp "$table" "$output/${table#"$kept"_}"
done
[ -f "$chapter/experiment/figure.gp" ] || exit 0
if ! command -v gnuplot >/dev/null; then
    echo "The tables are in $output. For the figures install gnuplot: ./setup notes"
    exit 0
fi
gnuplot -e "folder='$output'" "$chapter/experiment/figure.gp"
echo
echo "Figures:"
for figure in "$output"/*.svg; do
    echo "  $figure"
done

#!/bin/sh
# Runs an experiment and draws its figures: run.sh PROGRAM CHAPTER-FOLDER OUTPUT-FOLDER
set -eu
program=$1 chapter=$2 output=$3
mkdir -p "$output"
"$program" "$output"
[ -f "$chapter/figure.gp" ] || exit 0
if ! command -v gnuplot >/dev/null; then
    echo "The tables are in $output. For the figures install gnuplot: ./setup notes"
    exit 0
fi
gnuplot -e "folder='$output'" "$chapter/figure.gp"
echo
echo "Figures:"
for figure in "$output"/*.svg; do
    echo "  $figure"
done

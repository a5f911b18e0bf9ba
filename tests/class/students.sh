#!/usr/bin/env bash
# A class of made-up students, and what each deserves: students.sh DIR COUNT
#
# Writes the submissions (students.pl) and prints: student, exercise, points. Right exercises have
# all points; those that are not written, crash, hang, exit or do what they may not, and all of a
# file that is to be refused, have none. What an exercise that is wrong by a suspect deserves is
# what make chapterN-test gives it: there all is the same but the sandbox and the checks.
set -eu
dir=$1 count=$2
cd "$(dirname "$0")/../.."
perl tests/class/students.pl "$dir" "$count" >"$dir.table"

# What the measurements below have in common is built before they start side by side.
make -s compile_commands.json >/dev/null
cut -f 2 "$dir.table" | sort -u | while read -r chapter; do
    number=${chapter%%_*}
    make -s "chapter${number#0}-program" SOLUTION=1 >/dev/null
done

measure() { # a file DIR.variants/CHAPTER/EXERCISE.SUSPECT.c
    local chapter number name id suspect points
    chapter=$(basename "$(dirname "$1")") name=$(basename "$1" .c)
    id=${name%.*} suspect=${name##*.}
    number=${chapter%%_*}
    points=$(make -s "chapter${number#0}-test" SUBJECT="$1" T="$id" 2>&1 |
        sed -n 's|^Score: \([0-9]*\)/.*|\1|p')
    printf '%s\t%s\t%s\n' "$id" "$suspect" "$points"
}
export -f measure
cut -f 2-4 "$dir.table" | sort -u | while IFS=$'\t' read -r chapter id variant; do
    file=$dir.variants/$chapter/$id.$variant.c
    [ ! -f "$file" ] || echo "$file"
done | parallel --will-cite -j "${JOBS:-$(nproc)}" measure >"$dir.measured"

cat build/grade/stage/kept/*/tests.tsv | awk -F '\t' -v OFS='\t' '
    FILENAME == "-" { most[$1] += $3; next }
    FILENAME ~ /measured$/ { points[$1, $2] = $3; next }
    $4 == "right" { print $1, $3, most[$3]; next }
    ($3, $4) in points { print $1, $3, points[$3, $4]; next }
    { print $1, $3, 0 }' - "$dir.measured" "$dir.table"

#!/bin/sh
# All chapters with the points of the last grading: progress.sh FOLDER...
set -eu
for folder in "$@"; do
    title=$(sed -n 's/^title: *"\{0,1\}\([^"]*\)"\{0,1\} *$/\1/p' "chapters/$folder/chapter.md" 2>/dev/null | head -n 1)
    record=build/records/student/$folder.tsv
    [ -f "$record" ] || record=/dev/null
    awk -F '\t' -v folder="$folder" -v title="$title" '
        NR > 1 { points += $2 }
        END {
            number = folder
            sub(/_.*/, "", number)
            sub(/^0/, "", number)
            for (i = 0; i < 20; i++) bar = bar (points >= 5 * (i + 1) ? "#" : ".")
            printf "%2s  %-32s [%s] %3d/100%s\n", number, title, bar, points, NR ? "" : "   not graded yet"
        }' "$record"
done

#!/bin/sh
# All chapters with the points of the last grading and the best so far.
#     progress.sh FOLDER...       shows them
#     progress.sh --note RECORD   notes the points of a record in .progress, if they are the best
#
# .progress is outside build/, so that make clean loses nothing. It is only ever added to, a line
# "03_forward_pass 45" for each new best; a line that is anything else counts for nothing.
set -eu
file=.progress

best() { # of folder $1
    [ -f "$file" ] || { echo 0; return; }
    awk -v folder="$1" '
        { sub(/\r$/, "") }
        NF == 2 && $1 == folder && $2 ~ /^[0-9]+$/ && $2 <= 100 && $2 + 0 > best { best = $2 + 0 }
        END { print best + 0 }' "$file"
}
points() { awk -F '\t' 'NR > 1 { points += $2 } END { print points + 0 }' "$1"; }

if [ "$1" = --note ]; then
    [ -f "$2" ] || exit 0
    folder=$(basename "$2" .tsv) now=$(points "$2")
    [ "$now" -gt "$(best "$folder")" ] || exit 0
    if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then echo >>"$file"; fi # a line was cut off
    echo "$folder $now" >>"$file"
    exit 0
fi

printf '%-61s %4s %4s\n' '' now best
for folder in "$@"; do
    title=$(sed -n 's/^title: *"\{0,1\}\([^"]*\)"\{0,1\} *$/\1/p' \
        "chapters/$folder/chapter.md" 2>/dev/null | head -n 1)
    record=build/records/student/$folder.tsv now=-
    [ -f "$record" ] && now=$(points "$record")
    awk -v folder="$folder" -v title="$title" -v now="$now" -v best="$(best "$folder")" 'BEGIN {
        if (now != "-" && now + 0 > best) best = now
        number = folder
        sub(/_.*/, "", number)
        sub(/^0/, "", number)
        for (i = 1; i <= 20; i++) bar = bar (now >= 5 * i ? "#" : best >= 5 * i ? "-" : ".")
        printf "%2s  %-32s [%s]   %4s %4s\n", number, title, bar, now, best
    }'
done
echo
echo "Of 100 each. # now, - the best so far."

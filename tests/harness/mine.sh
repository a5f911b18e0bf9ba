#!/bin/sh
# A chapter on the student's own earlier chapters, and which of these is at fault:
#     mine.sh NUMBER RECORD EARLIER... -- PROGRAM ARGUMENT...
# The program is the chapter's, linked with the student's earlier chapters. The report is that of
# the chapter on the reference, so that no mistake is charged twice; a line before its score
# says what the chapter does on the student's own.
set -eu
number=$1 record=$2
shift 2
earlier=
while [ "$1" != -- ]; do earlier="$earlier $1"; shift; done
shift

points() { awk -F '\t' 'NR > 1 { points += $2 } END { print points + 0 }' "$1"; }
# grade MINE: the chapter's points on these of the student's chapters, '' for none
grade() {
    make -s "chapter$number-test" MINE="$1" >/dev/null 2>&1 || true
    points "build/records/student${1:++$1}/$(basename "$record")"
}

if [ -z "$earlier" ]; then
    echo "Chapter $number stands on no earlier chapter: MINE=1 changes nothing."
    exec make -s "chapter$number-test" MINE=
fi
if [ "${MINE:-1}" != 1 ]; then # one of the runs below
    exec "$@"
fi

"$@" >/dev/null 2>&1 || true
own=$(points "$record") # on all of the student's earlier chapters
report=$(make -s "chapter$number-test" MINE= 2>&1) && status=0 || status=$?
reference=$(points "build/records/student/$(basename "$record")")
printf '%s\n' "$report" | grep -v -e '^Score:' -e '^make'
if [ "$own" = "$reference" ]; then
    echo "On your own earlier chapters (${earlier# }): $own/100 too."
else
    echo "On your own earlier chapters: $own/100. Not charged here; what is at fault:"
    for chapter in $earlier; do
        alone=$(grade "$chapter")
        [ "$alone" = "$reference" ] && continue
        n=${chapter%%_*}
        n=${n#0}
        make -s "chapter$n-test" MINE= >/dev/null 2>&1 || true
        wrong=$(awk -F '\t' '
            NR > 1 && $2 < $3 {
                sub(/[.][0-9]+$/, "", $1)
                if (!seen[$1]++) printf "%s %s %s", separator, $1, $7
                separator = ","
            }' "build/records/student/$chapter.tsv")
        echo "  chapter $n:${wrong:- no test of its own fails} (make chapter$n-test)"
    done
    status=1
fi
printf '%s\n' "$report" | grep '^Score:'
exit "$status"

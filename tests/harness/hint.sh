#!/bin/sh
# The next hint for the first exercise that fails: hint.sh NUMBER chapter.md RECORD [EXERCISE]
# The hints stand in the chapter's text. How many were given is kept under build/hints.
set -eu
number=$1 text=$2 record=$3 exercise=$4
[ -f "$text" ] || { echo "$text: chapter $number has no text, and so no hints" >&2; exit 2; }
[ -f "$record" ] || { echo "$record: not there; make chapter$number-test makes it" >&2; exit 2; }

case $exercise in *.*.*) exercise=${exercise%.*} ;; esac # a test: its exercise
if [ -z "$exercise" ]; then # the one that the report explains: a wrong one before an unwritten one
    exercise=$(awk -F '\t' '
        NR > 1 && $2 < $3 {
            sub(/[.][0-9]+$/, "", $1)
            if ($4 != "not written yet") { wrong = $1; exit }
            if (!unwritten) unwritten = $1
        }
        END { print wrong ? wrong : unwritten }' "$record")
    if [ -z "$exercise" ]; then
        echo "All tests of chapter $number pass: there is nothing to hint at."
        exit 0
    fi
fi

hint() { # prints hint $1 of the exercise, or nothing
    awk -v id="#ex:$exercise" -v wanted="$1" '
        /^:::+ *[{a-z]/ {
            depth++
            if (!inside && (index($0, id " ") || index($0, id "}"))) inside = depth
            else if (inside && /hint/) { if (++count == wanted) { showing = depth; next } }
        }
        /^:::+ *$/ {
            if (showing == depth) exit
            if (inside == depth) exit
            depth--
            next
        }
        showing' "$text" | sed -e '/./,$!d' -e 's/^/    /'
}

mkdir -p build/hints
given=$(cat "build/hints/$exercise" 2>/dev/null || echo 0)
next=$((given + 1))
shown=$(hint "$next")
if [ -z "$shown" ] && [ "$given" -eq 0 ]; then
    echo "$text: no hints for exercise $exercise" >&2
    exit 2
fi
function=$(awk -F '\t' -v e="$exercise." 'index($1, e) == 1 { print $7; exit }' "$record")
if [ -z "$shown" ]; then
    echo "Exercise $exercise, $function: that was the last hint. Here it is again:"
    echo
    hint "$given"
    echo
    echo "Still stuck? make chapter$number-compare puts your code beside the reference."
    exit 0
fi
echo "Exercise $exercise, $function: hint $next"
echo
printf '%s\n' "$shown"
echo "$next" >"build/hints/$exercise"

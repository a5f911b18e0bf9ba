#!/bin/sh
# A student's functions (left) beside the reference's: side_by_side.sh CONTRACT FILE SOLUTION
set -eu
contract=$1 file=$2 solution=$3
if [ ! -f "$solution" ]; then
    echo "The student edition does not show the reference's code. What both compute:"
    exit 0
fi
width=$(stty size 2>/dev/null </dev/tty | cut -d ' ' -f 2 || true)
[ "${width:-0}" -gt 0 ] || width=150
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk -f docs/literate.awk -v mode=clean "$solution" >"$folder/solution.c"
case $file in solutions/*) file=$folder/solution.c ;; esac # SOLUTION=1: without the marks

body() { # the definition of function $1 in file $2: from its first line to the closing brace
    awk -v name="$1" '
        { sub(/\r$/, "") }
        !inside && /^[A-Za-z]/ && $0 !~ /^[^{]*;/ && match($0, "(^|[ *])" name " *[(]") {
            inside = 1
            if (RSTART == 1 && index($0, name) == 1) print before # the result, on a line of its own
            if (/[}][ \t]*$/) { print; exit }
        }
        inside
        inside && /^}/ { exit }
        { before = $0 }' "$2"
}

awk '$1 == "function" { print $2, $3 }' "$contract" | while read -r id function; do
    body "$function" "$file" >"$folder/yours"
    body "$function" "$folder/solution.c" >"$folder/its"
    if cmp -s "$folder/yours" "$folder/its"; then
        echo "$id $function: the same text as the reference"
    else
        printf '%-*s%s\n\n' $((width / 2 + 1)) "$id $function, yours" "the reference's"
        diff --side-by-side --expand-tabs --width="$width" "$folder/yours" "$folder/its" || true
    fi
    echo
done

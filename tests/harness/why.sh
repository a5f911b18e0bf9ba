#!/bin/sh
# One test in full: why.sh TESTS-FOLDER PROGRAM ARGUMENT...
# The test's own source, then what the program says: its first line is the test's number, function,
# points and title, separated by tabs.
set -eu
folder=$1
shift
said=$(mktemp)
trap 'rm -f "$said"' EXIT
"$@" >"$said" || { cat "$said"; exit 2; }
IFS='	' read -r test function points title <"$said"
if [ -z "$function" ]; then # nothing to explain
    cat "$said"
    exit 0
fi
echo "$test  $function: $title   $points"
echo
function=$function title=$title awk '
    # The row {6, "divides by N", variance_divides_by_N} names the function, in the file that ends
    # in EXERCISE(bn_variance).
    function function_of(text,    at) {
        if (!index(text, "EXERCISE(" ENVIRON["function"] ")")) return ""
        at = index(text, "\"" ENVIRON["title"] "\",")
        text = substr(text, at + length(ENVIRON["title"]) + 3)
        return at && match(text, /[a-z][A-Za-z0-9_]*/) ? substr(text, RSTART, RLENGTH) : ""
    }
    # From the comment above it to the closing brace.
    function show(file, name,    i, first) {
        for (i = 1; i <= lines[file]; i++) {
            if (line[file, i] == "") first = i + 1
            if (line[file, i] == "static void " name "(void)") break
        }
        if (i > lines[file]) return
        print "The test (" file ", line " i ")"
        for (i = first; i <= lines[file]; i++) {
            print "    | " line[file, i]
            if (line[file, i] == "}") break
        }
        print ""
    }
    { line[FILENAME, FNR] = $0; lines[FILENAME] = FNR; text[FILENAME] = text[FILENAME] "\n" $0 }
    END {
        for (file in text) if (name = function_of(text[file])) break
        for (file in text) if (name) show(file, name)
    }' "$folder"/*.c
tail -n +2 "$said"

#!/bin/sh
# Has each exercise tests? tested.sh CONTRACT HEADER TESTS-FOLDER
set -eu
contract=$1 header=$2 folder=$3
status=0
functions=$contract.functions
awk -F '\t' '$1 == "function" { print $2, $3, $6 }' "$contract" >"$functions"
while read -r id function line; do
    grep -qsF "EXERCISE($function);" "$folder"/*.c && continue
    echo "$header:$line: exercise $id has no tests: no file of $folder has EXERCISE($function)" >&2
    status=1
done <"$functions"
exit $status

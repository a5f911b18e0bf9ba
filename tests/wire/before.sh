#!/bin/sh
# The reference before each exercise, as FOLDER/2.so ...: before.sh FOLDER CONTRACT COMPILER FLAG...
#
# In K.so are the functions of the exercises before the K-th, and what they call; of all others not
# a byte. The last has all of them. CONTRACT is contract.awk's table; the command makes a library,
# except for -o.
set -eu
folder=$1 contract=$2
shift 2
rm -rf "$folder"
mkdir -p "$folder"
awk -F '\t' '$1 == "function" { print $3 }' "$contract" >"$folder/functions"
count=$(wc -l <"$folder/functions")
k=2
while [ "$k" -le $((count + 1)) ]; do
    exported=$(head -n $((k - 1)) "$folder/functions" | sed 's/$/;/')
    printf '{ global:\n%s\nlocal: *; };\n' "$exported" >"$folder/$k.map"
    "$@" -Wl,--gc-sections -Wl,--version-script="$folder/$k.map" -o "$folder/$k.so"
    k=$((k + 1))
done

#!/bin/sh
# Derives a stub from its solution: stub.sh SOLUTION STUB
# A file that somebody worked in is kept as it is.
set -eu
solution=$1 stub=$2
new=$(mktemp)
trap 'rm -f "$new"' EXIT
awk -f docs/literate.awk -v mode=stub "$solution" >"$new"
if [ -f "$stub" ] && cmp -s "$new" "$stub"; then
    exit 0
fi
if [ -f "$stub" ] && ! git diff --quiet HEAD -- "$stub" 2>/dev/null; then
    echo "kept     $stub: it has changes that are not committed"
    exit 0
fi
cat "$new" >"$stub"
echo "derived  $stub"

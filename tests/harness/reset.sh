#!/bin/sh
# Puts a stub back, after saving the file that is there under a new name: reset.sh SOLUTION FILE
set -eu
solution=$1 file=$2
new=$(mktemp)
trap 'rm -f "$new"' EXIT
if [ -f "$solution" ]; then
    awk -f docs/literate.awk -v mode=stub "$solution" >"$new"
else # the student edition
    cat "stubs/$(basename "$file")" >"$new"
fi
if [ -f "$file" ]; then
    if cmp -s "$new" "$file"; then
        echo "$file is the stub already."
        exit 0
    fi
    k=1
    while [ -e "$file.saved-$k" ]; do k=$((k + 1)); done
    cp -p "$file" "$file.saved-$k"
    echo "Your file is now $file.saved-$k"
fi
cat "$new" >"$file"
echo "$file is the stub again."

#!/usr/bin/env bash
# Lines of a solution in a student edition: leaks.sh FOLDER prints each, with the file.
#
# A line counts when it is in a solution and in no file that students are given anyway (stub,
# headers, given/, common/, experiments, the graded tests), and has 25 characters or more: shorter
# ones are the same in any program. Searched is every file of the folder, as text; objects too.
set -u
folder=$(realpath "$1")
cd "$(dirname "$0")/../.." || exit 2
lines=$(mktemp)
trap 'rm -f "$lines" "$lines".*' EXIT
trim() { sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' | LC_ALL=C sort -u; }
for solution in solutions/[0-9]*/*.c; do
    awk -f docs/literate.awk -v mode=clean "$solution" | grep -v '^ *\(/\*\|//\|\*\)'
done | trim | awk 'length >= 25' >"$lines.solutions"
{
    for solution in solutions/[0-9]*/*.c; do awk -f docs/literate.awk -v mode=stub "$solution"; done
    cat common/*.[ch] chapters/*/{*.h,given/*.[ch],experiment/*.c} tests/harness/*.c 2>/dev/null
    find tests/[0-9]* -maxdepth 1 -name '*.[ch]' ! -name 'suspects*' ! -name 'oracle*.c' \
        -exec cat {} +
} | trim >"$lines.given"
LC_ALL=C comm -23 "$lines.solutions" "$lines.given" >"$lines"
count=$(wc -l <"$lines")
[ "$count" -gt 100 ] || { echo "only $count lines of the solutions are known" >&2; exit 2; }
(cd "$folder" && grep -rhowaF -f "$lines" . | LC_ALL=C sort | uniq -c)

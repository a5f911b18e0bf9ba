#!/usr/bin/env bash
# C is formatted as .clang-format says. Only version 14 is asked: others differ in details. Attacks
# on the grading of a class are not asked: some are made to keep a program busy that reads them.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

version=$(clang-format --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')
if [ "$version" != 14 ]; then
    echo "skipped: the formatting of C, since clang-format 14 is not here"
    exit 0
fi
count=0
while read -r file; do
    count=$((count + 1))
    clang-format "$file" | diff -q "$file" - >/dev/null || fail "$file is formatted" "clang-format -i $file"
done < <({ git ls-files '*.[ch]' 2>/dev/null || find . -name '*.[ch]' -not -path './build/*'; } | grep -v '/class/attacks/')
[ $count -gt 20 ] && ok "$count C files were looked at" || fail "C files were looked at" "only $count"
finish

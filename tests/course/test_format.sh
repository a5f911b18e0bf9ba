#!/usr/bin/env bash
# C is formatted as .clang-format says: by its versions 14, 19 and 21 that is the same. Attacks on
# the grading of a class are not asked: some are made to keep a program busy that reads them.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

count=0
while read -r file; do
    count=$((count + 1))
    clang-format "$file" | diff -q "$file" - >/dev/null ||
        fail "$file is formatted" "clang-format -i $file"
done < <(tracked '*.[ch]' | grep -v '/class/attacks/')
[ $count -gt 20 ]
judge $? "$count C files were looked at" "only $count"
finish

#!/usr/bin/env bash
# C is formatted as .clang-format says: by its versions 14, 19 and 21 that is the same. Attacks on
# the grading of a class are not asked: some are made to keep a program busy that reads them.
# And no line of any program, script, makefile or list of claims is longer than .editorconfig says.
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

columns=$(sed -n 's/^max_line_length = //p' .editorconfig)
{
    tracked '*.sh' '*.awk' '*.jq' '*.lua' '*.mk' Makefile '*.pl' '*.js' '*.gp' '*.[ch]' \
        '*claims' '*shares'
    tracked '*' | grep -v '\.[^/]*$' | xargs grep -lI '^#!' # scripts without a suffix
} | sed 's,^\./,,' | sort -u >"$tmp/sources"
count=$(wc -l <"$tmp/sources")
[ "$count" -gt 100 ]
judge $? "$count sources were looked at for long lines" "only $count"
# Characters, not bytes.
while IFS=: read -r file line _; do
    fail "$file:$line: within $columns columns" "break it where the thought breaks"
done < <(LC_ALL=C.UTF-8 xargs grep -HnE "^.{$((columns + 1))}" <"$tmp/sources")
finish

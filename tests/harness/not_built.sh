#!/bin/sh
# What stands in the way when a student's file does not compile or link, after the compiler's own
# messages: not_built.sh FILE COMMAND... runs the failed command again and reads what it says.
set -u
file=$1
shift
said=$(LC_ALL=C "$@" 2>&1)
first() { printf '%s\n' "$said" | sed -n "s/$1/\\1/p" | head -n 1; }

place=$(first '^\(.*\): warning: ISO C forbids nested functions.*')
[ -n "$place" ] || place=$(first '^\(.*\): error: function definition is not allowed here.*')
undefined=$(first '.*aliased to undefined symbol .\([A-Za-z0-9_]*\).*')
[ -n "$undefined" ] || undefined=$(printf '%s\n' "$said" | sed -n '/alias must point to/{n;s/.* student_\([a-z0-9_]*\) .*/\1/p;}' | head -n 1)
twice=$(first '.*multiple definition of .\([A-Za-z0-9_]*\).*')
nowhere=$(first '.*undefined reference to .\([A-Za-z0-9_]*\).*')

if [ -n "$place" ]; then
    echo "$file: a } is missing before line $(echo "$place" | cut -d : -f 2)."
elif [ "$twice" = main ]; then
    echo "$file: leave main out, the tests have one."
elif [ -n "$twice" ]; then
    echo "$file: the tests define $twice too: write static before yours."
elif [ -n "$nowhere" ]; then
    echo "$file: $nowhere is called, and nobody defines it."
elif [ -n "$undefined" ] && ! printf '%s\n' "$said" | grep -q "^$file.*error:"; then
    echo "$file does not define $undefined."
elif printf '%s\n' "$said" | grep -q "^$file.*error:"; then
    echo "$file does not compile: begin with the first error."
fi

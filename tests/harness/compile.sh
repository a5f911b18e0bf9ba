#!/bin/sh
# Compiles, or links, what a student's file is part of: compile.sh FILE OUTPUT COMMAND...
# Where that works, the compiler's warnings are shown as they are. Where not, only what stands in
# the way (not_built.awk); all that the compiler said is kept beside the output.
set -u
file=$1 kept=${2%.o}.messages
shift 2
command -v "$1" >/dev/null || { echo "$1 is missing: ./setup installs a compiler" >&2; exit 1; }
color=
[ -t 2 ] && [ -z "${NO_COLOR:-}" ] && color=-fdiagnostics-color=always
# shellcheck disable=SC2086
said=$("$@" $color 2>&1) && {
    [ -z "$said" ] || printf '%s\n' "$said" >&2
    exit 0
}
LC_ALL=C "$@" >"$kept" 2>&1
LC_ALL=C awk -v file="$file" -v kept="$kept" -f "${0%/*}/not_built.awk" "$file" "$kept" >&2
exit 1

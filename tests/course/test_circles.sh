#!/usr/bin/env bash
# Dependencies run one way: no file of a program uses what another defines that uses it in turn,
# directly or by way of others. Asked are the objects, which know what they use.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

build=build/gcc-double/fast

# uses OBJECT...: a line "USER DEFINER" for each function or variable that one takes from another
uses() {
    nm -A -P "$@" | awk '
        { sub(/:$/, "", $1) }
        $3 == "U" { user[++count] = $1; used[count] = $2; next }
        $3 ~ /^[A-Z]$/ { definer[$2] = $1 }
        END {
            for (i = 1; i <= count; i++)
                if (used[i] in definer) print user[i], definer[used[i]]
        }'
}

# one_way DESCRIPTION OBJECT...
one_way() {
    local description=$1 pairs circle
    shift
    pairs=$(uses "$@" | sort -u)
    if [ -z "$pairs" ]; then
        fail "$description" "no file uses another: is this all?"
        return
    fi
    circle=$(tsort <<<"$pairs" 2>&1 >/dev/null)
    judge $? "$description" "$(sed -n "s,^tsort: \($build/\)*\(.*\)\.o\$,\2.c,p" <<<"$circle")"
}

# The test itself: a circle of three, by way of a variable; without it, none.
cd "$tmp" || exit 2
echo 'int b(void); int a(void) { return b(); }' >a.c
echo 'extern int c; int b(void) { return c; }' >b.c
echo 'int a(void); int c = 1; int d(void) { return a(); }' >c.c
echo 'int a(void); int main(void) { return a(); }' >main.c
gcc -c ./*.c
said=$(one_way circle ./*.o)
[[ $said == FAIL*a.c*b.c*c.c* || $said == FAIL*b.c*c.c*a.c* || $said == FAIL*c.c*a.c*b.c* ]] &&
    [[ $said != *main.c* ]]
judge $? "a circle of three files is found, with their names" "$said"
finds "and none where there is none" '^ok' "$(one_way line main.o a.o b.o)"
cd - >/dev/null || exit 2

# What an experiment is linked from, on the reference: its parts, and all that is below them.
below=(common/*.c solutions/*/*.c chapters/*/given/*.c)
objects() { printf "$build/%s\n" "${@/%.c/.o}"; }
mapfile -t all < <(objects "${below[@]}" chapters/*/experiment/*.c)
make -s "${all[@]}" >/dev/null 2>"$tmp/stderr" || fail "the objects build" "$(cat "$tmp/stderr")"
for folder in chapters/*/experiment; do
    mapfile -t files < <(objects "${below[@]}" "$folder"/*.c)
    one_way "no circle in the program of $folder" "${files[@]}"
done
finish

#!/bin/sh
# What a student's object may be: check_object.sh WORK CHAPTER. Runs in the sandbox.
#
# WORK/plain.o is the file compiled without the sanitizers, so that all that is in it is the
# student's; WORK/subject.o is the same with them. Refused are functions that run before or after
# the tests, and sections that no compiler makes of plain C. A function or variable that is
# neither defined here nor allowed becomes a trap. All other names become private to the object,
# except the exercises': a student's memcmp, fabs or malloc serves the student's own file only.
# The result is WORK/checked.o.
set -u
work=$1 chapter=$2
refuse() { echo "$*" >&2; exit 1; }

for kind in plain subject; do
    readelf -SsW "$work/$kind.o" >"$work/$kind.list" 2>/dev/null || refuse "the object cannot be read"
done
awk -f "${0%/*}/object.awk" "$chapter/allowed" "$work/plain.list" "$work/subject.list" >"$work/forbidden" || exit 1
object=$work/subject.o
if [ -s "$work/forbidden" ]; then
    sed 's/.*/& forbidden_&/' "$work/forbidden" >"$work/renamed"
    {
        echo 'void forbidden_call(const char *name);' # in student_side.c
        sed 's/.*/void forbidden_&(void); void forbidden_&(void) { forbidden_call("&"); }/' "$work/forbidden"
    } >"$work/forbidden.c"
    cc -w -fno-builtin -c "$work/forbidden.c" -o "$work/forbidden.o" &&
    objcopy --redefine-syms="$work/renamed" "$work/subject.o" "$work/trapped.o" &&
    ld -r "$work/trapped.o" "$work/forbidden.o" -o "$work/merged.o" || refuse "its names cannot be changed"
    object=$work/merged.o
fi
objcopy --keep-global-symbols="$chapter/exercises" "$object" "$work/checked.o"

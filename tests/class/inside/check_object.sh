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
work=$1 chapter=$2 here=${0%/*}
refuse() { echo "$*" >&2; exit 1; }

cd "$work" || exit 1
for kind in plain subject; do
    readelf -SsW $kind.o >$kind.list 2>/dev/null || refuse "the object cannot be read"
done
awk -f "$here/object.awk" "$chapter/allowed" plain.list subject.list >forbidden || exit 1
object=subject.o
if [ -s forbidden ]; then
    sed 's/.*/& forbidden_&/' forbidden >renamed
    {
        echo 'void wire_forbidden(const char *name);' # in tests/wire/worker.c
        sed 's/.*/void forbidden_&(void) { wire_forbidden("&"); }/' forbidden
    } >forbidden.c
    cc -w -fno-builtin -fPIC -fvisibility=hidden -c forbidden.c -o forbidden.o &&
    objcopy --redefine-syms=renamed subject.o trapped.o &&
    ld -r trapped.o forbidden.o -o merged.o || refuse "its names cannot be changed"
    object=merged.o
fi
objcopy --keep-global-symbols="$chapter/exercises" "$object" checked.o

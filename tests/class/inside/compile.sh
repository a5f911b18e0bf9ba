#!/bin/sh
# From a student's file to a library for the student's program. Runs in the sandbox.
#
#     compile.sh STAGE CHAPTER FILE >LIBRARY
#
# STAGE holds the headers, and in CHAPTER/ what is known of the chapter (stage.sh). The object is
# checked before it is linked (check_object.sh): a call that graded code may not make ends the test
# that reaches it, and no name of the student's replaces anybody else's.
#
# Exit status: 0; 1 the file does not compile (errors on standard error); 3 it is refused (the
# reason in one line on standard error).
set -u
stage=$1 chapter=$2 file=$3
here=$(dirname "$0")
export TMPDIR="${TMPDIR:-/tmp}"
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
# shellcheck source=/dev/null
. "$stage/flags"    # CC, CPPFLAGS, CFLAGS, SANITIZE

assembly() { echo "it has assembly in it" >&2; exit 3; }

# Preprocessed once, and then compiled twice: plainly, to see what it is, and with the sanitizers,
# to run. No macro can tell the two apart.
# shellcheck disable=SC2086
{
    $CC $CPPFLAGS $CFLAGS -I"$stage" -I"$stage/headers" \
        -include "$stage/$chapter/student.h" -E "$file" -o "$work/subject.i" || exit 1
    LC_ALL=C awk -f "$here/strings.awk" "$work/subject.i" || assembly
    # not with -w, with which older compilers let pass what is an error to others
    $CC $CFLAGS -g0 -O0 -x cpp-output -S "$work/subject.i" -o "$work/plain.s" &&
    $CC $CFLAGS $SANITIZE -w -x cpp-output -S "$work/subject.i" -o "$work/subject.s"
} || exit 1
grep -q '^#APP' "$work/plain.s" "$work/subject.s" && assembly
for kind in plain subject; do as "$work/$kind.s" -o "$work/$kind.o" || exit 1; done

"$here/check_object.sh" "$work" "$stage/$chapter" || exit 3
# shellcheck disable=SC2086
$CC $SANITIZE $LINK -shared -Wl,-z,lazy "$work/checked.o" -o "$work/student.so" || exit 1
cat "$work/student.so"

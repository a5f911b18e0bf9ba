#!/bin/sh
# Links a student's object with a chapter's tests, and runs them. Runs in the sandbox.
#
#     test.sh FLAGS REST SOURCE >RECORD
#
# FLAGS and REST are the stage's; the object is subject.o in the current folder, checked by
# compile.sh. Exit status 121: it cannot be linked.
set -u
# shellcheck source=/dev/null
. "$1" # CC, SANITIZE, LINK, LIBS
program=${TMPDIR:-/tmp}/program

# shellcheck disable=SC2086,SC3045
(
    ulimit -t 10
    ulimit -v $((1 << 20))
    $CC $SANITIZE $LINK subject.o "$2" $LIBS -o "$program"
) || exit 121
exec "$program" --subject "$3" --record -

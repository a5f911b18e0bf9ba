#!/usr/bin/env bash
# The student's program of a submission, in the sandbox: student.sh STAGE CHAPTER WORK
#
# tests/harness/remote.c starts it, with the wire on descriptor 3. In sight are the program and its
# libraries, and WORK/student.so; of the reference there are descriptors, which the program closes
# before it loads the student's file (tests/wire/host.c).
set -u
# shellcheck source=tests/class/sandbox.sh
. "${0%/*}/sandbox.sh"
stage=$1 chapter=$2 work=$3
program=$stage/program libraries=$stage/program/$chapter
for library in "$stage/kept/$chapter"/before/*.so; do
    k=${library##*/}
    eval "exec $((100 + ${k%.so}))<\"\$library\""
done
if [ "${SANDBOX:-bwrap}" = none ]; then # as in file.sh: the stage may lie where nobody can read
    mkdir "$work/program"
    cp -r "$program"/{host,common.so,"$chapter"} "$work/program/"
    program=$work/program libraries=$work/program/$chapter
fi
SANDBOX_KEEP='^(3|1[0-9][0-9])$'
SANDBOX_SECONDS=60
cd "$work/student" || exit 2
sandbox "$program" "$work/student" -- "$program/host" fd:100 "$program/common.so" \
    "$libraries/base.so" - "$work/student/student.so" "$libraries/given.so"

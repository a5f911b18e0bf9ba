#!/usr/bin/env bash
# Grades one file in one chapter: file.sh CHAPTER FILE RESULT
#
# RESULT becomes a folder:
#     status         graded, "does not compile", refused or undecided
#     record.tsv     a line for each test, as tests/harness writes it (only if graded)
#     messages       what the compiler said, or why the file is refused
#     undecided      (empty) only the clock has ended something of it: nothing that may be kept
# It appears as a whole or not at all, so that grading may be killed at any moment. One that is
# undecided is replaced.
set -u
cd "${0%/*}/../.." || exit 2
# shellcheck source=tests/class/sandbox.sh
. tests/class/sandbox.sh
chapter=$1 file=$2 result=$3
stage=$PWD/build/grade/stage tools=$PWD/tests/class/inside
most_bytes=$((256 << 10)) # a chapter's solution has 10 to 20 KB

[ ! -d "$result" ] || [ -e "$result/undecided" ] || exit 0
umask 022
mkdir -p "${result%/*}" build/grade/tmp
place=$PWD/build/grade/tmp given=$stage/given
[ "${SANDBOX:-bwrap}" != none ] || place=/tmp # where nobody, as whom it runs, can read
work=$(mktemp -d "$place/XXXXXX") && kept=$(mktemp -d "$PWD/build/grade/tmp/XXXXXX") || exit 2
trap 'rm -rf "$kept" "$work" 2>/dev/null || { chmod -R u+rwX "$work"; rm -rf "$work"; }' EXIT
source=chapters/$chapter/$(<"$stage/kept/$chapter/source")
new=$kept/result
mkdir -p "$new" "$work/w/${source%/*}" "$work/tmp"
chmod 755 "$work"
SANDBOX_TMP=$work/tmp
if [ "${SANDBOX:-bwrap}" = none ]; then
    cp -r "$given" "$tools" "$work/"
    given=$work/given tools=$work/inside
fi

done_with() { # STATUS
    echo "$1" >"$new/status"
    [ ! -e "$result/undecided" ] || mv -T "$result" "$kept/old"
    mv -T "$new" "$result" 2>/dev/null || [ -d "$result" ] # another job may have been faster
    exit
}
undecided() {
    touch "$new/undecided"
    done_with "$1"
}
# Up to 20 lines that may be shown: no control characters, no paths of the grader's.
tidy() {
    [ -s "$1" ] || return 0
    head -c 20000 "$1" | sed "s|$stage/[a-z]*/||g; s|$work/[a-z]*/||g" |
        tr -d '\000-\010\013-\037\177' | iconv -c -f UTF-8 -t UTF-8 | cut -c 1-300 |
        head -n 20
}
# With these files and folders of the grader's in sight, and the submission's:
inside() { # PATH... -- COMMAND...
    ( cd "$work/w" && sandbox "$work/w" "$tools" "$@" )
}

size=$(stat -c %s "$file")
if [ "$size" -gt $most_bytes ]; then
    echo "the file is larger than $((most_bytes >> 10)) KB" >"$new/messages"
    done_with refused
fi
install -m 644 "$file" "$work/w/$source"

SANDBOX_SECONDS=10
mkdir -p "$work/student"
SANDBOX_MEMORY=$((1 << 30)) inside "$given" -- \
    "$tools/compile.sh" "$given" "$chapter" "$source" \
    >"$work/student/student.so" 2>"$work/messages"
status=$?
[ $status -eq 0 ] || tidy "$work/messages" >"$new/messages"
case $status in
0) ;;
3)
    tail -n 1 "$new/messages" >"$work/reason"
    mv "$work/reason" "$new/messages"
    done_with refused ;;
124 | 137) undecided undecided ;;
*)
    ! grep -qs 'signal terminated program' "$new/messages" ||
        echo "the compiler was stopped after $SANDBOX_SECONDS seconds of work" >>"$new/messages"
    done_with "does not compile" ;;
esac

# The tests' program holds all that is to be kept from the submission, and is outside of the
# sandbox; it starts the student's program, which is inside. Each test has limits of its own
# (tests/wire/limits.c).
tests=$(wc -l <"$stage/kept/$chapter/tests.tsv")
for attempt in 1 2; do # twice, if it is not the submission's fault
    TMPDIR=$work/tmp timeout -k 10 "$SANDBOX_PATIENCE" \
        "$stage/kept/$chapter/tests" --subject "$source" --record - -- \
        tests/class/student.sh "$stage" "$chapter" "$work" >"$new/record.tsv" 2>"$work/messages"
    status=$?
    if [ "$(wc -l <"$new/record.tsv")" -eq $((tests + 1)) ]; then
        ! cut -f 4 "$new/record.tsv" | grep -qxE 'waited|undecided' || undecided graded
        done_with graded
    fi
    case $status in 3 | 124 | 137) break ;; esac
done
rm "$new/record.tsv"
case $status in
3) tidy "$work/messages" >"$new/messages"; done_with refused ;; # it cannot be loaded
124 | 137) undecided undecided ;;
esac
# nothing is known, and nothing is kept
echo "$chapter: the tests could not be run: $(head -n 1 "$work/messages")" >&2
exit 1

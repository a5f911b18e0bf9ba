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
work=$(mktemp -d "$PWD/build/grade/tmp/XXXXXX") || exit 2
trap 'rm -rf "$work" 2>/dev/null || { chmod -R u+rwX "$work"; rm -rf "$work"; }' EXIT
source=chapters/$chapter/$(<"$stage/kept/$chapter/source")
new=$work/result
mkdir -p "$new" "$work/w/${source%/*}" "$work/tmp"
chmod 755 "$work"
SANDBOX_TMP=$work/tmp

done_with() { # STATUS
    echo "$1" >"$new/status"
    [ ! -e "$result/undecided" ] || mv -T "$result" "$work/old"
    mv -T "$new" "$result" 2>/dev/null || [ -d "$result" ] # another job may have been faster
    exit
}
undecided() {
    touch "$new/undecided"
    done_with "$1"
}
# Up to 20 lines that may be shown: no control characters, no paths of the grader's.
tidy() { [ ! -s "$1" ] || head -c 20000 "$1" | sed "s|$stage/[a-z]*/||g" | tr -d '\000-\010\013-\037\177' | iconv -c -f UTF-8 -t UTF-8 | cut -c 1-300 | head -n 20; }
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
SANDBOX_MEMORY=$((1 << 30)) \
    inside "$stage/given" -- "$tools/compile.sh" "$stage/given" "$chapter" "$source" >"$work/w/subject.o" 2>"$work/messages"
status=$?
[ $status -eq 0 ] || tidy "$work/messages" >"$new/messages"
case $status in
0) ;;
3) tail -n 1 "$new/messages" >"$work/reason"; mv "$work/reason" "$new/messages"; done_with refused ;;
124 | 137) undecided undecided ;;
*)
    ! grep -qs 'signal terminated program' "$new/messages" ||
        echo "the compiler was stopped after $SANDBOX_SECONDS seconds of work" >>"$new/messages"
    done_with "does not compile" ;;
esac

# The tests' program alone writes to standard output: each test runs with another one. Each has limits
# of its own (tests/harness/limits.c); all together stay below a minute, and so below SANDBOX_PATIENCE
# as long as the machine gives them a sixteenth of a processor.
SANDBOX_SECONDS=60
mapfile -t tests <"$stage/kept/$chapter/tests.tsv"
for attempt in 1 2; do # twice, if it is not the submission's fault
    inside "$stage/given/flags" "$stage/kept/$chapter/rest.o" -- \
        "$tools/test.sh" "$stage/given/flags" "$stage/kept/$chapter/rest.o" "$source" >"$new/record.tsv" 2>"$work/messages"
    status=$?
    lines=$(wc -l <"$new/record.tsv")
    if [ "$lines" -eq $((${#tests[@]} + 1)) ]; then
        ! cut -f 4 "$new/record.tsv" | grep -qxE 'waited|undecided' || undecided graded
        done_with graded
    fi
    case $status in 121 | 124 | 137) break ;; esac
done
rm "$new/record.tsv"
case $status in
124 | 137) undecided undecided ;;
121) tidy "$work/messages" >"$new/messages"; done_with "does not compile" ;; # it could not be linked
125 | 126 | 127) # it could not be started: nothing is known, and nothing is kept
    echo "$chapter: the tests could not be started: $(head -n 1 "$work/messages")" >&2
    exit 1 ;;
esac
{ echo "the tests' program did not end as it should: no points"; tidy "$work/messages"; } >"$new/messages"
done_with refused

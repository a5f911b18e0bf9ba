#!/usr/bin/env bash
# run.sh counts what a test says, and what it fails to say, in a course that has only a few tests.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir -p "$tmp/course/tests/course" "$tmp/course/chapters/01_none"
cp tests/course/{run,root}.sh "$tmp/course/tests/course/"
touch "$tmp/course/chapters/01_none/none.h"
echo '.DEFAULT: ; @:' >"$tmp/course/Makefile"

# counts NAME STATUS LAST-LINE WHY BODY: a test with this body makes run.sh end so, and say WHY.
counts() {
    local said status
    printf '#!/bin/sh\n%s\n' "$5" >"$tmp/course/tests/course/test_$1.sh"
    chmod +x "$tmp/course/tests/course/test_$1.sh"
    said=$("$tmp/course/tests/course/run.sh" "test_$1" 2>&1)
    status=$?
    [ $status -eq "$2" ] && [ "$(tail -n 1 <<<"$said")" = "$3" ] && grep -qF -- "$4" <<<"$said"
    judge $? "a test that $1" "status $status: $said"
}
counts passes 0 '2 passed, 0 failed' '2 passed   0 failed' 'echo "ok   a"; echo "ok   b"'
counts fails 1 '1 passed, 1 failed' 'FAIL b: why' 'echo "ok   a"; echo "FAIL b: why"; exit 1'
counts fails_with_status_0 1 '0 passed, 1 failed' 'FAIL b: why' 'echo "FAIL b: why"'
counts breaks_off 1 '1 passed, 1 failed' \
    'exit status 3: no such thing' 'echo "ok   a"; echo "no such thing" >&2; exit 3'
counts runs_nothing 1 \
    '0 passed, 1 failed' 'it ran nothing: skip  node is missing' 'echo "skip  node is missing"'
counts is_empty 1 '0 passed, 1 failed' 'it ran nothing' ''

chmod 755 "$tmp" # wherever the course is, nobody may read this copy
nobody=()
[ "$(id -u)" -ne 0 ] || nobody=(setpriv --reuid 65534 --clear-groups)
refuses "root.sh refuses an unknown release" \
    'a release of Debian is wanted' "$tmp/course/tests/course/root.sh" ../trixie
refuses "root.sh refuses who is not root" \
    'needs root' "${nobody[@]}" "$tmp/course/tests/course/root.sh" trixie
finish

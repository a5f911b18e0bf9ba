# shellcheck shell=bash
# Helpers for the tests of the course; sourced by tests/course/test_*.sh (bash).
#
# Sourcing it goes to the project root and makes a private folder, $tmp, removed at exit.
# Each check prints one line, "ok   description" or "FAIL description: why".

set -u
unset MAKEFLAGS MAKELEVEL MFLAGS # a make that a test starts is one of its own
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
failed=0

# ok DESCRIPTION
ok() { printf 'ok   %s\n' "$1"; }

# fail DESCRIPTION WHY: WHY is put on one line.
fail() {
    printf 'FAIL %s: %s\n' "$1" "$(tr -s '\n' ' ' <<<"$2")"
    failed=$((failed + 1))
}

# needs WHAT GROUP TOOL...: where a tool is missing, this test is skipped, with a word.
needs() {
    local what=$1 group=$2 tool
    shift 2
    for tool; do
        if ! command -v "$tool" >/dev/null; then
            echo "skip  $what: $tool is missing (./setup $group)"
            finish
        fi
    done
}

# judge STATUS DESCRIPTION WHY: STATUS is $?, of the condition that stands before.
judge() {
    if [ "$1" -eq 0 ]; then ok "$2"; else fail "$2" "$3"; fi
}

# none DESCRIPTION TEXT: passes when there is no text.
none() {
    [ -z "$2" ]
    judge $? "$1" "$2"
}

# equals DESCRIPTION WANT GOT [WORDS]: WORDS are added where these differ.
equals() {
    [ "$2" = "$3" ]
    judge $? "$1" "want $2, got $3${4:+; $4}"
}

# finds DESCRIPTION PATTERN TEXT, and lacks: whether a line of the text matches.
finds() {
    grep -Eq -- "$2" <<<"$3"
    judge $? "$1" "no '$2' in: $3"
}
lacks() {
    ! grep -Eq -- "$2" <<<"$3"
    judge $? "$1" "$3"
}

# refuses DESCRIPTION PATTERN COMMAND...: it says one line, which matches, and its status is 2.
refuses() {
    local said status
    said=$("${@:3}" 2>&1)
    status=$?
    [ $status -eq 2 ] && [ "$(wc -l <<<"$said")" -eq 1 ] && grep -Eq -- "$2" <<<"$said"
    judge $? "$1" "status $status: $said"
}

# check DESCRIPTION COMMAND...: passes when the command succeeds; else shows its last lines.
check() {
    local description=$1 output status
    shift
    output=$("$@" 2>&1)
    status=$?
    judge $status "$description" "exit status $status; $(tail -n 5 <<<"$output")"
    return $status
}

# written SOLUTION ID...: the stub, with these exercises written as in the solution.
written() {
    local solution=$1 id
    shift
    for id in "$@"; do
        awk -f docs/literate.awk -v mode=region -v id="$id" "$solution" |
            sed 's/^./    &/' >"$tmp/body-$id"
    done
    awk -f docs/literate.awk -v mode=stub "$solution" | awk -v ids="$*" -v folder="$tmp" '
        BEGIN {
            split(ids, id, " ")
            for (i in id) body["TODO(\"" id[i] "\");"] = folder "/body-" id[i]
        }
        { line = $0; sub(/^ +/, "", line) }
        line in body { while ((getline text < body[line]) > 0) print text; next }
        { print }'
}

# with_body FUNCTION BODY: $solution, its marks and prose removed, with another body.
with_body() {
    awk -f docs/literate.awk -v mode=clean "$solution" |
        BODY=$2 awk -v name="$1" '
            !inside && index($0, " " name "(") && /^[a-z]/ && !/;/ { inside = head = 1 }
            inside && /^{/ { print; print ENVIRON["BODY"]; head = 0; next }
            inside && /^}/ { inside = 0 }
            head || !inside'
}

# line_of NAME TEXT: the line of $tmp/NAME.c in which TEXT stands first.
line_of() { grep -n -m 1 -F -- "$2" "$tmp/$1.c" | cut -d : -f 1; }

# shellcheck disable=SC2034    # for those who source this
# A right body of bn_mean, for tests that put a mistake beside it.
right='    require(x.rows >= 1, "no examples");
    for (size_t d = 0; d < x.cols; d++)
        mean[d] = 0;
    for (size_t n = 0; n < x.rows; n++)
        for (size_t d = 0; d < x.cols; d++)
            mean[d] += row(x, n)[d];
    for (size_t d = 0; d < x.cols; d++)
        mean[d] /= (double)x.rows;'

# may_miss SEEDS: for how many of so many fresh seeds a claim may fail. Each claim holds for 99
# seeds in 100 or more (make seeds). So the chance that a course in which all is right has one claim
# that fails more often is at most the number of all claims times a binomial tail; the answer is the
# least number that keeps it below 1 in 10,000.
may_miss() {
    awk -f tests/course/claims.awk tests/*/claims | awk -v n="$1" 'END {
        for (most = n; most >= 0; most--) { # the tail: the chance of `most` failures or more
            term = 0.99 ^ (n - most)
            for (k = 1; k <= most; k++) term *= 0.01 * (n - k + 1) / k
            tail += term
            if (NR * tail >= 1e-4) break
        }
        print most
    }'
}

# claims PREFIX CLAIMS MISSES VALUES...: a check for each claim, which must hold for all but MISSES
# of these tables of numbers. None is on a time_..., measured just now: another machine has others.
claims() {
    local prefix=$1 claims=$2 may_miss=$3 table why i
    local -a stated verdicts against=() missed=()
    shift 3
    mapfile -t stated < <(awk -f tests/course/claims.awk "$claims")
    for table; do
        awk -v values="$table" -f tests/course/claims.awk "$claims" >"$tmp/claims.awk"
        mapfile -t verdicts < <(awk -f "$tmp/claims.awk" </dev/null 2>&1 | cut -f 1)
        for i in "${!stated[@]}"; do
            why=${verdicts[i]-was not computed}
            [ "$why" != holds ] || continue
            against[i]+=" ${table#"$tmp"/}: $why;"
            missed[i]=$((${missed[i]-0} + (i < ${#verdicts[@]} ? 1 : $#)))
        done
    done
    for i in "${!stated[@]}"; do
        [ "${missed[i]-0}" -le "$may_miss" ] && [[ ${stated[i]%%#*} != *time_* ]]
        judge $? "$prefix${stated[i]#*#}" "${against[i]-it is on a time}"
    done
}

# java_once JAR ARGUMENT...: a short run does not pay for the better compiler.
java_once() { java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$@"; }

# kept_values FILE...: the numbers of tables in docs/results, as a table name,value.
kept_values() {
    echo name,value
    awk -f docs/results/values.awk "$@"
}

# tracked PATTERN...: the project's files of these names, also where there is no git.
tracked() {
    local -a names=(-name "$1")
    git ls-files "$@" 2>/dev/null && return
    shift
    for pattern; do names+=(-o -name "$pattern"); done
    find . -path ./build -prune -o -type f \( "${names[@]}" \) -print
}

# finish: exit status 1 if any check failed.
finish() { exit $((failed > 0)); }

# programs_of NUMBER MAKE-ARGUMENT...: builds what grades this chapter, and leaves the arrays grader
# and student: a call is "${grader[@]}" OPTION... -- "${student[@]}".
# shellcheck disable=SC2034    # for those who source this
programs_of() {
    local number=$1 both
    shift
    mapfile -t both < <(make -s "chapter$number-program" "$@" 2>/dev/null)
    read -ra grader <<<"${both[0]-}"
    read -ra student <<<"${both[1]-}"
}

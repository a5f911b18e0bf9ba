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

# judge STATUS DESCRIPTION WHY: STATUS is $?, of the condition that stands before.
judge() {
    if [ "$1" -eq 0 ]; then ok "$2"; else fail "$2" "$3"; fi
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
        awk -f docs/literate.awk -v mode=region -v name="solution-$id" "$solution" | sed 's/^./    &/' >"$tmp/body-$id"
    done
    awk -f docs/literate.awk -v mode=stub "$solution" | awk -v ids="$*" -v folder="$tmp" '
        BEGIN { for (n = split(ids, id, " "); n > 0; n--) body["TODO(\"" id[n] "\");"] = folder "/body-" id[n] }
        { line = $0; sub(/^ +/, "", line) }
        line in body { while ((getline text < body[line]) > 0) print text; next }
        { print }'
}

# with_body FUNCTION BODY: $solution, its marks and prose removed, with another body.
with_body() {
    awk -f docs/literate.awk -v mode=clean "$solution" |
        BODY=$2 awk -v name="$1" '
            !inside && index($0, " " name "(") && /^[a-z]/ && !/;/ { print; inside = 1; next }
            inside && /^{/ { print; print ENVIRON["BODY"]; next }
            inside && /^}/ { inside = 0 }
            !inside'
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

# may_miss SEEDS: for how many of so many fresh seeds a claim may fail. Each claim holds for 99 seeds in 100 or
# more (make seeds). So the chance that a course in which all is right has one claim that fails more often is at
# most the number of all claims times a binomial tail; the answer is the least number that keeps it below 1 in 10,000.
may_miss() {
    cat tests/*/claims | grep -c '^[^#]*[^# ]' | awk -v n="$1" '{
        for (most = n; most >= 0; most--) { # the tail: the chance of `most` failures or more
            term = 0.99 ^ (n - most)
            for (k = 1; k <= most; k++) term *= 0.01 * (n - k + 1) / k
            tail += term
            if ($1 * tail >= 1e-4) break
        }
        print most
    }'
}

# claims PREFIX CLAIMS MISSES VALUES...: a check for each claim, which must hold for all but MISSES of these tables
# of numbers. None is on a time that was measured just now (time_...): another machine, or a busy one, has others.
claims() {
    local prefix=$1 claims=$2 may_miss=$3 table line i
    local -a stated against=() missed=()
    shift 3
    mapfile -t stated < <(grep '^[^#]*[^# ]' "$claims")
    for table; do
        i=0
        awk -f tests/course/claims.awk "$table" "$claims" >"$tmp/claims.awk"
        while IFS= read -r line; do
            [ "$line" = holds ] || { against[i]+=" ${table#"$tmp"/}: $line;"; missed[i]=$((${missed[i]-0} + 1)); }
            i=$((i + 1))
        done < <(awk -f "$tmp/claims.awk" </dev/null 2>&1)
        for (( ; i < ${#stated[@]}; i++)); do against[i]+=" ${table#"$tmp"/}: was not computed;"; missed[i]=$#; done
    done
    for i in "${!stated[@]}"; do
        [[ ${stated[i]%%#*} != *time_* ]] || { fail "$prefix${stated[i]#*#}" "it is on a time"; continue; }
        if [ "${missed[i]-0}" -le "$may_miss" ]; then ok "$prefix${stated[i]#*#}"; else fail "$prefix${stated[i]#*#}" "${against[i]}"; fi
    done
}

# finish: exit status 1 if any check failed.
finish() { exit $((failed > 0)); }

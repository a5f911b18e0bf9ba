# shellcheck shell=bash
# What docs/literate.awk gives and what it refuses, under $awk. Sourced after lib.sh.

# shellcheck disable=SC2154

# literate ARGUMENTS: sets $status, leaves $tmp/out and $tmp/err.
literate() {
    $awk -f docs/literate.awk "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
    status=$?
}

# gives DESCRIPTION ARGUMENTS <<what it is to print
gives() {
    local description="$awk: $1"
    shift
    cat >"$tmp/want"
    literate "$@"
    if [ $status -ne 0 ]; then fail "$description" "exit status $status, $(cat "$tmp/err")"
    elif [ -s "$tmp/err" ]; then fail "$description" "stderr: $(cat "$tmp/err")"
    elif difference=$(diff "$tmp/want" "$tmp/out"); then ok "$description"
    else fail "$description" "$difference"; fi
}

# complaint MESSAGE ARGUMENTS: prints what is wrong with the refusal, which is to be exit status 2,
# one line on stderr that begins with MESSAGE, and nothing on stdout.
complaint() {
    local message=$1
    shift
    literate "$@"
    if [ $status -ne 2 ]; then echo "exit status $status, want 2; "
    elif [ -s "$tmp/out" ]; then echo "writes to stdout; "
    elif [ "$(wc -l <"$tmp/err")" -ne 1 ]; then echo "want one line: $(cat "$tmp/err"); "
    elif [[ "$(cat "$tmp/err")" != "$message"* ]]; then
        echo "'$(cat "$tmp/err")' does not begin with '$message'; "
    fi
}

# refuses DESCRIPTION MESSAGE ARGUMENTS
refuses() {
    local description="$awk: refuses $1" why
    shift
    why=$(complaint "$@")
    if [ -z "$why" ]; then ok "$description"; else fail "$description" "$why"; fi
}

# refuses_file DESCRIPTION LINE MESSAGE <<the bad file, refused at LINE in every mode
refuses_file() {
    local description="$awk: refuses $1" message="$tmp/bad.c:$2: $3" mode why=
    cat >"$tmp/bad.c"
    for mode in stub clean weave region; do
        why+=$(complaint "$message" -v mode=$mode -v name=a "$tmp/bad.c")
    done
    if [ -z "$why" ]; then ok "$description"; else fail "$description" "$why"; fi
}

# shellcheck shell=bash
# For the tests of the notes; sourced after lib.sh, which makes $tmp.
# shellcheck disable=SC2154

# edition NAME: that edition in build/, which the tests share: the first that needs it builds it,
# and reports what the build says. What the full edition took from nothing is kept in
# build/notes/took, and what pandoc alone took for its texts on the same machine.
edition() {
    local output took results
    results=$(ls chapters/*/chapter.md | sed 's,chapters/\(.*\)/.*,build/results/\1/done,')
    mkdir -p build/notes
    exec 9>build/notes.lock
    flock 9
    # shellcheck disable=SC2086
    output=$(make -s $results 2>&1) || { fail "the experiments run" "$output"; return; }
    if [ "$1" = full ] && ! [ -e build/notes/took ]; then
        rm -rf build/docs build/notes/full build/notes/labels
        took=$(seconds make -s docs EDITION=full)
        output=$(cat "$tmp/said")
        echo "$took $(seconds pandoc_alone)" >build/notes/took
    else output=$(make -s docs EDITION="$1" 2>&1); fi
    ! grep -q -v "^\(The notes are in.*\|\)$" <<<"$output"
    judge $? "edition $1 builds without a warning" "$output"
    exec 9>&-
}

# seconds COMMAND...: processor time, for a machine may be busy with something else.
seconds() (
    TIMEFORMAT='%U %S'
    { time "$@" >"$tmp/said" 2>&1; } 2>&1 | awk '{ printf "%.1f", $1 + $2 }'
)

pandoc_alone() {
    local text
    for text in chapters/*/chapter.md docs/*.md; do
        pandoc --from markdown --to html "$text" || return
    done
}

# within DESCRIPTION TIMES TOOK UNIT: TOOK is so many UNITs at most, both measured here: how long a
# machine takes for one of them is its own affair.
within() {
    awk "BEGIN { exit !($3 > 0 && $4 > 0 && $3 <= $2 * $4) }"
    judge $? "$1" "it took $3 s of processor time, and $2 times $4 are allowed"
}

# book RESULTS FOLDER: makes a folder like the project's, in which only the notes are built.
book() {
    mkdir -p "$2/build"
    ln -s "$PWD/docs" "$PWD/common" "$PWD/tests" "$2/"
    ln -s "$1" "$2/build/results"
    printf '%s\n' .DELETE_ON_ERROR: 'given = $(wildcard chapters/$1/given/*.c)' \
        'include docs/notes.mk' 'build/results/%/done: ; @touch $@' >"$2/Makefile"
}

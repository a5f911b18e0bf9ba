#!/usr/bin/env bash
# ./setup, without installing anything: on made-up machines (world.sh), by each shell that is here.

# shellcheck disable=SC2016    # code in single quotes, for a stand-in or a condition
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/course/world.sh
. "$(dirname "$0")/world.sh"

usage() {
    world apt 0
    setup -h
    holds "help" "$(gives 0)" "$nothing_run" "$(says 'usage: ./setup' out)" '[ ! -s err ]'
    setup teacher
    holds "an unknown group" \
        "$(gives 2)" "$nothing_run" "$one_line_of_error" "$(says "unknown group 'teacher'" err)"
    setup -x
    holds "an unknown option" \
        "$(gives 2)" "$nothing_run" "$one_line_of_error" "$(says "unknown option '-x'" err)"
    setup notes all
    holds "two groups" "$(gives 2)" "$nothing_run" "$one_line_of_error"
    world none 0
    setup -y
    holds "no package manager" "$(gives 2)" "$one_line_of_error" "$(says zlib1g-dev err)"
}

each_manager() {
    local manager group student
    for manager in apt dnf brew; do
        world $manager 1000
        case $manager in
        apt) student=zlib1g-dev ;;
        dnf) student=check-devel ;;
        brew) student=check ;;
        esac
        archive 'libclang-rt-dev' chromium
        setup -n
        holds "$manager: -n shows the commands and runs none" "$(gives 0)" "$nothing_run" \
            "$(says "install" out)" "$(says " $student" out)" '! grep -q pandoc out'
        for group in notes all; do
            setup -n $group
            holds "$manager: $group includes the groups before it" \
                "$(gives 0)" "$(says " $student" out)" \
                "$(says " pandoc" out)" "[ $group = notes ] || grep -q ' entr' out"
        done
        setup </dev/null
        holds "$manager: no answer changes nothing" \
            "$(gives 1)" "$nothing_run" "$(says 'nothing was changed' err)"
        setup <<<no
        holds "$manager: 'no' changes nothing" \
            "$(gives 1)" "$nothing_run" "$(says 'nothing was changed' err)"
        touch no-network
        setup -y
        holds "$manager: a failing install is reported" \
            "$(gives 1)" "$(says 'setup: this failed: ' err)" \
            '[ "$(wc -l <log)" -eq 1 ]' '! grep -q "may be old" out'
        rm no-network
        setup <<<''
        holds "$manager: an empty answer installs" "$(gives 0)" "$(says "all is there" out)" \
            "grep -qx $student installed" 'grep -q install log' \
            "$(says 'to run:' out)" "$(says 'Go on?' out)"
        touch no-network sudo-refuses
        setup -y
        holds "$manager: nothing to do: one line, no right, no network" \
            "$(gives 0)" "$nothing_run" "$one_line" \
            "$(says 'setup: student: all is there, nothing to do' out)"
        rm no-network sudo-refuses
        setup -y all
        holds "$manager: -y installs only what is missing" \
            "$(gives 0)" "! grep install log | grep -q ' $student '" \
            "grep -qx entr installed" '! grep -q "Go on?" out' \
            '! grep -qxE "gnuplot|gnuplot-x11" installed || [ -e bin/brew ]'
        setup all
        holds "$manager: all, again: nothing to do" "$(gives 0)" "$nothing_run" "$one_line"
        grep -vx entr installed >left
        mv left installed
        setup -y all
        holds "$manager: one package was removed: it alone is installed" "$(gives 0)" \
            "grep -qE 'install (-y )?(--no-install-recommends )?entr \(' log"
    done

    world brew 1000
    stand_in brew '[ "$1" != list ]'
    setup -y
    holds "brew: success without the packages is an error" \
        "$(gives 1)" "$(says 'setup: still missing: ' err)"
}

with_what_right() {
    local manager
    for manager in apt dnf; do
        world $manager 0
        archive
        rm bin/sudo
        setup -y
        holds "$manager: root needs no sudo" \
            "$(gives 0)" "$(says "all is there" out)" '! grep -q sudo out'
        world $manager 1000
        rm bin/sudo
        setup -y
        holds "$manager: neither root nor sudo" \
            "$(gives 2)" "$nothing_run" "$one_line_of_error" "$(says 'needs root' err)"
        world $manager 1000
        touch sudo-refuses
        setup -y </dev/null
        holds "$manager: sudo refuses" \
            "$(gives 2)" "$nothing_run" "$one_line_of_error" "$(says 'needs root' err)"
        world $manager 1000
        archive
        setup -y
        holds "$manager: by sudo" \
            "$(gives 0)" "$(says "    sudo " out)" 'grep -q "uid 0" log' '! grep -q "uid 1000" log'
    done
    world brew 0
    setup -y
    holds "brew: not as root" "$(gives 2)" "$nothing_run" "$one_line_of_error"
    world brew 1000
    setup -y
    holds "brew: without sudo" "$(gives 0)" 'grep -q "uid 1000" log' '! grep -q sudo out'
}

packages_of_the_browser_tests() {
    world apt 1000
    archive
    mkdir -p tests/notes
    echo 1 >tests/notes/package-lock.json
    stand_in npm '
        echo "npm $* (uid $(cat uid))" >>log
        [ ! -e no-network ] || exit 1
        mkdir -p tests/notes/node_modules'
    setup -y notes
    holds "npm: for the group all only" "$(gives 0)" '! grep -q "^npm" log'
    touch no-network
    setup -y all
    holds "npm: a failure is reported" "$(gives 1)" "$(says 'setup: this failed: ' err)"
    rm no-network
    setup -y all
    holds "npm: run as the user, in the tests' folder" "$(gives 0)" "$(says '    npm ci' out)" \
        'grep -q "^npm ci .*--prefix $PWD/tests/notes (uid 1000)" log' \
        '[ -d tests/notes/node_modules ]'
    setup all
    holds "npm: all, again: nothing to do" "$(gives 0)" "$nothing_run" "$one_line"
    echo 2 >tests/notes/package-lock.json
    rm bin/sudo
    setup -y all
    holds "npm: again when the list has changed, with no right to install" \
        "$(gives 0)" 'grep -q "^npm ci" log' \
        '! grep -q apt-get log'
}

lists_of_apt() {
    world apt 0
    archive libclang-rt-dev chromium
    setup -y
    holds "apt: empty lists are fetched first" \
        "$(gives 0)" 'grep -q "^apt-get update" log' "$(says '    apt-get update' out)"
    holds "apt: asks nothing" 'grep -q "install -y.*DEBIAN_FRONTEND=noninteractive" log'
    world apt 0
    archive libclang-rt-dev chromium
    cat archive >known
    setup -y all
    holds "apt: lists that know all are not fetched" \
        "$(gives 0)" '! grep -q update log' '! grep -q "apt-get update" out'
    world apt 0
    archive
    cat archive >known
    touch old-lists
    setup -y
    holds "apt: old lists are fetched, once" "$(gives 0)" "$(says 'to run: apt-get update' out)" \
        '[ "$(grep -c update log)" -eq 1 ]' '[ "$(grep -c install log)" -eq 2 ]'
    world apt 0
    archive libclang-rt-dev
    setup -y all
    holds "apt: what some systems lack is installed where there" "$(gives 0)" \
        'grep -q "to run.*libclang-rt-dev" out' 'grep -qx libclang-rt-dev installed' \
        '! grep -qx chromium installed'
    setup -y all
    holds "apt: and is not missed where not" "$(gives 0)" "$nothing_run" "$one_line"
    world apt 0
    archive
    cat archive >known
    printf '%s\n' gnuplot-qt busybox-static pkgconf >>installed
    setup -y all
    holds "apt: an alternative that is there will do" \
        "$(gives 0)" '! grep -qE "gnuplot-nox|busybox |pkg-config" log'
}

beside_another_program() {
    world apt 0
    archive libclang-rt-dev chromium
    echo 2 >locked
    setup -y
    holds "apt: waits for the lock of its lists" \
        "$(gives 0)" '[ "$(grep -c update log)" -eq 3 ]' '[ "$(wc -l <slept)" -eq 2 ]' \
        '[ "$(grep -c "another program is installing; waiting" out)" -eq 1 ]' '[ ! -s err ]'
    world apt 0
    archive
    cat archive >known
    echo 2 >locked
    setup -y
    holds "apt: waits for the lock of its archives" \
        "$(gives 0)" '[ "$(grep -c " install " log)" -eq 3 ]' '! grep -q update log'
    holds "apt: waits for the lock of dpkg" 'grep -q "DPkg::Lock::Timeout=[1-9][0-9]* install" log'
    world apt 0
    archive
    cat archive >known
    echo 1000 >locked
    setup -y
    holds "apt: does not wait for ever" \
        "$(gives 1)" "$(says 'Could not get lock' err)" "$(says 'setup: this failed: ' err)"
    world apt 0
    archive
    tr ' ' '\n' <archive >triggers
    setup -y all
    holds "apt: a package whose triggers wait is there" "$(gives 0)" "$nothing_run" "$one_line"
    rm triggers
    cat archive >unpacked
    setup -y
    holds "apt: one that is only unpacked is not" "$(gives 0)" 'grep -q " install " log'
}

root=$PWD
for shell in dash "bash --posix" "busybox sh"; do
    command -v "${shell%% *}" >/dev/null || continue
    usage
    each_manager
    with_what_right
    packages_of_the_browser_tests
    lists_of_apt
    beside_another_program
done
cd "$root" || exit 2

if command -v shellcheck >/dev/null; then
    check "shellcheck: setup" shellcheck setup
    check "shellcheck: the tests of the course" \
        shellcheck -x -P SCRIPTDIR -S warning tests/course/*.sh
fi
finish

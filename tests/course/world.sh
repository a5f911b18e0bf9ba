# shellcheck shell=bash
# A made-up machine to run ./setup on, without installing anything: it runs with a PATH of its own,
# on which the package managers, sudo and id are stand-ins that record what they are asked to do.
# Sourced after lib.sh by test_setup.sh, which sets root, the project's folder, and shell to run it.
#
# The state of such a world is in files: uid, installed (packages), archive (what the server has),
# known (what apt's lists have), log (each command that would change the machine), triggers and
# unpacked (packages that dpkg has not done with), locked (how often apt will find its lock held).

# shellcheck disable=SC2016,SC2154,SC2034    # code in single quotes, for a stand-in or a condition

# world MANAGER UID: a machine with nothing on it, for apt, dnf, brew or none; with sudo to root.
world() {
    rm -rf "$tmp/world"
    mkdir -p "$tmp/world/bin"
    cd "$tmp/world" || exit 2
    touch installed archive known log
    cp "$root/setup" .
    echo "$2" >uid
    local tool
    for tool in cat cmp cp env grep mkdir rm tr; do ln -s "$(command -v $tool)" bin/; done
    stand_in id 'cat uid'
    stand_in sudo '
        [ ! -e sudo-refuses ] || { echo "sudo: a password is required" >&2; exit 1; }
        [ "$1" = -n ] && shift
        [ "$1" = true ] && exit
        echo 0 >uid
        "$@"
        status=$?
        echo '"$2"' >uid
        exit $status'
    case $1 in
    apt)
        stand_in dpkg-query '
            if has installed "$4"; then echo installed
            elif has triggers "$4"; then echo triggers-awaited
            elif has unpacked "$4"; then echo unpacked
            else exit 1; fi'
        stand_in sleep 'echo "$1" >>slept'
        stand_in apt-cache 'has known "$2"'
        stand_in apt-get '
            if [ "$2" = -s ]; then
                shift 2
                for p; do has known "$p" || exit 100; done
                exit 0
            fi
            echo "apt-get $* (uid $(cat uid), DEBIAN_FRONTEND=${DEBIAN_FRONTEND-})" >>log
            [ "$(cat uid)" = 0 ] || exit 100
            if [ -e locked ] && read -r times <locked && [ "$times" -gt 0 ]; then
                echo $((times - 1)) >locked
                echo "E: Could not get lock /var/lib/apt/lists/lock" >&2
                exit 100
            fi
            [ "$1" != -o ] || shift 2
            case $1 in
            update)
                rm -f old-lists
                [ -e no-network ] && exit 100
                cat archive >known ;;
            install)
                shift 3
                [ -e old-lists ] && exit 100
                for p; do has known "$p" || exit 100; done
                for p; do echo "$p"; done >>installed ;;
            esac'
        ;;
    dnf)
        stand_in rpm 'has installed "$2"'
        stand_in dnf '
            echo "dnf $* (uid $(cat uid))" >>log
            [ "$(cat uid)" = 0 ] && [ ! -e no-network ] || exit 1
            shift 2
            for p; do echo "$p"; done >>installed'
        ;;
    brew)
        stand_in brew '
            if [ "$1" = list ]; then has installed "$3"; exit; fi
            echo "brew $* (uid $(cat uid))" >>log
            [ ! -e no-network ] || exit 1
            shift
            for p; do echo "$p"; done >>installed'
        ;;
    esac
}

# stand_in NAME BODY; in it, has FILE NAME: is the line NAME in FILE?
stand_in() {
    cat >"bin/$1" <<END
#!/bin/sh
has() { while read -r line; do [ "\$line" = "\$2" ] && return; done <"\$1"; return 1; }
$2
END
    chmod +x "bin/$1"
}

# setup ARGUMENTS: runs it in the world; sets $status, leaves out and err.
setup() {
    : >log
    # By its full name: the shell itself is not on that PATH.
    # Variables of its own names, from outside, are not to disturb it.
    (
        export manager=brew sudo=pseudo lacking=all yes=1 dry_run=1
        program=$(command -v "${shell%% *}")
        PATH=$PWD/bin exec ${shell/#${shell%% *}/$program} "$PWD/setup" "$@"
    ) >out 2>err
    status=$?
}

# holds DESCRIPTION CONDITION...: each CONDITION is a command line that must succeed.
holds() {
    local description="$shell: $1" condition
    shift
    for condition; do
        eval "$condition" || {
            condition+="; status $status; $(tail -n +1 out err log)"
            fail "$description" "not so: $condition"
            return
        }
    done
    ok "$description"
}

nothing_run='[ ! -s log ]'
one_line_of_error='[ ! -s out ] && [ "$(wc -l <err)" -eq 1 ] && grep -q "^setup: " err'
one_line='[ ! -s err ] && [ "$(wc -l <out)" -eq 1 ]'
gives() { echo "[ \$status -eq $1 ]"; }
says() { echo "grep -qF -- \"$1\" $2"; }

# archive NAME...: the server has what the group all needs, and the packages NAME.
archive() {
    setup -n all
    sed -n 's/^setup: all: missing: //p' out | tr ' ' '\n' >archive
    printf '%s\n' "$@" >>archive
}

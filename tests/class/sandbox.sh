# shellcheck shell=bash
# The sandbox in which hostile files are compiled, linked, run and unpacked; sourced (bash).
#
#     sandbox FOLDER... -- COMMAND...
#
# No network; a root that cannot be written, with nothing on it but /usr and these folders,
# read-only and under their own paths; a /tmp of its own of 64 MB; processes of its own, which
# end with it; an empty environment; limits on time, memory, processes and the size of files.
# Exit status 124 or 137: it was not at its end when SANDBOX_PATIENCE was. A machine that is busy
# with something else does that to any program, so nothing follows from it.
# The command runs in the current folder, as nobody, or in a user namespace where the grader is an
# ordinary user.
#
# SANDBOX=none runs the command with the limits on time and files only: for a machine that is
# itself a sandbox. TMPDIR is then $SANDBOX_TMP.

SANDBOX_SECONDS=60         # of processor time, for each process
: "${SANDBOX_PATIENCE:=1000}" # seconds of the clock, for all together
SANDBOX_FILE=$((32 << 20)) # bytes of a file, and of what is printed
SANDBOX_PROCESSES=64
SANDBOX_MEMORY=        # bytes of address space; empty for programs with AddressSanitizer,
                       # which reserves terabytes: each test has a limit (tests/wire/limits.c)

# Is there a sandbox? If not, says so, and what to do.
sandbox_ready() {
    case ${SANDBOX:-bwrap} in
    none)
        echo "SANDBOX=none: the submissions are compiled and run with your rights, on this machine."
        [ "$EUID" -ne 0 ] || ! nobody_can_read "$PWD" solutions ||
            echo "They can read this folder, and so the solutions: chmod 700 $PWD"
        return ;;
    bwrap) ;;
    *) echo "SANDBOX=$SANDBOX: known are bwrap (the default) and none"; return 2 ;;
    esac
    command -v bwrap >/dev/null || {
        echo "bubblewrap (bwrap) is not installed, and a student's code is not run without:" \
            "./setup all"
        return 2
    }
    local why
    why=$(sandbox -- true 2>&1) || {
        echo "bubblewrap does not work here: $why"
        echo "It needs unprivileged user namespaces, or root outside of a container. On a machine"
        echo "that is thrown away after grading, SANDBOX=none grades without; never on your own."
        return 2
    }
} >&2

sandbox() {
    local folders=() parents=() command top folder here=/tmp
    local become_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs
        --bounding-set=-all --inh-caps=-all)
    while [ "$1" != -- ]; do folders+=("$1"); shift; done
    shift
    if [ "${SANDBOX:-bwrap}" = none ]; then
        command=(env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "TMPDIR=${SANDBOX_TMP:-/tmp}")
        if [ "$EUID" -eq 0 ] && nobody_can_read "$PWD" "${folders[@]}"; then
            [ -z "${SANDBOX_TMP-}" ] || chmod 1777 "$SANDBOX_TMP"
            command+=("${become_nobody[@]}")
        fi
    else
        command=(bwrap --die-with-parent --new-session --unshare-ipc --unshare-pid --unshare-net
            --unshare-uts --unshare-cgroup-try --cap-drop ALL --perms 755 --dir /etc
            --ro-bind /usr /usr --ro-bind-try /etc/alternatives /etc/alternatives
            --ro-bind-try /etc/ld.so.cache /etc/ld.so.cache
            --proc /proc --dev /dev --remount-ro /dev --perms 1777 --size $((64 << 20)) --tmpfs /tmp
            --clearenv --setenv PATH /usr/bin:/bin --setenv LC_ALL C.UTF-8 --setenv TMPDIR /tmp)
        # No debug information of the libraries: a report would unpack all of libc's, 30 ms.
        [ ! -d /usr/lib/debug ] || command+=(--tmpfs /usr/lib/debug)
        for top in bin lib lib64; do
            [ ! -e "/$top" ] || command+=(--symlink "usr/$top" "/$top")
        done
        for folder in "${folders[@]}"; do
            top=$folder parents=()
            while top=${top%/*} && [ -n "$top" ]; do
                parents=(--perms 755 --dir "$top" "${parents[@]}")
            done
            command+=("${parents[@]}" --ro-bind "$folder" "$folder")
            here=$PWD
        done
        command+=(--chdir "$here")
        # The number of processes is limited inside: there it counts those of the sandbox only.
        # Root has no such limit, so it becomes nobody first.
        if [ "$EUID" -eq 0 ]; then
            command+=(--cap-add CAP_SETUID --cap-add CAP_SETGID --cap-add CAP_SETPCAP
                --remount-ro / "${become_nobody[@]}")
        else
            command+=(--unshare-user --remount-ro /)
            bwrap --help | grep -q disable-userns && command+=(--disable-userns)
        fi
        command+=(prlimit "--nproc=$SANDBOX_PROCESSES")
    fi
    (
        close_inherited
        ulimit -t "$SANDBOX_SECONDS" -f $((SANDBOX_FILE >> 10)) -c 0 -n 256 || exit 125
        [ -z "$SANDBOX_MEMORY" ] || ulimit -v $((SANDBOX_MEMORY >> 10)) || exit 125
        exec timeout -k 10 "$SANDBOX_PATIENCE" "${command[@]}" "$@" </dev/null
    )
}

nobody_can_read() {
    local path
    for path; do
        setpriv --reuid 65534 --regid 65534 --clear-groups \
            test -r "$path" -a -x "$path" 2>/dev/null || return
    done
}

# Only standard input, output and error go in, and what SANDBOX_KEEP, a pattern, says.
close_inherited() {
    local fd
    for fd in /proc/self/fd/*; do
        fd=${fd##*/}
        [[ -n ${SANDBOX_KEEP-} && $fd =~ ${SANDBOX_KEEP-} ]] ||
            [ "$fd" -le 2 ] || [ "$fd" -eq 255 ] || # bash's own, and closed by exec
            eval "exec $fd>&-"
    done
}

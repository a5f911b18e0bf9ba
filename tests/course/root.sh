#!/usr/bin/env bash
# The course on a bare Debian of another release: root.sh RELEASE [PATTERN]; make test ON=RELEASE
#
# debootstrap makes the root once; each run begins with a copy of it and a clone of HEAD. There it
# does as the README says: `./setup -y && make chapter3-test`, where the stub must have no point,
# then `./setup all -y && make test`. PATTERN: only the tests whose name matches; `none`: no more
# than the former. AGAIN=1 goes on in the root that the last run left. ROOTS: the folder of the
# roots; MIRROR: Debian's packages, otherwise from where this machine has them.
#
# All mounts and processes are in namespaces of their own: they are gone when the run ends, however.
set -eu
cd "$(dirname "$0")/../.."
release=${1-} pattern=${2-} roots=${ROOTS:-/var/cache/batchnorm-roots}
root=$roots/$release.run

die() {
    echo "make test ON=$release: $1" >&2
    exit 2
}

# From where this machine has its packages, if that is a mirror of Debian.
mirror() {
    local found
    # shellcheck disable=SC2016    # apt's own variables
    found=$(apt-get indextargets --format '$(COMPONENT) $(REPO_URI)' 2>/dev/null |
        sed -n 's,^main \(.*/debian\)/*$,\1,p' | head -n 1)
    echo "${MIRROR:-${found:-http://deb.debian.org/debian}}"
}

bare_root() {
    echo "Making a bare root of $release in $roots ..."
    local new=$roots/$release.new log=$roots/$release.log
    rm -rf "$new"
    debootstrap --variant=minbase "$release" "$new" "$(mirror)" >"$log" 2>&1 ||
        die "debootstrap failed: $(tail -n 1 "$log") ($log)"
    rm -f "$new"/var/cache/apt/archives/*.deb
    mv "$new" "$roots/$release"
}

# The network as this machine has it: names, proxies, certificates, npm's settings.
network() {
    local kind file certificates=/etc/ssl/certs/ca-certificates.crt
    cat /etc/resolv.conf >"$root/etc/resolv.conf"
    cat /etc/hosts >"$root/etc/hosts"
    apt-config dump 2>/dev/null |
        grep -iE '^Acquire::https?::' >"$root/etc/apt/apt.conf.d/90network" || true
    [ ! -e $certificates ] || cp $certificates "$root/etc/certificates.crt"
    for kind in user global; do
        file=$(npm config get ${kind}config 2>/dev/null) || continue
        [ ! -e "$file" ] || install -m 600 "$file" "$root/etc/npmrc.$kind"
    done
}
environment() {
    printf '%s\n' PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        LANG=C.UTF-8 "TERM=${TERM:-dumb}"
    env | grep -iE '^(https?|no|all)_proxy=|^npm_config_' || true
    printf '%s\n' npm_config_userconfig=/etc/npmrc.user npm_config_globalconfig=/etc/npmrc.global
    [ ! -e "$root/etc/certificates.crt" ] ||
        printf '%s=/etc/certificates.crt\n' npm_config_cafile NODE_EXTRA_CA_CERTS
}

fresh_root() {
    [ -d "$roots/$release" ] || bare_root
    rm -rf --one-file-system "$root"
    cp -a --reflink=auto "$roots/$release" "$root"
    mkdir "$root/outside"
    git clone -q --no-hardlinks . "$root/course"
}

# In namespaces of its own, on the machine still.
enter() {
    local -a variables
    if [ -z "${AGAIN-}" ]; then fresh_root
    elif [ ! -d "$root/course" ]; then die "the last run left no root here: leave AGAIN out"
    else
        git -C "$root/course" fetch -q "$PWD" HEAD
        git -C "$root/course" reset -q --hard FETCH_HEAD
    fi
    network
    mapfile -t variables < <(environment)
    mkdir -p "$roots/$release.debs/partial"
    mount --bind "$root" "$root"
    mount --bind "$roots/$release.debs" "$root/var/cache/apt/archives"
    mount --rbind /dev "$root/dev"
    cd "$root"
    # With chroot alone, nobody could make a namespace in it.
    pivot_root . outside
    mount -t proc proc /proc
    umount -l /outside
    exec env -i "${variables[@]}" \
        bash -c "$(declare -f step steps); cd /course; steps \"\$1\"" bash "$pattern"
}

# In the root.
step() {
    printf '\n$ %s\n' "$*"
    local start=$SECONDS status=0
    "$@" || status=$?
    echo "(status $status after $((SECONDS - start)) s)"
    return $status
}
steps() {
    local said=/tmp/chapter3-test status=0
    step ./setup -y || exit 1
    step make chapter3-test >$said 2>&1 || status=$?
    cat $said
    if [ $status -ne 2 ] || ! grep -q '^Score: 0/100$' $said; then
        echo "FAIL the README's first command grades the stub: it is to say 0/100, with status 2"
        exit 1
    fi
    echo "ok   the README's first command grades the stub"
    [ "$1" != none ] || exit 0
    step ./setup all -y || exit 1
    step make test ONLY="$1"
}

if [ "${3-}" = enter ]; then enter; fi
[[ $release =~ ^[a-z]+$ ]] || die "a release of Debian is wanted, as ON=trixie"
[ "$(id -u)" -eq 0 ] || die "this needs root, for a root of its own"
for tool in debootstrap unshare git; do
    command -v $tool >/dev/null ||
        die "$tool is missing: apt-get install debootstrap util-linux git"
done
mkdir -p "$roots"
exec 8>"$roots/$release.lock"
flock -n 8 || die "another run is in $root"

status=0
unshare --mount --pid --fork --kill-child --mount-proc "$0" "$release" "$pattern" enter &
trap 'kill -9 $!; exit 130' INT TERM HUP
wait $! || status=$?
[ ! -d "$root/course" ] || echo "What the run left is in $root/course (AGAIN=1 goes on there)"
exit $status

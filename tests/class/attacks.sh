#!/usr/bin/env bash
# A class of attackers: attacks.sh DIR writes a submission for each attack, and prints what each
# deserves: student, a tab, points of chapter 3.
#
# tests/class/attacks/NAME.c says what it tries. The exercises that an attack does not define are
# added: a right bn_mean, so that there are honest points to lose, and the stub's TODO for the
# others. What is no C, links, archives and names, is made below.
set -eu
dir=$1
cd "$(dirname "$0")/../.."
chapter=03_forward_pass
solution=solutions/$chapter/forward_pass.c stub=chapters/$chapter/forward_pass.c
mkdir -p "$dir"
dir=$(realpath "$dir")

definition() { awk -v start="^void $2\\\\(" '$0 ~ start { inside = 1 } inside' "$1" | sed '/^}/q'; }
right=$(awk -f docs/literate.awk -v mode=clean "$solution" | definition /dev/stdin bn_mean)
honest() { # what is missing in file $1
    local function
    for function in bn_mean bn_variance bn_rstd bn_normalize bn_forward; do
        if grep -aq "^void $function(" "$1"; then continue; fi
        echo
        if [ $function = bn_mean ]; then echo "$right"; else definition "$stub" $function; fi
    done
}
deserves() { printf '%s\t%s\n' "$1" "$2"; }

for attack in tests/class/attacks/*.c; do
    name=$(basename "$attack" .c)
    mkdir -p "$dir/$name"
    { cat "$attack"; honest "$attack"; } >"$dir/$name/forward_pass.c"
    deserves "$name" "$(sed -n 's/^ *Deserves: \([0-9]*\).*/\1/p' "$attack" | head -n 1)"
done

# Those that ask the system itself.
raw=tests/class/attacks/raw
for attack in "$raw"/*.c; do
    name=raw_$(basename "$attack" .c)
    mkdir -p "$dir/$name"
    {
        cat "$raw/prelude.h"
        printf '\nvoid bn_variance(Matrix x, const double *mean, double *var)\n{\n'
        printf '    Ask *ask = find();\n    if (!ask)\n        return;\n'
        cat "$attack"
        echo '}'
    } >"$dir/$name/forward_pass.c"
    honest "$dir/$name/forward_pass.c" >"$dir/$name/rest"
    cat "$dir/$name/rest" >>"$dir/$name/forward_pass.c"
    rm "$dir/$name/rest"
    deserves "$name" 20
done

good=$(mktemp -d)
trap 'rm -rf "$good"' EXIT
{ printf '#include "forward_pass.h"\n'; honest /dev/null; } >"$good/forward_pass.c"
folder() { mkdir -p "$dir/$1"; cp "$good/forward_pass.c" "$dir/$1/"; deserves "${2-$1}" 20; }

# Names that a careless script would run, split, or take for something else.
# shellcheck disable=SC2016
folder 'name $(touch attack-was-here)' 'name %24(touch attack-was-here)'
# shellcheck disable=SC2016
folder 'name `touch attack-was-here`' 'name %60touch attack-was-here%60'
folder 'name;touch attack-was-here;' 'name%3Btouch attack-was-here%3B'
folder $'name of\ntwo lines' 'name of%0Atwo lines'
folder $'name with\ttab' 'name with%09tab'
folder "name with 'quotes' and \"more\"" "name with 'quotes' and %22more%22"
folder '-rf' '%2Drf'
folder '=1+cmd' '%3D1+cmd'
folder '<script>alert(1)<' '%3Cscript%3Ealert(1)%3C'
folder $'name \xff\xfe' 'name %FF%FE'
folder 'name {} {1} {%}' 'name %7B%7D %7B1%7D %7B%25%7D'
mkdir -p "$dir/files_with_names"
cp "$good/forward_pass.c" "$dir/files_with_names/"
# shellcheck disable=SC2016
touch "$dir/files_with_names/"{$'a\nb.c','$(touch attack-was-here).c',"'\".c",$'\xff.c'}
deserves files_with_names 20

# What is no file.
mkdir -p "$dir"/{link_to_passwd,link_to_another,pipe,too_large,empty}
mkdir -p "$dir/folder_of_that_name/forward_pass.c"
ln -sf /etc/passwd "$dir/link_to_passwd/forward_pass.c"
ln -sf "../calls_exit/forward_pass.c" "$dir/link_to_another/forward_pass.c"
[ -p "$dir/pipe/forward_pass.c" ] || mkfifo "$dir/pipe/forward_pass.c"
truncate -s 100M "$dir/too_large/forward_pass.c"
: >"$dir/empty/forward_pass.c"
ln -sfn /etc "$dir/link_instead_of_a_folder"
for name in link_to_passwd link_to_another pipe folder_of_that_name too_large empty; do
    deserves $name 0
done

# Archives.
cd "$good"
echo attack >attack-was-here
pack() { # NAME TO FILE...: the file attack-was-here would become TO
    local name=$1 to=$2
    shift 2
    tar -cf "$dir/$name.tar" "$@"
    tar -rPf "$dir/$name.tar" --transform="s,^attack,$to," attack-was-here
    deserves "$name" 20
}
pack archive_upward ../../../attack forward_pass.c
pack archive_absolute /tmp/attack forward_pass.c
ln -s /tmp away
pack archive_through_a_link away/attack forward_pass.c away
mkdir linked && ln -s /etc/passwd linked/forward_pass.c
tar -cf "$dir/archive_of_a_link.tar" -C linked forward_pass.c
bsdtar --format zip -cf "$dir/archive_of_a_link_zip.zip" -C linked forward_pass.c
deserves archive_of_a_link 0
deserves archive_of_a_link_zip 0
head -c 300M /dev/zero | gzip -1 >"$dir/archive_bomb.tar.gz" # no tar at all
mkdir bomb && truncate -s 2G bomb/forward_pass.c
tar -cSf - -C bomb forward_pass.c | gzip -1 >"$dir/archive_bomb_sparse.tar.gz"
deserves archive_bomb 0
deserves archive_bomb_sparse 0
bsdtar --format zip -cf whole.zip forward_pass.c
head -c 100 whole.zip >"$dir/archive_damaged.zip"
deserves archive_damaged 0
# shellcheck disable=SC2016
strange='in/$(touch attack-was-here)/'$'two\nlines'
mkdir -p "$strange" && cp forward_pass.c "$strange/"
bsdtar --format zip -cf "$dir/archive_of_names.zip" -C in .
deserves archive_of_names 20

#!/usr/bin/env bash
# make chapter8-run DATA=...: cats, files of pictures that are made here, and every kind of bad one.
# shellcheck source=tests/course/lib.sh
. "$(dirname "$0")/lib.sh"

chapter=$(basename chapters/08_*)
experiment=build/gcc-double/fast/$chapter/solution/experiment
check "the experiment builds" make -s "$experiment"

# head_of MAGIC COUNT HEIGHT WIDTH: 4 bytes each, the largest first
head_of() { printf '%b' "$(printf '%08x' "$@" | sed 's/../\\x&/g')"; }
# pixels COUNT: neither all alike nor in need of a generator
pixels() { yes 'some pixels, neither all alike nor random' | head -c "$1"; }
pictures() { head_of $((0x803)) "$1" "$2" "$3" && pixels $(($1 * $2 * $3)); }

# ---- Good data ----

# trains DESCRIPTION DATA FIRST-LINE [SHEET-BYTES]: a short training, its first line, three sheets
trains() {
    local out=$tmp/out output sheet
    rm -rf "$out" && mkdir "$out"
    output=$("$experiment" --data "$2" "$out" generator 20 2>&1) || { fail "$1" "$output"; return; }
    [ "${output%%$'\n'*}" = "$3, batch norm: generator" ] || { fail "$1" "$output"; return; }
    for sheet in real samples training; do
        [ "$(head -c 2 "$out/$sheet.bmp")" = BM ] || { fail "$1" "no $sheet.bmp: $output"; return; }
    done
    ok "$1"
}

pictures 300 28 28 >"$tmp/plain"
gzip -c "$tmp/plain" >"$tmp/packed.gz"
pictures 40 5 9 >"$tmp/with a space"
trains "DATA=cats" cats "Cats of 16 x 16 pixels"
trains "DATA=FILE, plain, of MNIST's size" "$tmp/plain" "300 pictures of 28 x 28 pixels"
trains "... packed" "$tmp/packed.gz" "300 pictures of 28 x 28 pixels"
trains "... of another size, with a space in its name" \
    "$tmp/with a space" "40 pictures of 5 x 9 pixels"

output=$(make -s chapter8-run SOLUTION=1 DATA="$tmp/with a space" NORM=nothing STEPS=10 2>&1)
finds "make chapter8-run DATA=FILE NORM=nothing" \
    '^40 pictures of 5 x 9 pixels, batch norm: nothing$' "$output"

# What is drawn is what comes out: the upper half of the real pictures black, the lower white.
{
    head_of $((0x803)) 1 4 4
    printf '\0%.0s' {1..8}
    printf '\377%.0s' {1..8}
} >"$tmp/half"
mkdir -p "$tmp/half-out" && "$experiment" --data "$tmp/half" "$tmp/half-out" nothing 5 >/dev/null
# the sheet's lowest lines: 4 lines of white between pictures, then the lower half of the last row
lines=$(tail -c +1079 "$tmp/half-out/real.bmp" | od -An -v -tu1 -w244 |
    awk 'NR % 4 == 1 && NR < 20 { printf "%s ", $8 }')
equals "the sheet shows what is in the file" "255 255 255 0 0 " "$lines"

# ---- Bad data: one line, exit status 2 ----

# refused DESCRIPTION DATA PATTERN [COMMAND...]: the message begins with the data's name
refused() { refuses "refuses $1" "^$2: .*$3" "${@:4}" "$experiment" --data "$2" "$tmp"; }

head -c 200000 "$tmp/plain" >"$tmp/truncated"
printf 'P5\n28 28\n255\n' >"$tmp/magic"
head_of $((0x803)) 4294967295 4294967295 4294967295 >"$tmp/overflow"
{ head_of $((0x803)) 60000 28 28 && pixels 1000; } >"$tmp/beyond"
: >"$tmp/empty"
mkdir "$tmp/folder"
{ head_of $((0x801)) 300 && pixels 300; } >"$tmp/labels"
{ cat "$tmp/plain" && printf x; } >"$tmp/trailing"
head -c 300 "$tmp/packed.gz" >"$tmp/short.gz"
{ head_of $((0x803)) 300 28 28 && head -c 300000000 /dev/zero; } | gzip -c >"$tmp/bomb.gz"
{ head_of $((0x803)) 300 28 28 | head -c 9; } >"$tmp/head"
gzip -c "$tmp/labels" >"$tmp/labels.gz"
{ head -c 400 "$tmp/packed.gz" && printf XXXX && tail -c +405 "$tmp/packed.gz"; } >"$tmp/damaged.gz"
pictures 3 65 64 >"$tmp/large"

refused "a file that is cut short" \
    "$tmp/truncated" 'ends in picture 256, says that it has 300 of 28 x 28'
refused "another kind of file" "$tmp/magic" 'begins with 50 35 0a 32, expected 00 00 08 03'
refused "sizes that overflow" "$tmp/overflow" 'says 4294967295 pictures of 4294967295 x 4294967295'
refused "sizes beyond the file" "$tmp/beyond" 'ends in picture 2, says that it has 60000'
refused "an empty file" "$tmp/empty" 'is empty'
refused "a folder" "$tmp/folder" 'is a folder'
refused "labels for pictures" "$tmp/labels" 'holds labels'
refused "bytes behind the last picture" "$tmp/trailing" 'goes on after the last of its 300 pictures'
refused "packed data that is cut short" "$tmp/short.gz" 'the packed data is cut short'
refused "a gzip bomb" "$tmp/bomb.gz" 'goes on after the last'
refused "a file that is not there" "$tmp/none" 'cannot be read: No such file or directory'
refused "half a head" "$tmp/head" 'ends after 9 bytes'
refused "packed labels" "$tmp/labels.gz" 'holds labels'
refused "packed data that is damaged" "$tmp/damaged.gz" 'cannot be unpacked'
refused "pictures too large for this network" \
    "$tmp/large" 'pictures of 65 x 64 pixels, expected at most 4096'
cp "$tmp/plain" "$tmp/unreadable" && chmod 0 "$tmp/unreadable"
if [ "$(id -u)" -ne 0 ]; then as_nobody=(env); else # root may read everything
    chmod 711 "$tmp"
    cp "$experiment" "$tmp/experiment" && experiment=$tmp/experiment
    as_nobody=(setpriv --reuid 65534 --clear-groups)
fi
refused "an unreadable file" "$tmp/unreadable" 'cannot be read: Permission denied' "${as_nobody[@]}"

# ---- Wrong use ----

# usage DESCRIPTION PATTERN ARGUMENT...
usage() { refuses "$1" "$2" "$experiment" "${@:3}"; }
usage "no such placement" "unknown placement 'here': nothing, generator" --data cats "$tmp" here
usage "no steps" "'0' is not a number of steps" --data cats "$tmp" both 0
usage "a folder that is not there" \
    "nowhere/real.bmp: cannot be written" --data cats "$tmp/nowhere" nothing 1
usage "no such study" "unknown study 'x'" --run x both 1 100 "$tmp/file"
usage "too few arguments" "^usage: experiment --run STUDY" --run ablation
usage "steps that are not a multiple of 100" \
    "150 steps: the ablation takes a multiple" --run ablation both 1 150 "$tmp/file"
finish

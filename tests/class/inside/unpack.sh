#!/usr/bin/env bash
# The files of the chapters in an archive: unpack.sh ARCHIVE STUBS. Runs in the sandbox.
#
# Prints, in columns separated by tabs: `file`, the chapter, the bytes in base64; `ignored`, a name;
# and `doubt`, a sentence. An archive that cannot be read to its end gives what came before, and
# `broken`.
set -u
. "${BASH_SOURCE[0]%/*}/choose.sh"
declare -A chosen doubtful
declare -a ignored
folder=$(mktemp -d) || exit 2
trap 'chmod -R u+rwX "$folder"; rm -rf "$folder"' EXIT
bsdtar -x -f "$1" -C "$folder" --no-same-owner --no-same-permissions --no-acls --no-xattrs \
    --no-fflags 2>"$folder.errors" ||
    printf 'broken\t%s\n' "$(head -n 1 "$folder.errors" | tr -d '[:cntrl:]' | cut -c 1-200)"
chmod -R u+rwX "$folder" 2>/dev/null
choose "$2" < <(cd "$folder" && find . -type f -printf '%P\0')
for chapter in "${!chosen[@]}"; do
    text=$(head -c 1000000 "$folder/${chosen[$chapter]}" | base64 -w 0)
    printf 'file\t%s\t%s\n' "$chapter" "$text"
done
say_doubts | sed 's/^/doubt\t/'
for name in "${ignored[@]}"; do printf 'ignored\t%s\n' "$(shown "$name")"; done
(cd "$folder" && find . ! -type f ! -type d -printf '%P\0') |
    while IFS= read -r -d '' name; do
        printf 'ignored\t%s (no regular file)\n' "$(shown "$name")"
    done

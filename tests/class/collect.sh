#!/usr/bin/env bash
# Finds the students' files in a folder of submissions: collect.sh DIR WORK
#
# An entry of DIR is a student: a folder, an archive, or, as Canvas exports them, files
# lastfirst_12345_67890_name.c. WORK gets
#     students.tsv   student, and what is to be said of the submission as a whole; sorted
#     files.tsv      student, chapter, SHA-256 of the file
#     ignored.tsv    student (or nothing), a name
#     ../files/SHA-256.c
# Links are never followed. Names are kept as choose.sh's shown writes them.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/class/sandbox.sh
. tests/class/inside/choose.sh
directory=$1 work=$2
store=build/grade/files
most_archive=$((50 << 20)) # bytes
mkdir -p "$work" "$store" build/grade/tmp
rm -f "$work"/*.tsv
for kept in build/grade/stage/kept/*/; do
    kept=${kept%/}
    wanted "${kept##*/}" || continue
    printf '%s\t%s\n' "${kept##*/}" "$(<"$kept/source")"
done >"$work/stubs"
tmp=$(mktemp -d "$PWD/build/grade/tmp/XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
chmod a+rx "$tmp"
for table in students files ignored; do : >"$work/$table.new"; done

declare -A chosen doubtful seen flat
declare -a ignored
note_ignored() { printf '%s\t%s\n' "$1" "$2" >>"$work/ignored.new"; }

# keep STUDENT CHAPTER FILE: to be read by read_kept, once.
keep() { printf '%s\0' "$1" "$2" "$3" >>"$tmp/kept"; }

# All files that were kept, by one process: a shell needs three for each.
read_kept() {
    STORE=$store perl -MDigest::SHA=sha256_hex -0ne '
        BEGIN {
            my $work = shift;
            open($files, ">>", "$work/files.new") or die "$work/files.new: $!\n";
            open($ignored, ">>", "$work/ignored.new") or die "$work/ignored.new: $!\n";
        }
        END { close($files) && close($ignored) or die "$!\n" } # a full disk loses no student
        chomp(my $student = $_);
        chomp(my $chapter = <>);
        chomp(my $path = <>);
        my $text;
        if (open($file, "<", $path) and defined read($file, $text, 1000000)) {
            my $store = "$ENV{STORE}/" . sha256_hex($text);
            print $files join("\t", $student, $chapter, $store =~ s{.*/}{}r), "\n";
            next if -e "$store.c";
            open(my $copy, ">", "$store.$$") or die "$store.$$: $!\n";
            print $copy $text;
            close($copy) and rename("$store.$$", "$store.c") or die "$store.c: $!\n";
        } else {
            print $ignored "$student\t", $path =~ s{.*/}{}r, " (cannot be read)\n";
        }' "$work" "$tmp/kept"
}

archive_name='\.(zip|tar|tgz|tar\.gz|tar\.bz2|tar\.xz|txz|tar\.zst|7z|rar)$'

# from_archive STUDENT ARCHIVE; says what is wrong with it.
from_archive() {
    local kind first second path
    if [ "$(stat -c %s "$2")" -gt $most_archive ]; then
        echo "its archive is larger than 50 MB and was not opened"
        return
    fi
    install -m 644 "$2" "$tmp/archive" || return
    SANDBOX_SECONDS=20 SANDBOX_PATIENCE=300 SANDBOX_MEMORY=$((1 << 30)) SANDBOX_TMP=$tmp \
        sandbox "$tmp" "$PWD/tests/class/inside" "$PWD/$work/stubs" -- \
        bash "$PWD/tests/class/inside/unpack.sh" "$tmp/archive" "$PWD/$work/stubs" \
        >"$tmp/unpacked" 2>/dev/null
    case $? in 124 | 137) echo "its archive was not unpacked in time: grade again" ;; esac
    while IFS=$'\t' read -r kind first second; do
        case $kind in
        file)
            path=$(mktemp "$tmp/file.XXXXXX")
            base64 -d <<<"$second" >"$path"
            keep "$1" "$first" "$path" ;;
        ignored) note_ignored "$1" "$first" ;;
        doubt) echo "$first" ;;
        broken) echo "its archive is damaged: $first" ;;
        esac
    done <"$tmp/unpacked"
    rm -f "$tmp/archive"
}

# from_folder STUDENT FOLDER: the files in it, then the archives in it for chapters that have none.
from_folder() {
    local chapter name path
    find "$2" -name .git -prune -o ! -type d -printf '%y%P\0' >"$tmp/found"
    choose "$work/stubs" < <(sed -nz 's/^f//p' "$tmp/found")
    for chapter in "${!chosen[@]}"; do keep "$1" "$chapter" "$2/${chosen[$chapter]}"; done
    say_doubts
    local -a others=("${ignored[@]}")
    local found=${#chosen[@]}
    for path in "${others[@]}"; do
        name=${path##*/}
        if [ "$found" -eq 0 ] && [[ ${name,,} =~ $archive_name ]]; then from_archive "$1" "$2/$path"
        else note_ignored "$1" "$(shown "$path")"; fi
    done
    while IFS= read -r -d '' path; do
        [[ $path == f* ]] || note_ignored "$1" "$(shown "${path:1}") (a link or no regular file)"
    done <"$tmp/found"
}

# The name of a student, from that of a folder or archive: without what Moodle and Canvas add.
student_of() {
    local name=$1
    name=${name%_assignsubmission_*}
    if [[ $name =~ ^([^_]+)(_LATE)?_([0-9]+)_[0-9]+_ ]]; then
        name=${BASH_REMATCH[1]}_${BASH_REMATCH[3]}
    fi
    name=$(shown "$name")
    printf '%s' "${name//\//%2F}"
}

# write_student STUDENT LINES
write_student() {
    local said=${2//$'\t'/ }
    printf '%s\t%s\n' "$1" "${said//$'\n'/; }" >>"$work/students.new"
}

shopt -s nullglob
for entry in "$directory"/*; do
    name=${entry##*/}
    if [ -L "$entry" ]; then
        note_ignored '' "$(shown "$name") (a link)"
        continue
    elif [ -d "$entry" ]; then
        student=$(student_of "$name") kind=folder
    elif [ ! -f "$entry" ]; then
        note_ignored '' "$(shown "$name") (no regular file)"
        continue
    elif [[ ${name,,} =~ $archive_name ]]; then
        student=$(student_of "${name:0:${#name}-${#BASH_REMATCH[0]}}") kind=archive
    elif [[ $name =~ ^[^_]+(_LATE)?_[0-9]+_[0-9]+_(.+)$ ]]; then # Canvas: file by file
        student=$(student_of "$name") kind=flat
        mkdir -p "$tmp/flat/$student"
        cp -P --no-preserve=all "$entry" "$tmp/flat/$student/${BASH_REMATCH[2]}" 2>/dev/null
        flat[$student]=1
        continue
    else
        note_ignored '' "$(shown "$name")"
        continue
    fi
    while [ -n "${seen[$student]-}" ]; do student+='~'; done # a folder and an archive of one name
    seen[$student]=1
    case $kind in
    folder) said=$(from_folder "$student" "$entry") ;;
    archive) said=$(from_archive "$student" "$entry") ;;
    esac
    write_student "$student" "$said"
done
for student in "${!flat[@]}"; do
    name=$student
    while [ -n "${seen[$name]-}" ]; do name+='~'; done
    seen[$name]=1
    said=$(from_folder "$name" "$tmp/flat/$student")
    write_student "$name" "$said"
done
[ ! -s "$tmp/kept" ] || read_kept || exit 2
for table in students files ignored; do
    LC_ALL=C sort "$work/$table.new" >"$work/$table.tsv" && rm "$work/$table.new" || exit 2
done

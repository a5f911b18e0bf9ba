#!/usr/bin/env bash
# Everything that a class's results are shown as: views.sh WORK RESULTS OUT
#
# class.json is made from the tables in WORK (collect.sh) and the records in RESULTS (file.sh);
# each of the rest is a view of it, made by a program in views/.
set -u
cd "$(dirname "$0")/../.." || exit 2
work=$1 results=$2 out=$3
stage=build/grade/stage/kept
# shellcheck source=tests/class/inside/choose.sh
. tests/class/inside/choose.sh

# All facts as lines: what kind of a fact, then columns separated by tabs. No other control
# characters.
{
    for kept in "$stage"/*/; do
        chapter=$(basename "$kept")
        wanted "$chapter" || continue
        title=$(sed -n 's/^title: *//p' "chapters/$chapter/chapter.md" 2>/dev/null |
            head -n 1 | tr -d '"')
        printf 'chapter\t%s\t%s\t%s\n' "$chapter" "$title" "$(<"$kept/source")"
        awk -v c="$chapter" '{ print "test\t" c "\t" $0 }' "$kept/tests.tsv"
        awk -v c="$chapter" '{ print "suspect\t" c "\t" $0 }' "$kept/suspects.tsv"
    done
    sed 's/^/student\t/' "$work/students.tsv"
    sed 's/^/file\t/' "$work/files.tsv"
    sed 's/^/ignored\t/' "$work/ignored.tsv"
    while IFS=$'\t' read -r chapter sum; do
        for file in "$results/$chapter/$sum/"{status,messages,record.tsv}; do
            [ ! -f "$file" ] || printf '%s\0' "$file"
        done
    done <"$work/unique" | xargs -0 -r awk -v cut="${results}/" '
        FNR == 1 {
            rest = substr(FILENAME, length(cut) + 1)
            split(rest, part, "/")
            kind = part[3] == "record.tsv" ? "record" : part[3] == "messages" ? "message" : "status"
            if (kind == "record") next
        }
        { print kind "\t" part[1] "\t" part[2] "\t" $0 }'
} | LC_ALL=C tr '\000-\010\013-\037\177' ' ' >"$work/facts"
jq -cRn -f tests/class/views/class.jq "$work/facts" >"$out/class.json.new" ||
    { echo "class.json could not be made" >&2; exit 1; }
mv "$out/class.json.new" "$out/class.json"

# view PROGRAM: it prints, for each file, its path in OUT and its text in base64. (GNU parallel
# needs Perl, so it is there.)
view() {
    jq -r -L tests/class/views --arg chapters "${CHAPTERS-}" --arg notes "${NOTES-}" \
        -f "tests/class/views/$1" "$out/class.json" |
        OUT=$out perl -MMIME::Base64 -MFile::Path=make_path -MFile::Basename -ne '
            chomp;
            my ($path, $text) = split /\t/;
            my $new = "$ENV{OUT}/$path.new";
            make_path(dirname($new));
            open(my $file, ">", $new) or die "$new: $!\n";
            print $file decode_base64($text);
            close($file) and rename($new, "$ENV{OUT}/$path") or die "$path: $!\n";'
    [[ ${PIPESTATUS[*]} == "0 0" ]] || { echo "$1 failed" >&2; return 1; }
}
views=()
for program in tests/class/views/*.jq; do
    case ${program##*/} in class.jq | library.jq | page.jq) continue ;; esac
    view "${program##*/}" &
    views+=($!)
done
for process in "${views[@]}"; do wait "$process" || exit 1; done

# shellcheck shell=bash
# Which file of a submission belongs to which chapter; sourced (bash).
#
#     choose STUBS <PATHS
#
# STUBS has a line for each chapter: its folder and the name of its file, separated by a tab. PATHS
# are relative, each ended by a NUL. Sets chosen[CHAPTER] to a path, and ignored to the others;
# doubtful[CHAPTER] where only depth or name has decided.
# Of several candidates it takes the one in a folder named as the chapter's, then the newest of a
# student's uploads (forward_pass-2.c, forward_pass (2).c), then the least deep, then the first.
choose() {
    local -A chapter_of=() best=()
    local chapter name path base copy rank
    while IFS=$'\t' read -r chapter name; do chapter_of[$name]=$chapter; done <"$1"
    chosen=() ignored=() doubtful=()
    while IFS= read -r -d '' path; do
        base=${path##*/} copy=0
        if [[ $base =~ ^(.*)(-| ?\()([0-9]{1,3})\)?\.c$ ]]; then
            base=${BASH_REMATCH[1]}.c copy=$((10#${BASH_REMATCH[3]}))
        fi
        chapter=${chapter_of["$base"]-}
        if [ -z "$chapter" ] ||
            [[ /$path == */solutions/* || /$path == */__MACOSX/* || /$path == */.* ]]; then
            ignored+=("$path")
            continue
        fi
        rank=1
        [[ /$path != */"$chapter"/* ]] || rank=0
        local slashes=${path//[!\/]/}
        printf -v rank '%d %03d %03d %s' $rank $((999 - copy)) ${#slashes} "$path"
        if [ -z "${best[$chapter]-}" ]; then
            best[$chapter]=$rank chosen[$chapter]=$path
        else
            [ "${rank:0:5}" = "${best[$chapter]:0:5}" ] && doubtful[$chapter]=1
            if [[ $rank < ${best[$chapter]} ]]; then
                [ "${rank:0:5}" = "${best[$chapter]:0:5}" ] || unset "doubtful[$chapter]"
                ignored+=("${chosen[$chapter]}")
                best[$chapter]=$rank chosen[$chapter]=$path
            else
                ignored+=("$path")
            fi
        fi
    done
}

# A line for each choice that the instructor may want to look at.
say_doubts() {
    local chapter number
    for chapter in "${!doubtful[@]}"; do
        number=${chapter%%_*}
        printf 'of several files for chapter %s, %s was taken\n' \
            "${number#0}" "$(shown "${chosen[$chapter]}")"
    done | sort
}

# Is this chapter to be graded? CHAPTERS="3 4" or "3,4": only these.
wanted() {
    local number=${1%%_*}
    [ -z "${CHAPTERS-}" ] || [[ " ${CHAPTERS//,/ } " == *" ${number#0} "* ]]
}

# A name as it may be shown and kept in a table: what is not a usual character becomes %XX.
shown() {
    local LC_ALL=C name=$1 text='' i c
    if [[ $name =~ ^[A-Za-z0-9_.][A-Za-z0-9\ ._,@/\'()+=-]*$ ]]; then
        printf '%s' "$name"
        return
    fi
    local letters="[A-Za-z0-9 ._,@/'()+=-]"
    ! printf %s "$name" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1 ||
        letters=$'[A-Za-z0-9 ._,@/\'()+=\x80-\xff-]'
    for ((i = 0; i < ${#name} && i < 200; i++)); do
        c=${name:i:1}
        # shellcheck disable=SC2254
        case $c in
        # no formula in a spreadsheet
        [-=+@]) [ $i -gt 0 ] && text+=$c || text+=$(printf '%%%02X' "'$c") ;;
        $letters) text+=$c ;;
        *) text+=$(printf '%%%02X' $(($(printf %d "'$c") & 255))) ;;
        esac
    done
    printf '%s' "$text"
}

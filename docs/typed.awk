# typed.awk: reports numbers that were typed into a chapter's text, where a result belongs.
#
#   awk -f docs/typed.awk build/results/CHAPTER/values.csv chapters/CHAPTER/chapter.md
#
# A number of the experiment is written {{name}}. What else looks like a result is reported, with
# file and line, and exit status 1:
#
#   a decimal fraction with three digits or more    0.126, 12.5, but not 0.5
#   a share, a time, a size, a comparison           47%, 3 ms, 20 MB, 4 times longer
#   a number that equals one in values.csv to all its digits, if it has four or more
#
# A number that is given, or worked out by hand, is listed in the chapter's header:
#
#   given: 0.126 12.5 47%
#
# Code, labels, addresses, teaching notes and what stands in {{...}} do not count.

BEGIN {
    if (ARGC != 3) { print "typed.awk: want VALUES TEXT" > "/dev/stderr"; exit failed = 2 }
    FS = "\n"
    while ((getline line < ARGV[1]) > 0) {
        name = value = line
        sub(/,.*/, "", name)
        sub(/^[^,]*,/, "", value)
        sub(/^-/, "", value)
        if (name !~ /^times?_/ && value ~ /^[0-9.]+([eE][-+]?[0-9]+)?$/) result[name] = value + 0
    }
    text = ARGV[2]
    more = "(faster|slower|as|more|less|longer|shorter|larger|smaller)"
    unit = "((milli|micro|nano)?seconds|ms|ns|kB|MB|GB|times " more ")"
    while ((getline line < text) > 0) read(line)
    exit failed
}

END { exit failed }

function read(line,    word, n) {
    number++
    if (line == "---") { header = number == 1; return }
    if (header) {
        if (line !~ /^given:/) return
        sub(/^given: */, "", line)
        n = split(line, word, / +/)
        while (n > 0) given[word[n--]] = 1
        return
    }
    if (line ~ /^ *```/) { fence = !fence; return }
    if (line ~ /^:::+ *teaching/) teaching = 1
    if (teaching) { if (line ~ /^:::+ *$/) teaching = 0; return }
    if (fence) return
    gsub(/\{\{[^{}]*\}\}|`[^`]*`|\{[.#][^{}]*\}/, "", line)
    gsub(/https?:[^ )]*|@[A-Za-z]+:?[A-Za-z0-9_.-]*/, "", line)
    gsub(/\\%/, "%", line)
    look(line)
}

function look(line,    found, before, plain, digits, equal) {
    while (match(line, "[0-9][0-9,]*(\\.[0-9]+)?%?( " unit ")?")) {
        found = substr(line, RSTART, RLENGTH)
        before = substr(line, 1, RSTART - 1)
        line = substr(line, RSTART + RLENGTH)
        sub(/,+$/, "", found)
        if (before ~ /[A-Za-z_]$/) continue
        plain = found
        sub(/[ %].*/, "", plain)
        if (found in given || plain in given || plain "%" in given) continue
        digits = plain
        gsub(/[,.]/, "", digits)
        sub(/^0+/, "", digits)
        equal = same(plain, digits)
        if (plain ~ /\./ && length(digits) >= 3 || found ~ /[a-zA-Z%]/ ||
            length(digits) >= 4 && equal != "") complain(found, equal)
    }
}

# The experiment's number that is printed like this one.
function same(plain, digits,    name, places) {
    gsub(/,/, "", plain)
    places = index(plain, ".") ? length(plain) - index(plain, ".") : 0
    if (length(digits) >= 3)
        for (name in result)
            if (sprintf("%." places "f", result[name]) == plain) return name
    return ""
}

function complain(found, name) {
    printf "%s:%d: typed: %s", text, number, found
    if (name != "") printf ", which is {{%s}}", name
    if (found !~ /%/) sub(/ .*/, "", found)
    print "; write {{name}}, or list it in the header: given: " found
    failed = 1
}

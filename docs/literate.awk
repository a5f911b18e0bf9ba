# literate.awk: reads the marks of a literate C file. One program for all uses:
#
#   awk -f docs/literate.awk -v mode=stub   FILE   what the student gets: TODO("3.2"); for solutions
#   awk -f docs/literate.awk -v mode=clean  FILE   plain C, with the solutions and without the marks
#   awk -f docs/literate.awk -v mode=region -v name=NAME FILE   one region, indentation removed
#   awk -f docs/literate.awk -v mode=region -v id=3.2    FILE   the same as name=solution-3.2
#   awk -f docs/literate.awk -v mode=weave  FILE   Markdown: prose as text, code in fenced blocks
#
# The marks, each alone on its line; nothing nests:
#
#   /*: prose in Markdown */       over as many lines as it needs
#   //> solution 3.2               the body that the student writes; quoted as solution-3.2
#   //< solution
#   //> region NAME                a piece to quote; NAME is [a-z0-9-]+
#   //< region
#
# The marks cut the file into pieces: code, solution, region, prose. First all lines are
# read and checked; then a mode prints the pieces, each in its own way. An error prints
# "FILE:LINE: message" (line 0: the file as a whole), nothing on stdout, and exits with 2.
# POSIX awk: the same with mawk, gawk and busybox.

BEGIN {
    file = ARGC == 2 ? ARGV[1] : "literate.awk"
    if (ARGC != 2) fail(0, "usage: awk -f docs/literate.awk -v mode=stub|weave|region|clean FILE")
    if (mode !~ /^(stub|weave|region|clean)$/)
        fail(0, "unknown mode '" mode "'; the modes are stub, weave, region and clean")
    if (id != "") name = "solution-" id
    if (mode == "region" && name == "") fail(0, "mode=region needs -v name=NAME")

    while ((status = (getline line < file)) > 0) {
        sub(/\r$/, "", line)
        text[++lines] = line
    }
    if (status < 0) fail(0, "cannot be read")

    piece("code", "", 0)
    for (i = 1; i <= lines; i++) read(i)
    if (kind[p] != "code") fail(opened[p], unclosed())

    if (mode == "region") region()
    else for (i = 1; i <= p; i++) {
        if (mode == "weave") weave(i)
        else plain(i)
    }
}

function fail(line, message) {
    print file ":" line ": " message | "cat 1>&2"
    close("cat 1>&2")
    exit 2
}

# Reading: text[1..lines] becomes pieces 1..p, with kind, title, first and last line.

# A new piece, opened (or, for code, let in) by the mark in line i; the lines that follow extend it.
function piece(its_kind, its_title, i) {
    kind[++p] = its_kind
    title[p] = its_title
    opened[p] = i
    first[p] = its_kind == "prose" ? i : i + 1
    indent[p] = indentation(text[i])
}

function read(i) {
    if (kind[p] == "prose" || text[i] ~ /^[ \t]*\/\*:/) prose(i)
    else if (text[i] ~ /^[ \t]*\/\/[<>]/) mark(i)
    else if (text[i] ~ /\/\*:|\/\/[<>][ \t]*(solution|region)/)
        fail(i, "a mark must stand first on its line")
    last[p] = i
}

function mark(i,    word, words, what) {
    words = split(text[i], word)
    what = word[2]
    if (what !~ /^(solution|region)$/) fail(i, "unknown mark '" trim(text[i]) "'")

    if (word[1] == "//>") {
        if (kind[p] != "code") fail(i, "nested mark: " unclosed())
        if (what == "solution" && (words != 3 || word[3] !~ /^([1-9][0-9]*|[A-Z])\.[1-9][0-9]*$/))
            fail(i, "malformed exercise id; want, for instance, //> solution 3.2")
        if (what == "region" && (words != 3 || word[3] !~ /^[a-z0-9-]+$/))
            fail(i, "malformed region name; want //> region NAME, of a-z, 0-9 and -")
        if (what == "solution") word[3] = "solution-" word[3]
        if (word[3] in used) fail(i, word[3] " is used twice; the first is in line " used[word[3]])
        used[word[3]] = i
        piece(what, word[3], i)
    } else {
        if (word[1] != "//<" || words != 2) fail(i, "unknown mark '" trim(text[i]) "'")
        if (kind[p] == "code") fail(i, "//< " what " closes nothing")
        if (kind[p] != what) fail(i, "//< " what " cannot close here: " unclosed())
        piece("code", "", i)
    }
}

# Takes the delimiters of a prose comment away, and at its end the indentation: as much as
# its lines after the first have in common, up to the column of the text after "/*: ".
function prose(i,    end, j, cut) {
    if (kind[p] != "prose") {
        if (kind[p] != "code") fail(i, "nested mark: " unclosed())
        piece("prose", "", i)
        text[i] = trim(substr(text[i], indent[p] + 4))
    }
    if (text[i] ~ /\/\*:|^[ \t]*\/\/[<>]/) fail(i, "nested mark: " unclosed())
    if (!(end = index(text[i], "*/"))) return
    if (trim(substr(text[i], end + 2)) != "") fail(i, "text after the */ of a prose comment")
    text[i] = substr(text[i], 1, end - 1)
    sub(/[ \t]+$/, "", text[i])
    cut = common(first[p] + 1, i, indent[p] + 4)
    for (j = first[p] + 1; j <= i; j++) text[j] = substr(text[j], cut + 1)
    last[p] = i
    piece("code", "", i)
}

function unclosed() { return "the " kind[p] " of line " opened[p] " is not closed" }

# Printing.

function region(    i, j, cut) {
    for (i = 1; i <= p && title[i] != name; i++) continue
    if (i > p) fail(0, "no region '" name "'")
    cut = common(first[i], last[i], 1000)
    for (j = first[i]; j <= last[i]; j++) print substr(text[j], cut + 1)
}

# Modes stub and clean.
function plain(i,    j) {
    seam = 1
    if (kind[i] == "prose") return
    if (kind[i] == "solution" && mode == "stub")
        emit(sprintf("%" indent[i] "sTODO(\"%s\");", "", substr(title[i], 10)))
    else
        for (j = first[i]; j <= last[i]; j++) emit(text[j])
}

# Prints a line of C. At a seam, where a mark or prose was dropped, at most one blank line
# stays, and none at the top of the file, after a { or before a }.
function emit(line) {
    if (line ~ /^[ \t]*$/) { blanks++; return }
    if (seam && blanks) blanks = above != "" && above !~ /[{]$/ && line !~ /^[ \t]*[}]/
    for (; blanks > 0; blanks--) print ""
    print line
    above = line
    seam = 0
}

function weave(i,    j, from, to, fence) {
    from = first[i]
    to = last[i]
    while (from <= to && text[from] ~ /^[ \t]*$/) from++
    while (from <= to && text[to] ~ /^[ \t]*$/) to--
    if (from > to) return
    if (woven++) print ""
    if (kind[i] != "prose") {
        fence = "```"
        for (j = from; j <= to; j++) while (index(text[j], fence)) fence = fence "`"
        print fence " {.c .numberLines " (kind[i] != "solution" ? "" : \
              ".solution exercise=\"" substr(title[i], 10) "\" ") "startFrom=\"" from "\"}"
    }
    for (j = from; j <= to; j++) print text[j]
    if (kind[i] != "prose") print fence
}

# Indentation: a tab counts as one character; blank lines do not count.

function indentation(line) { return match(line, /[^ \t]/) - 1 }

function common(from, to, most,    j) {
    for (j = from; j <= to; j++)
        if (text[j] !~ /^[ \t]*$/ && indentation(text[j]) < most) most = indentation(text[j])
    return most
}

function trim(line) {
    gsub(/^[ \t]+|[ \t]+$/, "", line)
    return line
}

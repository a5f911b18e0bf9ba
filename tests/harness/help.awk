# make help: the targets that have a `##` comment, under the heading `##@` that stands before them,
# and the chapters with their titles. A heading may stand in several files.
# The `##` of a long line is in its continuation.

FILENAME ~ /chapter\.md$/ {
    if (FNR == 1) {
        n = split(FILENAME, path, "/")
        number = path[n - 1]
        sub(/_.*/, "", number)
        sub(/^0/, "", number)
    }
    if (/^title:/) {
        title = $0
        gsub(/^title:[ ]*|"/, "", title)
        chapters = chapters sprintf("  %-3s %s\n", number, title)
    }
    next
}

FNR == 1 { heading = "" }
{ $0 = begun $0; begun = "" }
sub(/\\$/, "") { begun = $0; next }

/^##@ / {
    heading = substr($0, 5)
    if (!(heading in commands)) {
        headings[++count] = heading
        commands[heading] = ""
    }
}

/^[A-Za-z0-9%_.-]+:.*##/ {
    target = $0
    sub(/:.*/, "", target)
    sub(/%/, "3", target)
    what = $0
    sub(/.*## */, "", what)
    commands[heading] = commands[heading] sprintf("  make %-22s %s\n", target, what)
}

END {
    printf "chapter3 stands for any chapter.\n\n%s\n", commands[""]
    for (i = 1; i <= count; i++) print headings[i] "\n\n" commands[headings[i]]
    printf "With any of them: T=3.2  SOLUTION=1  SUBJECT=file.c  REAL=float  CC=clang  "
    printf "V=1  NO_COLOR=1\n\nChapters\n\n%s", chapters
}

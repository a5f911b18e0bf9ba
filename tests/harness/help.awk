# make help: the targets that have a `##` comment, and the chapters with their titles.

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

/^[A-Za-z0-9%_-]+:.*##/ {
    target = $0
    sub(/:.*/, "", target)
    sub(/%/, "3", target)
    what = $0
    sub(/.*## */, "", what)
    commands = commands sprintf("  make %-20s %s\n", target, what)
}

END {
    print "Commands (chapter3 stands for any chapter):\n\n" commands
    print "  T=3.2  SOLUTION=1  SUBJECT=file.c  REAL=float  CC=clang  V=1  NO_COLOR=1   go with them\n"
    printf "Chapters:\n\n%s", chapters
}

# slides.awk: the page that lists the slides of all chapters, from the index of the notes.

BEGIN {
    FS = "\t"
    print "<!DOCTYPE html><html lang=\"en-US\"><head><meta charset=\"utf-8\"><title>Slides</title>"
    print "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
    print "<link rel=\"stylesheet\" href=\"../assets/fonts.css\">"
    print "<link rel=\"stylesheet\" href=\"../assets/style.css\">"
    print "</head><body><main><h1>Slides</h1><ol>"
}

$1 == "chapter" { printf "<li><a href=\"%s.html\">%s</a></li>\n", $2, $3 }

END {
    print "</ol><p>Arrow keys turn the slides, f fills the screen. Printed, a slide is a page.</p>"
    print "</main></body></html>"
}

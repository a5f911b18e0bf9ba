# feedback/STUDENT.html: the same as STUDENT.md, to look at.
include "library";
include "page";

def link($chapter; $exercise):
    (($chapter | place) + $exercise | @html)
    | if ($chapter | address($chapter)) then "<a href=\"\($chapter | address($chapter) | @html)#ex:\($exercise | @html)\">\(.)</a>" else . end;

def failure:
    .test as $t
    | "<div class=\"failure\"><p><b>\($t.title | @html)</b> <span class=\"quiet\">\($t.verdict | @html)\(if $t.line > 0 then ", line \($t.line)" else "" end)</span></p>"
    + "<pre>\([$t.input, ($t | found)] | map(select(. != "")) | join("\n") | @html)</pre>"
    + (if $t.says != "" then "<p class=\"says\">\($t.says | @html)</p>" else "" end)
    + (if .others != [] then "<p class=\"quiet\">The same cause: \(.others | map("“" + @html + "”") | join(", "))</p>" else "" end)
    + "</div>\n";

def exercise($chapter):
    "<h3>\(.id | @html) <code>\(.function | @html)</code> <span class=\"points\">\(.points)/\(.maximum)</span></h3>\n"
    + (failures | map(failure) | join(""))
    + "<p>Read on: \(link($chapter; .id))</p>\n";

def all_tests:
    "<details><summary>All tests</summary><table>"
    + ([.exercises[].tests[] | "<tr><td>\(.id | @html)</td><td>\(.title | @html)</td><td>\(.verdict | @html)</td><td class=\"points\">\(.points)/\(.maximum)</td></tr>"] | join("\n"))
    + "</table></details>\n";

def chapter:
    . as $chapter
    | "<section><h2>Chapter \(.number): \(.title | @html) <span class=\"points\">\(.points)/\(.maximum)</span></h2>\n"
    + (if trouble then "<p class=\"trouble\">\(trouble | @html): no points.</p>"
           + (if .messages != [] and .status == "does not compile" then "<pre>\(.messages | join("\n") | @html)</pre>" else "" end)
       else "" end)
    + ([.exercises[] | select(failures != []) | exercise($chapter)] | join(""))
    + ([.exercises[] | select(unwritten and $chapter.status == "graded")] | if . == [] then "" else
        "<p>Not written yet: \(map("\(.id | @html) <code>\(.function | @html)</code> (\(.maximum))") | join(", "))</p>\n" end)
    + (if .points == .maximum then "<p class=\"good\">All tests pass.</p>\n" else "" end)
    + (if .status == "graded" then all_tests else "" end) + "</section>\n";

.students[]
| file("feedback/\(.student | file_name).html";
    page(.student;
        "<h1>\(.student | @html)</h1>\n<p class=\"total\">\(.points) of \(.maximum) points</p>\n<table class=\"chapters\">"
        + (.chapters | map("<tr><td>\(.number) \(.title | @html)</td><td>\(bar(.points; .maximum))</td><td class=\"points\">\(if .status == "no file" then "–" else "\(.points)/\(.maximum)" end)</td></tr>") | join("\n"))
        + "</table>\n"
        + (if .said != "" then "<p class=\"trouble\">Of this submission: \(.said | @html)</p>" else "" end)
        + ([.chapters[] | select(shared_file) | chapter] | join(""))
        + ([.chapters[] | select(.status == "no file") | "\(.number) (\(.file | @html))"] | if . == [] then "" else
            "<p class=\"quiet\">No file was found for the chapters: \(join(", "))</p>\n" end)
        + (if .ignored != [] then "<p class=\"quiet\">Not looked at, since only the chapters’ files are graded: \(.ignored[:20] | map(@html) | join(", "))\(if (.ignored | length) > 20 then ", and \((.ignored | length) - 20) more" else "" end)</p>\n" else "" end)))

# feedback/STUDENT.html: the same as STUDENT.md, to look at.
include "library";
include "page";

def link($chapter; $exercise):
    (($chapter | place) + $exercise | @html)
    | address($chapter) as $page
    | if $page then "<a href=\"\($page | @html)#ex:\($exercise | @html)\">\(.)</a>" else . end;

def failure:
    .test as $t
    | (if $t.line > 0 then ", line \($t.line)" else "" end) as $line
    | "<div class=\"failure\"><p><b>\($t.title | @html)</b> "
    + "<span class=\"quiet\">\($t.verdict | @html)\($line)</span></p>"
    + "<pre>\([$t.input, ($t | found)] | said("\n") | @html)</pre>"
    + (if $t.says != "" then "<p class=\"says\">\($t.says | @html)</p>" else "" end)
    + (.others | unless_empty(
        "<p class=\"quiet\">The same cause: \(map("“" + @html + "”") | join(", "))</p>"))
    + "</div>\n";

def exercise($chapter):
    "<h3>\(.id | @html) <code>\(.function | @html)</code> "
    + "<span class=\"points\">\(.points)/\(.maximum)</span></h3>\n"
    + (failures | map(failure) | join(""))
    + "<p>Read on: \(link($chapter; .id))</p>\n";

def all_tests:
    "<details><summary>All tests</summary><table>"
    + ([.exercises[].tests[]
        | "<tr>\([.id, .title, .verdict] | map("<td>\(@html)</td>") | join(""))"
        + "<td class=\"points\">\(.points)/\(.maximum)</td></tr>"] | join("\n"))
    + "</table></details>\n";

def chapter:
    . as $chapter
    | "<section><h2>Chapter \(.number): \(.title | @html) "
    + "<span class=\"points\">\(.points)/\(.maximum)</span></h2>\n"
    + (if trouble then "<p class=\"trouble\">\(trouble | @html): no points.</p>" else "" end)
    + (if .messages != [] and .status == "does not compile"
       then "<pre>\(.messages | join("\n") | @html)</pre>" else "" end)
    + ([.exercises[] | select(failures != []) | exercise($chapter)] | join(""))
    + ([.exercises[] | select(unwritten and $chapter.status == "graded")
        | "\(.id | @html) <code>\(.function | @html)</code> (\(.maximum))"]
       | unless_empty("<p>Not written yet: \(join(", "))</p>\n"))
    + (if .points == .maximum then "<p class=\"good\">All tests pass.</p>\n" else "" end)
    + (if .status == "graded" then all_tests else "" end) + "</section>\n";

def overview:
    (if .status == "no file" then "–" else "\(.points)/\(.maximum)" end) as $points
    | "<tr><td>\(.number) \(.title | @html)</td><td>\(bar(.points; .maximum))</td>"
    + "<td class=\"points\">\($points)</td></tr>";

.students[]
| file("feedback/\(.student | file_name).html";
    page(.student;
        "<h1>\(.student | @html)</h1>\n"
        + "<p class=\"total\">\(.points) of \(.maximum) points</p>\n<table class=\"chapters\">"
        + (.chapters | map(overview) | join("\n")) + "</table>\n"
        + (if .said == "" then "" else
            "<p class=\"trouble\">Of this submission: \(.said | @html)</p>" end)
        + ([.chapters[] | select(shared_file) | chapter] | join(""))
        + ([.chapters[] | select(.status == "no file") | "\(.number) (\(.file | @html))"]
           | unless_empty("<p class=\"quiet\">No file was found for the chapters: "
               + "\(join(", "))</p>\n"))
        + (.ignored | unless_empty(
            "<p class=\"quiet\">Not looked at, since only the chapters’ files are graded: "
            + "\(the_first(20; @html))</p>\n"))))

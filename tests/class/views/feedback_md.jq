# feedback/STUDENT.md: what is wrong, why, and where to read on.
include "library";

def md: gsub("(?<c>[\\\\`*_{}\\[\\]<>#|&!~])"; "\\\(.c)");
def block: split("\n") | map("        " + .) | join("\n");
def link($chapter; $exercise):
    ($chapter | place) + $exercise
    | address($chapter) as $page
    | if $page then "[\(.)](\($page)#ex:\($exercise))" else . end;

def failure($chapter; $exercise):
    .test as $t
    | "- **\($t.title | md)**" + (if $t.line > 0 then ", line \($t.line)" else "" end) + "\n\n"
    + ([$t.input, ($t | found)] | said("\n") | block) + "\n"
    + (if $t.says != "" then "\n    \($t.says | md)\n" else "" end)
    + (.others | unless_empty("\n    The same cause: \(map("“" + md + "”") | join(", ")).\n"));

def exercise($chapter):
    . as $exercise
    | "### \(.id) \(.function) — \(.points)/\(.maximum)\n\n"
    + (failures | map(failure($chapter; $exercise)) | join("\n"))
    + "\nRead on: \(link($chapter; .id)).\n";

def chapter:
    . as $chapter
    | "## Chapter \(.number): \(.title) — \(.points)/\(.maximum)\n\n"
    + (if trouble then "\(trouble | md): no points.\n\n" else "" end)
    + (if .messages != [] and .status == "does not compile"
       then (.messages | map("    " + .) | join("\n")) + "\n\n" else "" end)
    + ([.exercises[] | select(failures != []) | exercise($chapter)] | join("\n"))
    + ([.exercises[] | select(unwritten and $chapter.status == "graded")
        | "\(.id) \(.function) (\(.maximum))"]
       | unless_empty("\nNot written yet: \(join(", ")).\n"))
    + (if .points == .maximum then "All tests pass.\n" else "" end);

.students[]
| file("feedback/\(.student | file_name).md";
    "# \(.student | md)\n\n**\(.points) of \(.maximum) points.**\n\n"
    + "| chapter | points |\n|---|---:|\n"
    + (.chapters | map("| \(.number) \(.title | md) | "
        + (if .status == "no file" then "–" else "\(.points)/\(.maximum)" end) + " |") | join("\n"))
    + "\n\n"
    + (if .said != "" then "Of this submission: \(.said | md).\n\n" else "" end)
    + ([.chapters[] | select(shared_file) | chapter] | join("\n"))
    + ([.chapters[] | select(.status == "no file") | "\(.number) (\(.file))"]
       | unless_empty("\nNo file was found for the chapters: \(join(", ")).\n"))
    + (.ignored | unless_empty(
        "\nNot looked at, since only the chapters' files are graded: \(the_first(20; md)).\n")))

# feedback/STUDENT.md: what is wrong, why, and where to read on.
include "library";

def md: gsub("(?<c>[\\\\`*_{}\\[\\]<>#|&!~])"; "\\\(.c)");
def block: split("\n") | map("        " + .) | join("\n");
def link($chapter; $exercise):
    ($chapter | place) + $exercise
    | if ($chapter | address($chapter)) then "[\(.)](\($chapter | address($chapter))#ex:\($exercise))" else . end;

def failure($chapter; $exercise):
    .test as $t
    | "- **\($t.title | md)**" + (if $t.line > 0 then ", line \($t.line)" else "" end) + "\n\n"
    + ([$t.input, ($t | found)] | map(select(. != "")) | join("\n") | block) + "\n"
    + (if $t.says != "" then "\n    \($t.says | md)\n" else "" end)
    + (if .others != [] then "\n    The same cause: \(.others | map("“" + md + "”") | join(", ")).\n" else "" end);

def exercise($chapter):
    . as $exercise
    | "### \(.id) \(.function) — \(.points)/\(.maximum)\n\n"
    + (failures | map(failure($chapter; $exercise)) | join("\n"))
    + "\nRead on: \(link($chapter; .id)).\n";

def chapter:
    . as $chapter
    | "## Chapter \(.number): \(.title) — \(.points)/\(.maximum)\n\n"
    + (if trouble then "\(trouble | md): no points.\n\n"
           + (if .messages != [] and .status == "does not compile" then (.messages | map("    " + .) | join("\n")) + "\n\n" else "" end)
       else "" end)
    + ([.exercises[] | select(failures != []) | exercise($chapter)] | join("\n"))
    + ([.exercises[] | select(unwritten and $chapter.status == "graded")] | if . == [] then "" else
        "\nNot written yet: \(map("\(.id) \(.function) (\(.maximum))") | join(", ")).\n" end)
    + (if .points == .maximum then "All tests pass.\n" else "" end);

.students[]
| file("feedback/\(.student | file_name).md";
    "# \(.student | md)\n\n**\(.points) of \(.maximum) points.**\n\n| chapter | points |\n|---|---:|\n"
    + (.chapters | map("| \(.number) \(.title | md) | \(if .status == "no file" then "–" else "\(.points)/\(.maximum)" end) |") | join("\n")) + "\n\n"
    + (if .said != "" then "Of this submission: \(.said | md).\n\n" else "" end)
    + ([.chapters[] | select(shared_file) | chapter] | join("\n"))
    + ([.chapters[] | select(.status == "no file") | "\(.number) (\(.file))"] | if . == [] then "" else
        "\nNo file was found for the chapters: \(join(", ")).\n" end)
    + (if .ignored != [] then "\nNot looked at, since only the chapters' files are graded: \(.ignored[:20] | map(md) | join(", "))\(if (.ignored | length) > 20 then ", and \((.ignored | length) - 20) more" else "" end).\n" else "" end))

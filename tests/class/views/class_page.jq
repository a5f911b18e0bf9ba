# class.html: how the class did, exercise by exercise, and which mistakes were made by how many:
# what to talk about in the next lecture.
include "library";
include "page";

def share($n; $of): if $of == 0 then "–" else "\(100 * $n / $of | round)%" end;
# Of ten equal parts of the points, how many students have so much.
def histogram($values; $most):
    [range(11) as $part | [$values[] | select((10 * . / $most | floor) == $part)] | length]
    | . as $counts
    | ([.[], 1] | max) as $largest
    | "<span class=\"hist\" role=\"img\" aria-label=\"\(map(tostring) | join(" "))\">"
    + ([range(11) as $part | $counts[$part] as $n | (100 * $n / $largest | floor) as $height
        | "<i style=\"height:\($height)%\" title=\"\($part * 10)%: \($n)\"></i>"] | join(""))
    + "</span>";
def median:
    sort | (length / 2 | floor) as $half
    | if length == 0 then 0
      elif length % 2 == 1 then .[$half]
      else (.[$half - 1] + .[$half]) / 2 end;
def count(condition): map(select(condition)) | length;

# A table's row of cells: an object is a number, by its text.
def cells($tag): map(
    if type == "object" then "<\($tag) class=\"number\">\(.number)</\($tag)>"
    else "<\($tag)>\(.)</\($tag)>" end) | "<tr>\(join(""))</tr>";
def number: {number: .};

# The known mistakes: student, exercise and cause, each once.
def hits:
    [.students[] | .student as $student | .chapters[] | .folder as $folder | .exercises[]
     | {student: $student, folder: $folder, exercise: .id, function} as $where
     | [.tests[] | select(.cause != "")] | group_by(.cause)[] | $where + (.[0] | {cause, says})];

def known_mistakes:
    if . == [] then "<p>No known mistake was found.</p>" else
        "<p>The known mistakes, by the number of students who made them.</p><table>"
        + (["students" | number] + ["exercise", "the mistake, as they are told"] | cells("th"))
        + (group_by([.folder, .exercise, .cause]) | map({n: length} + .[0])
           | sort_by(-.n, .exercise, .cause)
           | map([(.n | number), "\(.exercise)&nbsp;<code>\(.function | @html)</code>",
               (.says | @html)] | cells("td")) | join("\n"))
        + "</table>" end;

# The functions that did not return.
def ends:
    [.students[] | .student as $student | .chapters[] | .exercises[] | .id as $id | .tests[]
     | select(.verdict | IN("crashed", "did not end", "waited", "called exit", "memory not freed",
         "memory error"))
     | {student: $student, exercise: $id, verdict}];

def how_they_ended: unless_empty(
    "<p>How functions ended that did not return:</p><table>"
    + (["students" | number] + ["exercise", ""] | cells("th"))
    + (group_by([.exercise, .verdict]) | map({n: (map(.student) | unique | length)} + .[0])
       | sort_by(-.n, .exercise)
       | map([(.n | number), .exercise, (.verdict | @html)] | cells("td")) | join("\n"))
    + "</table>");

# A row for the exercise number $e, of the files of a chapter.
def exercise_row($e; $exercise):
    map(.exercises[$e])
    | length as $all | count(unwritten) as $blank
    | count(.points == .maximum) as $full | (count(.points == 0) - $blank) as $none
    | ["\($exercise.id) <code>\([.[].function | select(. != "")][0] // "" | @html)</code>",
       histogram(map(.points); $exercise.maximum)]
      + ([$full, $all - $full - $none - $blank, $none, $blank] | map(share(.; $all) | number))
    | cells("td");

# The files that were handed in of a chapter.
def chapter_section($chapter):
    . as $here
    | "<section><h2>Chapter \($chapter.number): \($chapter.title | @html)</h2>\n"
    + if . == [] then "<p class=\"quiet\">No file was handed in.</p></section>\n" else
        "<p>\(plural(length; "file")); \(count(.status == "does not compile")) do not compile, "
        + "\(count(.status == "refused")) refused. "
        + "Median \(map(.points) | median) of \($chapter.maximum).</p>\n<table>"
        + (["exercise", "points, in tenths"]
           + (["full", "some", "none", "not written"] | map(number)) | cells("th"))
        + ([range($chapter.exercises | length) as $e
            | $here | exercise_row($e; $chapter.exercises[$e])] | join("\n"))
        + "</table></section>\n" end;

# Those that somebody has to look at, and those that are the same.
def refused:
    [.students[] | .student as $student | .chapters[] | select(.status | IN("refused", "undecided"))
     | "<li>\($student | @html): chapter \(.number), \(trouble | @html)</li>"]
    | unless_empty("<section><h2>Refused files: look at these yourself</h2><ul>"
        + "\(join("\n"))</ul></section>\n");
def twins:
    [.students[] | .student as $student | .chapters[] | select(.sum and .written)
     | {student: $student, chapter: .number, sum}]
    | group_by([.chapter, .sum]) | map(select(length > 1))
    | unless_empty("<section><h2>The same file, to the byte</h2><ul>"
        + (map("<li>chapter \(.[0].chapter): \(map(.student | @html) | join(", "))</li>")
           | join("\n")) + "</ul></section>\n");

. as $class
| file("class.html"; page("The class";
    "<h1>The class</h1>\n<p class=\"total\">\(plural(.students | length; "submission")), "
    + "median \(.students | map(.points) | median) of \(.students[0].maximum) points</p>\n"
    + "<section><h2>What to talk about</h2>\n"
    + (hits | known_mistakes) + (ends | how_they_ended) + "</section>\n"
    + ([range(.chapters | length) as $c
        | [$class.students[].chapters[$c] | select(.status != "no file")]
        | chapter_section($class.chapters[$c])] | join(""))
    + refused + twins
    + (.ignored | unless_empty("<p class=\"quiet\">In the folder of submissions, and no "
        + "submission: \(map(@html) | join(", "))</p>"))))

# class.html: how the class did, exercise by exercise, and which mistakes were made by how many:
# what to talk about in the next lecture.
include "library";
include "page";

def share($n; $of): if $of == 0 then "–" else "\(100 * $n / $of | round)%" end;
# Of ten equal parts of the points, how many students have so much.
def histogram($values; $most):
    ([range(11) as $part | [$values[] | select((10 * . / $most | floor) == $part)] | length]) as $counts
    | ([$counts[], 1] | max) as $largest
    | "<span class=\"hist\" role=\"img\" aria-label=\"\($counts | map(tostring) | join(" "))\">"
      + ([range(11) as $part | "<i style=\"height:\(100 * $counts[$part] / $largest | floor)%\" title=\"\($part * 10)%: \($counts[$part])\"></i>"] | join("")) + "</span>";
def median: sort | if length == 0 then 0 elif length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;

. as $class
| (.students | length) as $all
| [.students[] | .student as $student | .chapters[] | .folder as $folder | .exercises[] as $e
   | [$e.tests[] | select(.cause != "")] | group_by(.cause)[] | {student: $student, folder: $folder, exercise: $e.id, function: $e.function, cause: .[0].cause, says: .[0].says}] as $hits
| [.students[] | .student as $student | .chapters[] | .folder as $folder | .exercises[] | .id as $id
   | .tests[] | select(.verdict == "crashed" or .verdict == "did not end" or .verdict == "waited" or .verdict == "called exit" or .verdict == "memory not freed" or .verdict == "memory error")
   | {student: $student, exercise: $id, verdict}] as $ends
| ([.students[] | .student as $student | .chapters[] | select(.sum and .written) | {student: $student, chapter: .number, sum}]
   | group_by([.chapter, .sum]) | map(select(length > 1))) as $twins
| file("class.html"; page("The class";
    "<h1>The class</h1>\n<p class=\"total\">\(plural($all; "submission")), median \([.students[].points] | median) of \(.students[0].maximum) points</p>\n"

    + "<section><h2>What to talk about</h2>\n"
    + (if $hits == [] then "<p>No known mistake was found.</p>" else
        "<p>The known mistakes, by the number of students who made them.</p><table><tr><th class=\"number\">students</th><th>exercise</th><th>the mistake, as they are told</th></tr>"
        + ($hits | group_by([.folder, .exercise, .cause]) | map({n: length} + .[0]) | sort_by(-.n, .exercise, .cause)
           | map("<tr><td class=\"number\">\(.n)</td><td>\(.exercise)&nbsp;<code>\(.function | @html)</code></td><td>\(.says | @html)</td></tr>") | join("\n"))
        + "</table>" end)
    + (if $ends == [] then "" else
        "<p>How functions ended that did not return:</p><table><tr><th class=\"number\">students</th><th>exercise</th><th></th></tr>"
        + ($ends | group_by([.exercise, .verdict]) | map({n: (map(.student) | unique | length)} + .[0]) | sort_by(-.n, .exercise)
           | map("<tr><td class=\"number\">\(.n)</td><td>\(.exercise)</td><td>\(.verdict | @html)</td></tr>") | join("\n"))
        + "</table>" end) + "</section>\n"

    + ([range(.chapters | length) as $c | .chapters[$c] as $chapter
        | [$class.students[].chapters[$c] | select(.status != "no file")] as $here
        | "<section><h2>Chapter \($chapter.number): \($chapter.title | @html)</h2>\n"
        + if $here == [] then "<p class=\"quiet\">No file was handed in.</p></section>\n" else
        "<p>\(plural($here | length; "file")); \([$here[] | select(.status == "does not compile")] | length) do not compile, \([$here[] | select(.status == "refused")] | length) refused. "
        + "Median \([$here[].points] | median) of \($chapter.maximum).</p>\n"
        + "<table><tr><th>exercise</th><th>points, in tenths</th><th class=\"number\">full</th><th class=\"number\">some</th><th class=\"number\">none</th><th class=\"number\">not written</th></tr>"
        + ([range($chapter.exercises | length) as $e | $chapter.exercises[$e] as $exercise
            | [$here[].exercises[$e]] as $them | ([$them[] | select(unwritten)] | length) as $blank
            | ([$them[] | select(.points == .maximum)] | length) as $full
            | ([$them[] | select(.points == 0)] | length - $blank) as $none
            | "<tr><td>\($exercise.id) <code>\([$them[].function | select(. != "")][0] // "" | @html)</code></td><td>\(histogram([$them[].points]; $exercise.maximum))</td>"
            + "<td class=\"number\">\(share($full; $them | length))</td><td class=\"number\">\(share(($them | length) - $full - $none - $blank; $them | length))</td><td class=\"number\">\(share($none; $them | length))</td><td class=\"number\">\(share($blank; $them | length))</td></tr>"]
           | join("\n"))
        + "</table></section>\n" end] | join(""))

    + ([.students[] | .student as $s | .chapters[] | select(.status == "refused" or .status == "undecided") | "<li>\($s | @html): chapter \(.number), \(trouble | @html)</li>"]
       | if . == [] then "" else "<section><h2>Refused files: look at these yourself</h2><ul>\(join("\n"))</ul></section>\n" end)
    + (if $twins == [] then "" else "<section><h2>The same file, to the byte</h2><ul>"
        + ($twins | map("<li>chapter \(.[0].chapter): \(map(.student | @html) | join(", "))</li>") | join("\n")) + "</ul></section>\n" end)
    + (if .ignored == [] then "" else "<p class=\"quiet\">In the folder of submissions, and no submission: \(.ignored | map(@html) | join(", "))</p>" end)))

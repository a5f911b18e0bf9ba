# grades.csv: a row for each student, a column for each exercise, in the order of the names.
include "library";

file("grades.csv";
    ([["student"] + [.chapters[].exercises[] | .id] + ["total", "maximum", "note"]]
     + (.students | map([.student] + [.chapters[].exercises[] | .points] + [.points, .maximum,
            ([.said, (.chapters[] | select(.status == "refused" or .status == "does not compile" or .status == "undecided") | trouble)]
             | map(select(. != "")) | join("; "))])))
    | map(@csv) | join("\n") + "\n")

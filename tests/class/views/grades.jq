# grades.csv: a row for each student, a column for each exercise, in the order of the names.
include "library";

file("grades.csv";
    ([["student"] + [.chapters[].exercises[] | .id] + ["total", "maximum", "note"]]
     + (.students | map([.student] + [.chapters[].exercises[] | .points] + [.points, .maximum,
            ([.said, (.chapters[]
                | select(.status | IN("refused", "does not compile", "undecided")) | trouble)]
             | said("; "))])))
    | map(@csv) | join("\n") + "\n")

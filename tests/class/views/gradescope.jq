# gradescope/STUDENT/results.json: as Gradescope's autograder wants it (the format: "Autograder
# output format" in gradescope-autograders.readthedocs.io).
include "library";

.students[]
| file("gradescope/\(.student | file_name)/results.json";
    {score: .points, output_format: "text", visibility: "visible",
     output: ([.said, (.chapters[] | trouble // empty)] | said("\n")),
     tests: [.chapters[] | select(.status != "no file" or $chapters != "") | .exercises[] as $e
        | $e.tests[] | {
            name: "\(.id) \(.title)", number: .id, score: .points, max_score: .maximum,
            status: (if .verdict == "ok" then "passed" else "failed" end),
            output: (if .verdict == "ok" then "" else
                [.verdict, .input, (if .message != "" then found else "" end), .says]
                | said("\n") end)}]}
    | tojson)

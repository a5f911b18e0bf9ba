# The facts about a class (views.sh), a line each, become one object, of which every view is made.
# Points are given here, and by the chapter's own table: a test whose verdict is ok has its points.

def chapter_number: split("_")[0] | sub("^0"; "");
def by(f): group_by(f) | map({key: (.[0] | f), value: .}) | from_entries;

[inputs | split("\t")] as $facts
| ($facts | by(.[0])) as $of
| ($of.test // [] | by(.[1])) as $tests
| ($of.suspect // [] | map({key: (.[1] + " " + .[3]), value: .[4]}) | from_entries) as $says
| ($of.record // [] | by(.[1] + " " + .[2])) as $records
| ($of.status // [] | map({key: (.[1] + " " + .[2]), value: .[3]}) | from_entries) as $status
| ($of.message // [] | by(.[1] + " " + .[2])) as $messages
| ($of.file // [] | by(.[1])) as $files
| ($of.ignored // [] | by(.[1])) as $ignored

# A file's tests, by the chapter's table; a test that the record does not hold has no points.
| def graded($chapter; $key):
    ($records[$key] // [] | map({key: .[3], value: .}) | from_entries) as $record
    | $tests[$chapter]
    | map((.[2] + "." + .[3]) as $id | $record[$id] as $r | (.[4] | tonumber) as $most | {
        id: $id, exercise: .[2], title: .[5], maximum: $most,
        verdict: ($r[6] // "not graded"),
        points: (if $r[6] == "ok" then $most else 0 end),
        cause: ($r[7] // ""), says: ($says[$chapter + " " + ($r[7] // "")] // ""),
        line: ($r[8] // "0" | tonumber), function: ($r[9] // ""),
        input: ($r[11] // ""), message: ($r[12] // "")})
    | group_by(.exercise) | sort_by(.[0].exercise | split(".")[1] | tonumber)
    | map({id: .[0].exercise, function: (map(.function | select(. != ""))[0] // ""),
           points: (map(.points) | add), maximum: (map(.maximum) | add), tests: .});

def chapter_result($chapter; $sum):
    ($chapter[1] + " " + ($sum // "")) as $key
    | {folder: $chapter[1], number: ($chapter[1] | chapter_number), title: $chapter[2],
       file: $chapter[3], sum: $sum,
       status: (if $sum then $status[$key] // "not graded" else "no file" end),
       messages: ($messages[$key] // [] | map(.[3])),
       exercises: graded($chapter[1]; $key)}
    | .points = (.exercises | map(.points) | add)
    | .maximum = (.exercises | map(.maximum) | add)
    | .written = (.exercises | any(.[].tests[];
        .verdict != "not written yet" and .verdict != "not graded"));

# Each different file once: many students hand in the same stub.
($of.chapter | map(.[1] as $c | {key: $c, value: .}) | from_entries) as $chapters
| ($of.file // [] | map([.[2], .[3]]) | unique
    | map({key: (.[0] + " " + .[1]), value: chapter_result($chapters[.[0]]; .[1])})
    | from_entries) as $results
| ($of.chapter | map({key: .[1], value: chapter_result(.; null)}) | from_entries) as $nothing
| {
    chapters: ($of.chapter | map(.[1] as $c | $nothing[$c] | {folder, number, title, file, maximum,
        exercises: (.exercises | map({id, maximum}))})),
    suspects: ($of.suspect // [] | map({chapter: .[1], exercise: .[2], name: .[3], says: .[4]})),
    ignored: ($ignored[""] // [] | map(.[2])),
    students: ($of.student // [] | map(.[1] as $student | {
        student: $student, said: (.[2] // "" | sub("^ +| +$"; "")),
        ignored: ($ignored[$student] // [] | map(.[2])),
        chapters: (($files[$student] // [] | map({key: .[2], value: .[3]}) | from_entries) as $sums
            | $of.chapter | map(.[1] as $c | $sums[$c] as $s
                | if $s then $results[$c + " " + $s] else $nothing[$c] end))
    } | if .said == "" and all(.chapters[]; .status == "no file")
        then .said = "no file of these chapters was found" else . end
      | .points = (.chapters | map(.points) | add) | .maximum = (.chapters | map(.maximum) | add)))
}

# What several views share.

# TEXT of a list, and nothing of an empty one.
def unless_empty(text): if . == [] then "" else text end;
# The first in words, each written so, and how many more there are.
def the_first($n; written):
    (.[:$n] | map(written) | join(", "))
    + (if length > $n then ", and \(length - $n) more" else "" end);
# Those that say something, with this between them.
def said($between): map(select(. != "")) | join($between);

# A file to write: its path in OUT, and its text.
def file($path; text): [$path, (text | @base64)] | @tsv;

# A student's name as the name of a file.
def file_name: gsub("[/ ]"; "_");

# What is to be said of a chapter that was not graded, or null.
def trouble:
    if .status == "graded" then null
    elif .status == "no file" then "no file \(.file) was found"
    elif .status == "refused" then "\(.file) was refused: \(.messages[0] // "")"
    elif .status == "does not compile" then "\(.file) does not compile"
    elif .status == "undecided" then "\(.file) was not at its end in time, and will be graded again"
    else "\(.file) was not graded" end;

# The failures of an exercise, those with the same cause together: the first test of each, and the
# titles of the others. What is not written yet is no failure.
def failures:
    [.tests[] | select(.verdict | IN("ok", "not written yet", "not graded") | not)]
    | reduce .[] as $t ([];
        (if $t.cause != "" then ""
         elif $t.verdict == "wrong" then $t.title else $t.message end) as $what
        | [$t.verdict, $t.cause, $what] as $key
        | (map(.key) | index([$key])) as $at
        | if $at then .[$at].others += [$t.title] else . + [{key: $key, test: $t, others: []}] end);

def unwritten: all(.tests[]; .verdict == "not written yet");

# What a test found, in a sentence or a few lines.
def found:
    if .verdict == "wrong" or .verdict == "refused" then .message
    else "\(.function) \(if .message == "" then .verdict else .message end)" end;

# Where to read on: the exercise in the notes. $notes is the address of the notes, or nothing.
def address($chapter):
    if $notes == "" then null else ($notes | rtrimstr("/")) + "/\($chapter.folder).html" end;
def place: "chapter \(.number), exercise ";
def plural($n; $word): "\($n) \($word)\(if $n == 1 then "" else "s" end)";
def shared_file: .status | IN("graded", "refused", "does not compile", "not graded");

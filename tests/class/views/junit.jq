# junit/STUDENT.xml: a suite for each chapter, a case for each test.
include "library";

# What XML 1.0 cannot hold is left out: of the control characters class.json has none.
def xml:
    if contains("\uFFFE") or contains("\uFFFF") then [explode[] | select(. != 65534 and . != 65535)] | implode else . end
    | @html;

.students[]
| file("junit/\(.student | file_name).xml";
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"\(.student | xml)\">\n"
    + ([.chapters[] | select(.status != "no file") | [.exercises[].tests[]] as $tests
        | "<testsuite name=\"\(.folder | xml)\" tests=\"\($tests | length)\" failures=\"\([$tests[] | select(.verdict != "ok")] | length)\">\n"
        + ($tests | map("<testcase classname=\"\(.exercise | xml)\" name=\"\(.id | xml) \(.title | xml)\">"
            + (if .verdict == "ok" then "" else "<failure message=\"\(.verdict | xml)\">\([.input, .message, .says] | map(select(. != "")) | join("\n") | xml)</failure>" end)
            + "</testcase>\n") | join(""))
        + "</testsuite>\n"] | join(""))
    + "</testsuites>\n")

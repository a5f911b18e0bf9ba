# junit/STUDENT.xml: a suite for each chapter, a case for each test.
include "library";

# What XML 1.0 cannot hold is left out: of the control characters class.json has none.
def xml:
    gsub("[\uFFFE\uFFFF]"; "") | @html;

def case:
    "<testcase classname=\"\(.exercise | xml)\" name=\"\(.id | xml) \(.title | xml)\">"
    + (if .verdict == "ok" then "" else
        "<failure message=\"\(.verdict | xml)\">"
        + "\([.input, .message, .says] | said("\n") | xml)</failure>" end)
    + "</testcase>\n";

def suite:
    [.exercises[].tests[]] as $tests
    | ([$tests[] | select(.verdict != "ok")] | length) as $failures
    | "<testsuite name=\"\(.folder | xml)\" "
    + "tests=\"\($tests | length)\" failures=\"\($failures)\">\n"
    + ($tests | map(case) | join("")) + "</testsuite>\n";

.students[]
| file("junit/\(.student | file_name).xml";
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"\(.student | xml)\">\n"
    + ([.chapters[] | select(.status != "no file") | suite] | join(""))
    + "</testsuites>\n")

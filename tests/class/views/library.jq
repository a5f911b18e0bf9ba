# What several views share.

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
    else "\(.file) was not graded" end;

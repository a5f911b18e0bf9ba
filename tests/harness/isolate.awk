# Makes the header with which a student's file is compiled for grading, from the chapter's header.
#
# For each function that the header declares:
#   - the student's definition is weak, so that a call of it by name, from the student's own
#     file too, gets the reference's (which is linked beside it);
#   - the student's definition has a second name, student_NAME, which the tests call.
# So each exercise is graded with right versions of the others.

FNR == 1 {
    n = split(FILENAME, path, "/")
    print "#include \"" path[n] "\""
}

/^[a-z].*[(]/ && !/^typedef/ {
    declaration = $0
    sub(/[(].*/, "", declaration)
    n = split(declaration, word, /[ *]+/)
    name = word[n]
    print ""
    print "__typeof__(" name ") " name " __attribute__((weak));"
    print "extern __typeof__(" name ") student_" name " __attribute__((alias(\"" name "\")));"
}

# Each exercise is graded with right versions of the earlier ones: a wrong bn_mean costs nothing
# in bn_forward. For that, a chapter's functions go by three names, which this program derives
# from the chapter's header:
#
#   student_bn_mean     the student's definition
#   reference_bn_mean   the solution's
#   bn_mean             what any call by name reaches: the one or the other, as calls_reference
#                       decides (tests/harness/exercises.c)
#
#   awk -v mode=student   a header to compile a student's file with: its definitions become weak,
#                         so that a call by name leaves the file, and get their second name
#   awk -v mode=reference a header to compile the solution and the tests with: they say bn_mean
#                         and mean the reference's
#   awk -v mode=learner   a header to compile a learner's own tests with (break.c): they say bn_mean
#                         and call through the pointer broken_bn_mean
#   awk -v mode=broken    C: these pointers, and the table of the learner's tests
#   awk -v mode=calls     C: the functions that pass calls by name on

FNR == 1 {
    n = split(FILENAME, path, "/")
    if (mode != "reference") print "#include \"" path[n] "\""
    if (mode == "calls") print "#include \"tests/harness/calls.h\""
    if (mode == "broken") print "#include \"tests/harness/internal.h\""
}

# A declaration starts at the left margin and ends with a semicolon, perhaps lines later.
/^[A-Za-z].*[(]/ && !/^(typedef|static|enum|struct .*{)/ { declaration = "" ; inside = 1 }
inside { declaration = declaration " " $0 }
inside && /;/ { inside = 0; function_declared(declaration) }

function function_declared(text,    result, name, parameters, arguments, words, parts, i, n) {
    sub(/^ +/, "", text)
    result = text
    sub(/ *[(].*/, "", result)
    n = split(result, words, /[ *]+/)
    name = words[n]
    sub(name "$", "", result)
    parameters = text
    sub(/^[^(]*[(]/, "", parameters)
    sub(/[)][^)]*;.*$/, "", parameters)
    if (mode == "student") {
        print "#pragma weak " name
        print "extern __typeof__(" name ") student_" name " __attribute__((alias(\"" name "\")));"
    } else if (mode == "learner") {
        print "extern __typeof__(" name ") *broken_" name ";"
        print "#define " name " (*broken_" name ")"
        print "void test_" name "(void);"
    } else if (mode == "broken") {
        print "extern __typeof__(" name ") *broken_" name ", reference_" name ";"
        print "__typeof__(" name ") *broken_" name " = reference_" name ";"
        print "void test_" name "(void);"
        print "__attribute__((weak)) void test_" name "(void) {}"
        table = table "    {\"" name "\", &broken_" name ", test_" name "},\n"
    } else if (mode == "reference") {
        print "#define " name " reference_" name
    } else {
        n = split(parameters, parts, /,/)
        for (i = 1; i <= n && parameters != "void"; i++) {
            gsub(/\[[^]]*\]/, "", parts[i])
            split_name(parts[i])
            arguments = arguments (i > 1 ? ", " : "") last
        }
        print "extern __typeof__(" name ") student_" name ", reference_" name ";"
        print result name "(" parameters ")"
        print "{"
        print "    " (result ~ /^void *$/ ? "" : "return ") "(calls_reference(\"" name \
              "\") ? reference_" name " : student_" name ")(" arguments ");"
        print "}"
    }
}

END {
    if (mode == "broken") print "static const Breaking table[] = {\n" table "    {0},\n};\nconst Breaking *breakings = table;"
}

function split_name(parameter) {
    last = parameter
    sub(/ +$/, "", last)
    sub(/.*[ *]/, "", last)
}

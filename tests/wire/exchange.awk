# The exchanges of a chapter, and the functions that use them: see wire.h.
#
#     awk -v side=tests -f exchange.awk CONTRACT      C for the tests' side: remote_bn_mean ...
#     awk -v side=student -f exchange.awk CONTRACT    ... and for the student's
#     awk -v side=table ...                           the chapter's exercises (tests/harness)
#     awk -v side=learner ...                         a header for break.c: it says bn_mean, and
#                                                     calls through the pointer broken_bn_mean
#     awk -v side=broken ...                          these pointers, and the table of its tests
#
# CONTRACT is what contract.awk says of the header. header, title, number: the chapter's. by_hand:
# types whose exchange is written by hand, in the chapter's tests (tests/NN_name/exchange.c).

BEGIN {
    FS = "\t"
    hand_count = split(by_hand, hand_list, " ")
    for (i = 1; i <= hand_count; i++) hand[hand_list[i]] = 1
}

$1 == "function" {
    functions[++count] = $3
    id[$3] = $2
    result[$3] = $4
    points[$3] = $5
    line[$3] = $6
}
$1 == "callback" { result[$2] = $3; is_callback[$2] = 1 }
$1 == "parameter" {
    parameter[$2, ++parameters[$2]] = $3
    type[$2, $3] = $4
    extent[$2, $3] = $6
}
$1 == "binding" { bound[$2, $3] = $4 }
$1 == "field" {
    field[$2, ++fields[$2]] = $3
    field_type[$2, $3] = $4
    field_extent[$2, $3] = $5
}

END {
    if (side == "table") { table(); exit }
    if (side == "learner") { learner(); exit }
    if (side == "broken") { broken(); exit }
    print "/* Made by exchange.awk from " header ". */\n"
    print "#include <string.h>\n"
    print "#include \"" header "\""
    print "#include \"tests/wire/wire.h\"\n"
    for (i = 1; i <= hand_count; i++) {
        name = hand_list[i]
        print "void " name "_exchange(Wire *w, " name " *" tolower(name) ");"
    }
    for (i = 1; i <= count; i++) one_function(functions[i], i - 1)
    tables()
}

# ---- Types ----

function without_const(text) { sub(/^const /, "", text); return text }
function target(text) { text = without_const(text); sub(/ *[*]$/, "", text); return text }
function is_pointer(text) { return text ~ /[*]$/ }
function is_object(text,    base) {
    base = target(text)
    return is_pointer(text) && (base in fields || base in hand)
}
function is_array(text) {
    return is_pointer(text) && !is_object(text) && text != "FILE *" && text != "void *"
}

# A name in an extent, where `scope` is the function: as C at path "a->".
function in_c(expression, scope, outer,    out, name) {
    out = ""
    while (match(expression, /[A-Za-z_][A-Za-z_0-9]*(([.]|->)[A-Za-z_0-9]+)*/)) {
        out = out substr(expression, 1, RSTART - 1)
        name = substr(expression, RSTART, RLENGTH)
        expression = substr(expression, RSTART + RLENGTH)
        out = out name_in_c(name, scope, outer)
    }
    return out expression
}
function name_in_c(name, scope, outer,    first) {
    first = name
    sub(/[.-].*/, "", first)
    if ((scope, first) in type) return name ~ /->/ ? "(a->" first " ? a->" name " : 0)" : "a->" name
    if (outer != "" && (outer, first) in type) return outer "_now->" name
    return name
}

# "G x D" in a comment, of a parameter or of a field of the struct at `path`.
function count_of(shape, scope, outer, struct, path,    letters, n, i, product) {
    if (shape == "") return "1"
    if (shape !~ /^[A-Z]( x [A-Z])*$/ || struct == "" && (scope, shape) in type)
        return in_c(shape, scope, outer)
    n = split(shape, letters, / x /)
    for (i = 1; i <= n; i++)
        product = product (i > 1 ? " * " : "") letter_in_c(letters[i], scope, outer, struct, path)
    return product
}
# A letter is a field of the struct, or what the function's comment binds it to, or the rows or
# columns of a matrix beside it in the struct.
function letter_in_c(letter, scope, outer, struct, path,    i, name, sides) {
    if (struct != "" && (struct, letter) in field_type) return path letter
    if ((scope, letter) in bound) return quotient_in_c(bound[scope, letter], scope, outer)
    if ((scope, letter) in type) return "a->" letter
    for (i = 1; i <= fields[struct]; i++) {
        name = field[struct, i]
        if (field_type[struct, name] != "Matrix") continue
        if (split(field_extent[struct, name], sides, / x /) != 2) continue
        if (sides[1] == letter) return path name ".rows"
        if (sides[2] == letter) return path name ".cols"
    }
    print header ": nothing says what " letter " is, for " scope >"/dev/stderr"
    exit 1
}
function quotient_in_c(text, scope, outer,    parts, i) {
    if (split(text, parts, " / ") != 2) return in_c(text, scope, outer)
    for (i in parts) if ((scope, parts[i]) in bound) parts[i] = bound[scope, parts[i]]
    return "wire_share(" in_c(parts[1], scope, outer) ", " in_c(parts[2], scope, outer) ")"
}

# What goes over of the thing of this type at `path`. In two rounds: arrays in the second, when what
# their extents are made of has been taken.
function exchange(arrays, text, path, shape, scope, outer, struct, owner, indent,    number) {
    if (text in fields && text != "Matrix")
        exchange_fields(arrays, text, path ".", scope, outer, indent)
    else if (is_array(text)) {
        if (!arrays) return
        number = count_of(shape, scope, outer, struct, owner)
        print indent path " = wire_array(w, " path ", " number ", sizeof *" path ");"
    } else if (arrays) return
    else if (text in is_callback && outer == "") {
        print indent "wire_function(w, &" path ", " scope "_" text "_over_there);"
        callback_at[scope, text] = path
    } else if (is_object(text)) exchange_object(target(text), path, scope, outer, indent)
    else print indent exchange_value(text, path, outer)
}
function exchange_value(text, path, outer) {
    if (text == "Matrix") return "wire_matrix(w, &" path ");"
    if (text == "FILE *") return path " = wire_file(w, " path ");"
    if (text == "void *") return path " = wire_token(w, " path ", " token_of(outer) ");"
    if (text == "bool") return "wire_bool(w, &" path ");"
    if (text in hand) return text "_exchange(w, &" path ");"
    if (text in is_callback) return path " = NULL;"
    return "wire_value(w, &" path ", sizeof " path ");"
}
function exchange_object(base, path, scope, outer, indent,    arrays) {
    print indent path " = wire_object(w, " path ", sizeof *" path ");"
    print indent "if (" path ") {"
    if (base in hand) print indent "    " base "_exchange(w, " path ");"
    else for (arrays = 0; arrays <= 1; arrays++)
        exchange_fields(arrays, base, path "->", scope, outer, indent "    ")
    print indent "    wire_object_end(w);"
    print indent "}"
}
function exchange_fields(arrays, struct, path, scope, outer, indent,    i, name) {
    for (i = 1; i <= fields[struct]; i++) {
        name = field[struct, i]
        exchange(arrays, field_type[struct, name], path name, field_extent[struct, name], \
            scope, outer, struct, path, indent)
    }
}
function token_of(scope,    i) {
    if (scope == "") return "NULL"
    for (i = 1; i <= parameters[scope]; i++)
        if (type[scope, parameter[scope, i]] == "void *") return scope "_now->" parameter[scope, i]
}

# ---- Functions ----

function arguments_struct(name, as,    i, p, t) {
    print "typedef struct {"
    for (i = 1; i <= parameters[name]; i++) {
        p = parameter[name, i]
        t = type[name, p]
        print "    " without_const(t) (is_pointer(t) ? "" : " ") p ";"
    }
    print "} " as "_arguments;\n"
}

function exchange_function(name, as, outer,    i, p, arrays) {
    print "static void " as "_exchange(Wire *w, void *arguments)\n{"
    print "    " as "_arguments *a = arguments;"
    for (arrays = 0; arrays <= 1; arrays++)
        for (i = 1; i <= parameters[name]; i++) {
            p = parameter[name, i]
            exchange(arrays, type[name, p], "a->" p, extent[name, p], name, outer, "", "", "    ")
        }
    print "}\n"
    if (result[name] == "void") return
    print "static void " as "_result(Wire *w, void *result)\n{"
    if (result[name] in hand) print "    " result[name] "_exchange(w, result);"
    else if (result[name] == "bool") print "    wire_bool(w, result);"
    else print "    wire_value(w, result, sizeof(" result[name] "));"
    print "}\n"
}

function parameter_list(name,    i, p, t, list) {
    for (i = 1; i <= parameters[name]; i++) {
        p = parameter[name, i]
        t = type[name, p]
        list = list (i > 1 ? ", " : "") t (is_pointer(t) ? "" : " ") p
    }
    return list
}
function initializers(name,    i, p, t, list) {
    for (i = 1; i <= parameters[name]; i++) {
        p = parameter[name, i]
        t = type[name, p]
        list = list (i > 1 ? ", " : "") (t ~ /^const/ ? "(" without_const(t) ")" : "") p
    }
    return list
}
function argument_list(name,    i, list) {
    for (i = 1; i <= parameters[name]; i++) list = list (i > 1 ? ", " : "") "a->" parameter[name, i]
    return list
}
# Pieces of a call whose result may be nothing.
function result_name(as, name) { return result[name] == "void" ? "NULL" : as "_result" }
function result_size(name) { return result[name] == "void" ? "0" : "sizeof(" result[name] ")" }
function result_at(name) { return result[name] == "void" ? "NULL" : "&result" }
function result_declared(name) {
    if (result[name] == "void") return
    print "    " result[name] " result;\n    memset(&result, 0, sizeof result);"
}
function result_set(name) {
    if (result[name] == "void") return "    (void)result;\n    "
    return "    *(" result[name] " *)result = "
}

# The types of functions that it is given, itself or in a struct.
function callbacks_of(name, list,    i, j, p, t, n) {
    n = 0
    for (i = 1; i <= parameters[name]; i++) {
        p = parameter[name, i]
        t = type[name, p]
        if (t in is_callback) list[++n] = t
        t = target(t)
        for (j = 1; t in fields && j <= fields[t]; j++)
            if (field_type[t, field[t, j]] in is_callback) list[++n] = field_type[t, field[t, j]]
    }
    return n
}

function one_function(name, index_,    list, n, i) {
    print "/* ---- " name " ---- */\n"
    arguments_struct(name, name)
    n = callbacks_of(name, list)
    if (n > 0) print "static " name "_arguments *" name "_now; /* of the call that is going on */\n"
    for (i = 1; i <= n; i++) {
        arguments_struct(list[i], name "_" list[i])
        exchange_function(list[i], name "_" list[i], name)
        if (side == "student") call_back(name, list[i])
        else print "#define " name "_" list[i] "_over_there NULL\n"
    }
    exchange_function(name, name, "")
    if (side == "student") serve(name, n)
    else call(name, index_, n, list)
}

function call(name, index_, n, list,    i, as, back) {
    print result[name] " remote_" name "(" parameter_list(name) ");"
    print result[name] " remote_" name "(" parameter_list(name) ")\n{"
    print "    " name "_arguments a = {" initializers(name) "};"
    result_declared(name)
    if (n > 0) print "    " name "_now = &a;"
    print "    wire_call(" index_ ", " name "_exchange, &a, " result_name(name, name) ", " \
        result_at(name) ");"
    if (result[name] != "void") print "    return result;"
    print "}\n"
    for (i = 1; i <= n; i++) {
        as = name "_" list[i]
        back = callback_at[name, list[i]]
        sub(/^a->/, name "_now->", back)
        print "static void " as "_call(void *arguments, void *result)\n{"
        print "    " as "_arguments *a = arguments;"
        print result_set(list[i]) back "(" argument_list(list[i]) ");\n}\n"
        back_row[++backs] = "    {" index_ ", " row(as, list[i], "call")
    }
}

function call_back(name, type_,    as) {
    as = name "_" type_
    print "static " result[type_] " " as "_back(" parameter_list(type_) ")\n{"
    print "    " as "_arguments a = {" initializers(type_) "};"
    result_declared(type_)
    print "    wire_call_back(" backs++ ", " as "_exchange, &a, " result_name(as, type_) ", " \
        result_at(type_) ");"
    if (result[type_] != "void") print "    return result;"
    print "}\n"
    print "#define " as "_over_there (Function)" as "_back\n"
}

function serve(name, n) {
    print "static void " name "_serve(void *arguments, void *result)\n{"
    print "    " name "_arguments *a = arguments;"
    if (n > 0) print "    " name "_now = a;"
    print result_set(name) name "(" argument_list(name) ");\n}\n"
    served_row[++served] = "    {\"" name "\", " row(name, name, "serve")
}

# The end of a row in the tables that follow.
function row(as, name, how) {
    return "sizeof(" as "_arguments), " result_size(name) ", " as "_exchange, " \
        result_name(as, name) ", " as "_" how "},"
}

function tables(    i) {
    if (side == "student") {
        print "const Served served[] = {"
        for (i = 1; i <= served; i++) print served_row[i]
        print "    {0},\n};"
    } else {
        print "const CalledBack called_back[] = {"
        for (i = 1; i <= backs; i++) print back_row[i]
        print "    {0},\n};"
        print "const size_t called_back_count = " backs + 0 ";"
    }
}

# The chapter's exercises, in their order.
function table(    i, name) {
    print "/* Made by exchange.awk from " header ". */\n"
    print "#include \"tests/harness/harness.h\"\n"
    for (i = 1; i <= count; i++) print "extern Exercise exercise_" functions[i] ";"
    print "\nstatic const Contract exercises[] = {"
    for (i = 1; i <= count; i++) {
        name = functions[i]
        print "    {\"" id[name] "\", " points[name] ", " line[name] ", &exercise_" name "},"
    }
    print "};\n"
    gsub(/["\\]/, "\\\\&", title)
    printf "const Chapter chapter = {\"%s\", \"%s\", \"%s\", exercises, %d};\n", \
        number, title, header, count
}

# A learner's own tests of a chapter, in its break.c.
function learner(    i) {
    print "#include \"" header "\""
    for (i = 1; i <= count; i++) {
        print "extern __typeof__(" functions[i] ") *broken_" functions[i] ";"
        print "#define " functions[i] " (*broken_" functions[i] ")"
        print "void test_" functions[i] "(void);"
    }
}
function broken(    i) {
    print "#include \"" header "\"\n#include \"tests/harness/internal.h\"\n"
    for (i = 1; i <= count; i++) {
        print "extern __typeof__(" functions[i] ") *broken_" functions[i] ";"
        print "__typeof__(" functions[i] ") *broken_" functions[i] " = " functions[i] ";"
        print "void test_" functions[i] "(void);"
        print "__attribute__((weak)) void test_" functions[i] "(void) {}"
    }
    print "\nstatic const Breaking table[] = {"
    for (i = 1; i <= count; i++)
        print "    {\"" functions[i] "\", &broken_" functions[i] ", test_" functions[i] "},"
    print "    {0},\n};\nconst Breaking *breakings = table;"
}

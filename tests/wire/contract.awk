# A chapter's header as a table: awk -f contract.awk HEADER [OTHER HEADER...]
#
# The header is the contract, for people and for programs. What a program wants to know of an
# exercise, it reads in this table. A row a line, in columns separated by tabs:
#
#     function   3.2 bn_variance void 25 LINE DECLARATION     what an exercise returns, its points
#     parameter  bn_variance mean "const double *" in x.cols  in the order of the declaration
#     field      BnGradients dgamma "double *" D              of a struct; D: as its comment says
#     binding    bn_variance N x.rows                         a letter of the comment, in C
#     callback   Loss double                                  a type of function; parameters follow
#
# A parameter is in, out, changed or scratch: const says it, or else the comment. The extent of an
# array stands in the declaration, double mean[x.cols]. Where C has no way to say it, it stands in
# the comment in letters, as G x D, and the letters are bound there: by "x  N x D" or by
# "G = N / ghost".
#
# Only the exercises of the first header are rows; of all headers the structs are. What does not fit
# is an error with file and line, exit status 1.

BEGIN { OFS = "\t" }

FNR == 1 {
    if (exercise) no_declaration()
    chapter = FILENAME
    if (NR == 1) main = FILENAME
    again = FILENAME == main && NR > 1
    sub(/.*chapters\//, "", chapter)
    sub(/[\/_].*/, "", chapter)
    sub(/^0/, "", chapter)
}

again { next } # the first header may be among the others

# ---- Comments ----

/^\/\* / { comment = ""; in_comment = 1; comment_line = FNR }
in_comment { comment = comment $0 "\n" }
in_comment && /\*\// { in_comment = 0; comment_ended() ; next }
in_comment { next }

function fail(line, what) {
    print FILENAME ":" line ": " what >"/dev/stderr"
    failed = 1
}

function no_declaration() {
    fail(exercise_line, "exercise " exercise " has no declaration that begins at the left margin")
    exercise = ""
}

function comment_ended(    head, expected) {
    if (comment !~ /^\/\* Exercise / || FILENAME != main) return
    if (exercise) no_declaration()
    exercise_line = comment_line
    if (!match(comment, /^\/\* Exercise [0-9A-Z]+\.[0-9]+ \([0-9]+ points\)   [^ ]/)) {
        fail(comment_line, "expected: /* Exercise " chapter ".1 (20 points)   What it is.")
        return
    }
    head = substr(comment, RSTART, RLENGTH)
    gsub(/[^0-9A-Z.]+/, " ", head)
    split(head, word, " ")
    exercise = word[2]
    points = word[3]
    expected = chapter "." ++exercises
    if (exercise != expected)
        fail(comment_line, "exercise " exercise " stands where " expected " is expected")
    all_points += points
}

# ---- Declarations ----

# It begins at the left margin, and ends with a semicolon, perhaps lines later.
!inside && /^[A-Za-z].*[(]/ && !/^(static|enum|struct .*[{]|typedef (struct|enum))/ {
    inside = 1
    declaration = ""
    declaration_line = FNR
}
inside { declaration = declaration (declaration == "" ? "" : " ") $0; sub(/  +/, " ", declaration) }
inside && /;/ {
    inside = 0
    gsub(/ *\/\*.*\*\//, "", declaration)
    if (declaration ~ /^typedef .*[(][*]/) callback_declared(declaration)
    else if (declaration !~ /^typedef/ && exercise) function_declared(declaration)
    next
}

function trim(text) { gsub(/^ +| +$/, "", text); return text }

# Splits "const double mean[x.cols]" into name, type "const double *" and extent "x.cols".
function parameter_parts(text) {
    text = trim(text)
    extent = ""
    if (match(text, /\[.*\]$/)) {
        extent = substr(text, RSTART + 1, RLENGTH - 2)
        text = substr(text, 1, RSTART - 1)
        sub(/^restrict /, "", extent)
    }
    match(text, /[A-Za-z_0-9]+$/)
    name = substr(text, RSTART)
    type = trim(substr(text, 1, RSTART - 1))
    if (extent != "") type = type " *"
    sub(/ ?restrict$/, "", type)
    sub(/ *[*]$/, " *", type)
}

# Of a declaration's text: result, function, parts[1 .. count].
function declaration_parts(text,    list) {
    result = text
    sub(/ *[(].*/, "", result)
    match(result, /[A-Za-z_0-9]+$/)
    function_name = substr(result, RSTART)
    result = trim(substr(result, 1, RSTART - 1))
    list = text
    sub(/^[^(]*[(]/, "", list)
    sub(/[)];.*$/, "", list)
    return list == "void" ? 0 : split_outside_brackets(list)
}

function split_outside_brackets(list,    i, c, depth, count) {
    count = 1
    parts[1] = ""
    for (i = 1; i <= length(list); i++) {
        c = substr(list, i, 1)
        if (c == "[") depth++
        if (c == "]") depth--
        if (c == "," && !depth) parts[++count] = ""
        else parts[count] = parts[count] c
    }
    return count
}

function function_declared(text,    count, i, direction, shape) {
    count = declaration_parts(text)
    if (exercise_of[function_name]) fail(declaration_line, function_name " is declared twice")
    exercise_of[function_name] = exercise
    print "function", exercise, function_name, result, points, exercise_line, text
    split("", position)
    for (i = 1; i <= count; i++) {
        parameter_parts(parts[i])
        position[name] = i
        names[i] = name
        types[i] = type
        extents[i] = extent
        said[i] = ""
    }
    read_comment()
    for (i = 1; i <= count; i++) {
        direction = types[i] !~ /[*]$/ && said[i] == "" ? "in" : direction_of(types[i], said[i])
        if (direction == "")
            fail(declaration_line, "the comment does not say whether " names[i] " of " \
                function_name " is input, output, changed or scratch")
        shape = extents[i]
        if (shape == "" && types[i] ~ /[*]$/ && match(said[i], /^[A-Z]( x [A-Z])*( |,|$)/)) {
            shape = substr(said[i], RSTART, RLENGTH)
            gsub(/[ ,]+$/, "", shape)
        }
        print "parameter", function_name, names[i], types[i], direction, shape
    }
    exercise = ""
}

# The comment's lines "   mean, var   D   output". And what the letters stand for.
function read_comment(    lines, line, i, count) {
    count = split(comment, lines, "\n")
    for (i = 1; i <= count; i++) {
        line = lines[i]
        if (match(line, /^   [A-Za-z_0-9]+(, [A-Za-z_0-9]+)*  +[^ ]/))
            parameters_described(trim(substr(line, 1, RLENGTH - 1)), substr(line, RLENGTH))
        if (match(line, /[A-Z] = [A-Za-z]+ \/ [A-Za-z]+/))
            bind(substr(line, RSTART, 1), substr(line, RSTART + 4, RLENGTH - 4))
    }
}

# "mean, var" and "D   output": said[position].
function parameters_described(listed, rest,    count, list, i, fits, letters) {
    count = split(listed, list, /, /)
    for (i = 1; i <= count; i++) fits += list[i] in position
    for (i = 1; i <= count; i++) {
        if (!(list[i] in position)) {
            if (fits) fail(exercise_line, function_name " has no parameter " list[i])
            continue
        }
        said[position[list[i]]] = rest
        if (types[position[list[i]]] == "Matrix" && match(rest, /^[A-Za-z0-9]+ x [A-Za-z0-9]+/)) {
            split(substr(rest, 1, RLENGTH), letters, / x /)
            bind(letters[1], list[i] ".rows")
            bind(letters[2], list[i] ".cols")
        }
    }
}

function bind(letter, meaning) {
    if (letter !~ /^[A-Z]$/ || ((function_name, letter) in bound)) return
    bound[function_name, letter] = meaning
    print "binding", function_name, letter, meaning
}

function direction_of(type, said) {
    if (type ~ /^const /) return "in"
    if (said ~ /changed/) return "changed"
    if (said ~ /output/) return "out"
    if (said ~ /input/) return "in"
    if (said ~ /scratch/) return "scratch"
    return type ~ /[*]$/ ? "" : "in"
}

# typedef double (*Loss)(const double *parameters, void *context);   with the comment before it:
# "`parameters`, `count` of them", "`mean` and `var` have `norm->D` numbers"
function callback_declared(text,    callback, count, i, direction) {
    gsub(/\n */, " ", comment)
    sub(/^typedef /, "", text)
    result = text
    sub(/ *[(][*].*/, "", result)
    sub(/^[^(]*[(][*]/, "", text)
    callback = text
    sub(/[)].*/, "", callback)
    sub(/^[^)]*[)]/, result " f", text)
    count = declaration_parts(text)
    print "callback", callback, result
    for (i = 1; i <= count; i++) {
        parameter_parts(parts[i])
        if (match(comment, "`" name "`( and `[a-z]+`)?,? (have )?`[^`]+` (of them|numbers)") ||
            match(comment, "`[a-z]+` and `" name "` have `[^`]+` numbers")) {
            extent = substr(comment, RSTART, RLENGTH)
            sub(/` [a-z ]+$/, "", extent)
            sub(/.*`/, "", extent)
        }
        direction = type ~ /^const|^[^*]*$/ ? "in" : "changed"
        print "parameter", callback, name, type, direction, extent
    }
}

# ---- Structs ----

/^typedef struct.*[{]|^struct [A-Za-z]+ *[{]/ {
    in_struct = 1
    fields = 0
    struct_name = /^struct/ ? $2 : ""
    next
}
in_struct && /^[}]/ {
    in_struct = 0
    if (struct_name == "") { struct_name = $2; sub(/;.*/, "", struct_name) }
    for (i = 1; i <= fields; i++) print "field", struct_name, field[i]
    next
}
in_struct && /^    [A-Za-z].*;/ { field_declared($0) }

function field_declared(text,    shape, list, count, i, base, shapes, n) {
    shape = ""
    if (match(text, /\/\* /)) {
        shape = substr(text, RSTART + 3)
        sub(/ *\*\/.*/, "", shape)
        text = substr(text, 1, RSTART - 1)
    }
    if (match(shape, /^[A-Z]( x [A-Z])*(, [A-Z] x [A-Z])*( |:|$)/)) {
        shape = substr(shape, 1, RLENGTH)
        gsub(/[ :]+$/, "", shape)
    } else shape = ""
    n = split(shape, shapes, /, /)
    sub(/;.*/, "", text)
    count = split(text, list, /,/)
    for (i = 1; i <= count; i++) {
        parameter_parts(list[i])
        if (i == 1) base = type
        else if (trim(list[i]) ~ /^[*]/) { type = base; if (type !~ /[*]$/) type = type " *" }
        else { type = base; sub(/ *[*]$/, "", type) }
        field[++fields] = name OFS type OFS (extent != "" ? extent : shapes[i <= n ? i : n])
    }
}

END {
    if (exercise) no_declaration()
    FILENAME = main
    if (!failed && exercises == 0) fail(1, "it has no exercises")
    if (!failed && all_points != 100) fail(1, "the exercises have " all_points " points, not 100")
    exit failed
}

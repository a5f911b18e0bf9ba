# What stands in the way when a student's file does not compile:
#     LC_ALL=C awk -v file=FILE -v kept=MESSAGES -f not_built.awk FILE MESSAGES
# First the one line that matters, then a sentence on it where the cause is known, and a few more of
# the compiler's. A brace, a quotation mark or a comment that is not closed is found in the file
# itself: compilers notice it only where it no longer fits, often after many other messages.

BEGIN { MOST_SHOWN = 8; MOST_MORE = 4 }

FILENAME != kept { sub(/\r$/, ""); source[FNR] = $0; read_line($0, FNR); next }
{ said[++count] = $0 }

END {
    if (comment) note(comment, "this comment has no */", comment)
    if (depth > 0) note(function_line, "a } is missing: " defined " is not closed", last)
    first_error()
    if (fault && (!error || fault_from <= error_line)) show_fault("")
    else if (error) show_error()
    else print file " does not compile: " said[1]
    for (i = 1; i <= count; i++) unseen += said[i] ~ /(error|warning): /
    if (unseen > shown) print "All that the compiler said: " kept " (" count " lines)"
}

# ---- The file: braces, comments, quotation marks ----

# The first fault; from: the line from which on the compiler may stumble over it.
function note(line, says, from) {
    if (fault) return
    fault = line
    fault_says = says
    fault_from = from
    if (says ~ /} is missing/ && unclosed) fault_where = ". Look at the { in line " unclosed
}

function indentation(text) {
    match(text, /^[ \t]*/)
    return RLENGTH
}

# A } that begins a line stands as far to the right as the line with its {: else one in between is
# missing.
function closes(line, at,    opening) {
    opening = opened_in[depth]
    if (!unclosed && opening != line && indentation(source[line]) == at - 1 &&
        indentation(source[opening]) > at - 1)
        unclosed = opening
}

function begins_function(text) {
    return text ~ /^[A-Za-z_][A-Za-z0-9_]*[ *]+[A-Za-z_][A-Za-z0-9_ *]*[(]/ && text !~ /;/ &&
        !is_statement(text) && text !~ /^typedef[^A-Za-z0-9_]/
}

function is_statement(text) {
    return text ~ /^[ \t]*(for|if|else|while|do|switch|return)[^A-Za-z0-9_]/
}

function read_line(text, line) {
    if (text ~ /[^ \t]/) last = line
    if (!comment && begins_function(text)) new_function(text, line)
    else if (!comment && depth == 0 && is_statement(text)) {
        if (function_line && !opened)
            note(line, "the { of " defined " is missing above this line", function_line)
        else
            note(line, "this line is outside of any function: there is a } too many above it", line)
    }
    read_characters(text, line)
}

function new_function(text, line) {
    if (depth > 0) note(line, "a } is missing before this line: " defined " is not closed", line)
    depth = opened = unclosed = 0
    function_line = line
    sub(/ *[(].*/, "", text)
    sub(/.*[ *]/, "", text)
    defined = text ", line " line ","
}

function read_characters(text, line,    i, c, two, quote) {
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        two = substr(text, i, 2)
        if (comment) {
            if (two == "/*")
                note(comment, "this comment has no */ before the next one begins, in line " line,
                    comment)
            if (two == "*/") { comment = 0; i++ }
        } else if (quote) {
            if (c == "\\") i++
            else if (c == quote) quote = ""
        } else if (two == "//") break
        else if (two == "/*") { comment = line; i++ }
        else if (c == "\"" || c == "'") quote = c
        else if (c == "{") { opened_in[++depth] = line; opened = 1 }
        else if (c == "}") {
            closes(line, i)
            if (--depth < 0) { note(line, "a } too many", line); depth = 0 }
        }
    }
    if (quote == "\"" && i <= length(text) + 1)
        note(line, "a quotation mark is not closed in this line", line)
}

# ---- The compiler's messages ----

# FILE:LINE:COLUMN: error: words
function first_error(    i) {
    for (i = 1; i <= count && !error; i++)
        if (said[i] ~ /:[0-9]+: (fatal )?error: /) error = i
    if (!error) return
    error_line = line_of(said[error])
    words = words_of(said[error])
    if (words !~ /^unterminated (argument|function-like)/) return
    for (; i <= count; i++) # gcc looks for the ) of require until the end of the file
        if (said[i] ~ /: error: .require. undeclared/) error_line = line_of(said[i])
    if (fault == error_line) return # a quotation mark
    fault = 0
    note(error_line, "a ) is missing: the ( after require is not closed", error_line)
}

function line_of(message) {
    sub(/: (fatal )?error: .*/, "", message)
    if (message !~ /:[0-9]+:[0-9]+$/) message = message ":0"
    sub(/:[0-9]+$/, "", message)
    sub(/.*:/, "", message)
    return message + 0
}

function words_of(message) {
    sub(/.*: (fatal )?error: /, "", message)
    return message
}

function show_fault(before) {
    print before file ":" fault ": " fault_says fault_where
    printf "%5d | %s\n", fault, source[fault]
}

function show_error(    i, skip, known, more, line, seen) {
    print said[error]
    shown++
    for (i = error + 1; i <= count && i <= error + MOST_SHOWN && said[i] ~ /^ |: note: /; i++) {
        if (said[i] ~ /: note: /) skip = said[i] ~ /note: each undeclared| macro /
        if (!skip) print said[i]
    }
    known = cause(words, source[error_line])
    if (known) print known
    if (fault) show_fault("Then ")
    seen[error_line]
    for (i = error + 1; i <= count && more < MOST_MORE && !fault; i++) {
        line = line_of(said[i])
        if (said[i] !~ /:[0-9]+: error: / || index(said[i], file ":") != 1 || line in seen) continue
        seen[line]
        if (!more++) print "Further errors may follow from this one:"
        print "  line " line ": " words_of(said[i])
        shown++
    }
}

# ---- What is known of the causes ----

# Of the compiler's words, and the line in question; "" where nothing is known.
function cause(words, line) {
    if (words ~ /check\.h/) return "The library Check is missing: ./setup installs it."
    if (words ~ /implicit declaration of function|undeclared (library )?function/ ||
        words ~ /implicitly declaring library/)
        return not_declared(words)
    if (words ~ /^expected '?[(,]?.*';'/)
        return "A ; is missing here, or at the end of the line above."
    if (words ~ /^expected '\)'/) return "A ) is missing here, or at the end of the line above."
    if (words ~ /stray|unexpected character|non-ASCII/)
        return "A character that C does not know, though it may look like one: type it again."
    if (words ~ /'[ND]'( undeclared|$)/)
        return "The N of the formulas is the number of rows, x.rows; D is x.cols."
    if (words ~ /'(bool|true|false)'/) return "bool, true and false need #include <stdbool.h>."
    if (words ~ /undeclared/ && words !~ /did you mean/)
        return "No such name here. Is it spelled as where it is declared? " \
            "One that is declared in\nfor (...) or between { and } is known only there."
    if (words ~ /(type of argument|type argument of) '->'|'Matrix' is not a pointer/)
        return "A Matrix is not a pointer: x.rows, and not x->rows."
    if (words ~ /'Matrix' has no member|no member named .* in 'Matrix'/)
        return "A Matrix has rows and cols. The number in row n, column d, is row(x, n)[d]."
    if (words ~ /^subscripted value/ && line ~ /\]\[/)
        return "A Matrix has no [ ]: the number in row n, column d, is row(x, n)[d]."
    if (words ~ /'Matrix'/ && words ~ /incompatible|invalid operands/)
        return "A whole Matrix is not a number: the number in row n, column d, is row(x, n)[d]."
    if (words ~ /invalid operands/ && line ~ /\^/)
        return "^ is no power in C: write a * a, or pow(a, 2)."
    if (words ~ /invalid operands/ && words ~ /[*]'/)
        return "An array is not a number: give it an index, as mean[d]."
    if (words ~ /read-only|const-qualified/) return "What is const is an input: it is only read."
    if (words ~ /^conflicting types/)
        return "The function must begin as its declaration in the header does."
    if (words ~ /^redefinition|redeclared as/)
        return "This name is declared already: once is enough."
    if (words ~ /^static declaration/)
        return "Leave static out: the tests call this function from outside the file."
    if (words ~ /No such file|file not found/)
        return "Is the name in #include spelled as the file is called?"
    if (words ~ /^variable-sized object/)
        return "An array whose length is a variable cannot begin with values: set them in a loop."
    if (words ~ /without a previous 'if'/ ||
        (words ~ /^expected expression/ && line ~ /^[ \t]*else/))
        return "Is there a ; after the if (...), or are its { } missing?"
    if (words ~ /void value not ignored|incompatible type 'void'|should not return a value/)
        return "The function returns nothing: it writes to the arrays that it is given."
    if (words ~ /^called object/) return "A name before ( is called. For a product write *."
    if (words ~ /^lvalue required|^expression is not assignable/)
        return "On the left of = stands what gets the value. (== compares.)"
    return ""
}

# gcc 14 and clang 16 say it of a call; after it a note, if the compiler knows its header.
function not_declared(words,    i, name, header) {
    name = words
    sub(/^[^']*'/, "", name)
    sub(/'.*/, "", name)
    for (i = error + 1; i <= count && said[i] ~ /^ |: note: /; i++)
        if (said[i] ~ /: note: include .*</) {
            header = said[i]
            gsub(/.*<|>.*/, "", header)
            return name " needs #include <" header ">."
        }
    for (i = error_line + 1; i in source; i++)
        if (source[i] ~ "^[A-Za-z].*[ *]" name " *[(]" && source[i] !~ /;/)
            return name " is called above its definition, in line " i \
                ": move that up, or declare it first."
    return name " is called, and nobody defines it. Is it spelled as it is elsewhere?"
}

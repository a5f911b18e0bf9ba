# From a chapter's header, the functions of which apart.h speaks: awk -f apart.awk HEADER
#
# A function stays near, called as it is, where the other process could not hand back what it
# made: it returns something else than a number, or works on something that holds a network.

FNR == 1 {
    n = split(FILENAME, path, "/")
    print "#include <string.h>\n#include \"" path[n] "\"\n#include \"tests/class/apart.h\"\n"
}

# Types that hold a network: Network, Layer, and structs with one in them.
/^typedef struct/ { body = ""; in_struct = 1 }
in_struct { body = body " " $0 }
in_struct && /^}/ {
    in_struct = 0
    type = $2
    sub(/;.*/, "", type)
    if (body ~ holds()) held = held "|" type
}
function holds() { return "(^|[^A-Za-z_])(Network|Layer|Buffer" held ")([^A-Za-z_]|$)" }

/^[A-Za-z].*[(]/ && !/^(typedef|static|enum|struct .*{)/ { declaration = ""; inside = 1 }
inside { declaration = declaration " " $0 }
inside && /;/ { inside = 0; function_declared(declaration) }

END {
    print "Apart apart_functions[] = {"
    printf "%s", table
    print "    {NULL, NULL, NULL},\n};"
}

function function_declared(text,    result, name, parameters, n, parts, words, i, type, fields, fill, unpack, file, leaves) {
    sub(/^ +/, "", text)
    result = text
    sub(/ *[(].*/, "", result)
    n = split(result, words, /[ *]+/)
    name = words[n]
    sub(name "$", "", result)
    parameters = text
    sub(/^[^(]*[(]/, "", parameters)
    sub(/[)][^)]*;.*$/, "", parameters)
    if (result !~ /^(void|bool|int|long|size_t|double|float|real|unsigned) *$/ || parameters ~ holds()) return
    n = split(parameters, parts, /,/)
    for (i = 1; i <= n && parameters != "void"; i++) {
        gsub(/^ +| +$/, "", parts[i])
        if (sub(/\[[^]]*\]/, "", parts[i])) sub(/[A-Za-z_0-9]+$/, "*&", parts[i])
        last = parts[i]
        sub(/.*[ *]/, "", last)
        type = parts[i]
        sub(last "$", "", type)
        fields = fields "    " parts[i] ";\n"
        unpack = unpack (i > 1 ? ", " : "") "frame->" last
        fill = fill "    memcpy((void *)&frame." last ", (const void *)&" last ", sizeof " last ");\n"
        if (type ~ /^FILE/) file = "&frame." last
        else if (type ~ /^(const )?(char|real|double|float|size_t|int) *[*] *$/) # holds no addresses
            leaves = leaves "    apart_leaf(" last ");\n"
    }
    print "typedef struct {\n" fields (result ~ /^void/ ? "" : "    " result " result;\n") "} Frame_" name ";"
    print "static void serve_" name "(void *at)\n{\n    Frame_" name " *frame = at;"
    print "    " (result ~ /^void/ ? "" : "frame->result = ") "((__typeof__(&" name "))apart_functions[" count++ "].near)(" unpack ");\n}"
    print "static " result "far_" name "(" parameters ")\n{\n    Frame_" name " frame;"
    print "    memset(&frame, 0, sizeof frame);"
    printf "%s%s", fill, leaves
    print "    apart_call(serve_" name ", &frame, sizeof frame, " (file ? file : "NULL") ");"
    print (result ~ /^void/ ? "" : "    return frame.result;\n") "}\n"
    table = table "    {\"" name "\", (Function)far_" name ", NULL},\n"
}

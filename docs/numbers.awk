# numbers.awk: puts the experiment's numbers into a text.
#
#   awk -f docs/numbers.awk build/results/CHAPTER/values.csv chapters/CHAPTER/chapter.md
#
# {{name}} becomes the value as the experiment wrote it, {{name|%.2f}} the value in that
# format of printf. Two formats more: {{name|%,d}} is a whole number with its thousands apart,
# {{name|%.1t}} is 1.3 \times 10^{-15}, for use in a formula. The values come
# as lines "name,value", the first line is a heading; there may be no such file. An unknown
# name or a strange format is an error, with file and line, and exit status 2; only bench_NAME may
# be nan, for what `make bench` has not measured. A time_NAME is measured wherever a text is built:
# that is an error too, the text quotes the kept times_NAME (make times). Standing before
# pandoc, this works everywhere: in text, code, captions, tables and formulas. For a text that
# was made from another file, -v name=FILE puts that file's name into messages, without a line.

BEGIN {
    if (ARGC != 3) { name = "numbers.awk"; complain("want VALUES TEXT"); exit }
    values = ARGV[1]
    text = ARGV[2]
    while ((getline line < values) > 0) {
        comma = index(line, ",")
        if (heading++ && comma) value[substr(line, 1, comma - 1)] = trim(substr(line, comma + 1))
    }
    while ((getline line < text) > 0) {
        number++
        while (match(line, /\{\{ *[A-Za-z_][A-Za-z0-9_.]* *(\|[^{}|]*)?\}\}/)) {
            made = made substr(line, 1, RSTART - 1) shown(substr(line, RSTART + 2, RLENGTH - 4))
            line = substr(line, RSTART + RLENGTH)
        }
        print made line
        made = ""
    }
    exit failed
}

END { exit failed }

function shown(what,    bar, key, format) {
    bar = index(what, "|")
    key = trim(bar ? substr(what, 1, bar - 1) : what)
    format = bar ? trim(substr(what, bar + 1)) : ""
    if (!(key in value)) return complain("unknown number {{" key "}}; it is not in " values)
    if (key ~ /^time_/)
        return complain("{{" key "}} is measured again in each build: write {{times" \
                        substr(key, 5) "}}, which is kept (make times)")
    if (format == "") return value[key]
    if (key ~ /^bench_/ && value[key] == "nan") return "(not measured)"
    if (value[key] !~ /^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$/)
        return complain("{{" what "}}: '" value[key] "' is not a number")
    if (format == "%,d") return thousands(sprintf("%.0f", value[key]))
    if (format ~ /^%\.[0-9]+t$/) {
        sub(/t/, "e", format)
        return power(sprintf(format, value[key]))
    }
    if (format !~ /^[^%]*%[-+ 0]*[0-9]*(\.[0-9]+)?[defg](%%|[^%])*$/)
        return complain("{{" what "}}: strange format")
    sub(/d/, ".0f", format)
    return sprintf(format, value[key])
}

function thousands(digits,    out) {
    for (; length(digits) > 3 && substr(digits, length(digits) - 3, 1) ~ /[0-9]/;
         digits = substr(digits, 1, length(digits) - 3))
        out = "," substr(digits, length(digits) - 2) out
    return digits out
}

# 1.3e-15 becomes 1.3 \times 10^{-15}
function power(number,    at) {
    at = index(number, "e")
    return substr(number, 1, at - 1) " \\times 10^{" substr(number, at + 1) + 0 "}"
}

function complain(message) {
    print (name == "" ? text ":" number : name) ": " message | "cat 1>&2"
    failed = 2
    return "??"
}

function trim(s) {
    gsub(/^[ \t]+|[ \t\r]+$/, "", s)
    return s
}

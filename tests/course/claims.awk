# Reads claims, a line each, of which an indented line goes on with the one above it:
#
#   condition_raw > 1e4    # the condition number is above 10,000
#   least: least_raw > 0 &&
#       least_raw < 3      # with a name for its share of the seeds, and in two lines
#
#   awk -f claims.awk CLAIMS                               prints each claim on one line
#   awk -v values=values.csv -f claims.awk CLAIMS >program; awk -f program   whether each holds
#
# For each the program prints "holds", or what does not ((8012.3) > 1e4, no value condition_raw, or
# condition_raw is nan, which awk would take for a variable, and that for 0); a tab; and the claim.

BEGIN {
    while (values != "" && (getline line < values) > 0)
        if (heading++ && split(line, field, ",") == 2) value[field[1]] = field[2]
}

claim != "" && /^[ \t]+[^ \t]/ { sub(/^[ \t]+/, ""); claim = claim " " $0; next }
{ read(); claim = $0 }
END { read() }

function read(    expression) {
    if (claim !~ /^[^#]*[^# ]/) return
    if (values == "") { print claim; return }
    expression = claim
    sub(/ *#.*/, "", expression)
    sub(/^[a-z_0-9]+: */, "", expression)
    wrong = ""
    expression = filled(expression)
    gsub(/["\\]/, "\\\\&", claim)
    printf "BEGIN { said = %s; print said \"\\t%s\" }\n", \
        wrong ? "\"" wrong "\"" : "(" expression ") ? \"holds\" : \"" expression "\"", claim
}

# The expression with values for names; what hinders that goes into `wrong`.
function filled(expression,    out, token) {
    while (match(expression, /[0-9.]+([eE][-+]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*/)) {
        token = substr(expression, RSTART, RLENGTH)
        out = out substr(expression, 1, RSTART - 1)
        expression = substr(expression, RSTART + RLENGTH)
        if (token ~ /^[0-9.]/ || token ~ /^(sqrt|log|exp)$/) out = out token
        else if (!(token in value)) wrong = wrong "no value " token " "
        else if (value[token] ~ /^-?[0-9.]+(e[-+][0-9]+)?$/) out = out "(" value[token] ")"
        else wrong = wrong token " is " value[token] " "
    }
    return out expression
}

# Claims with the numbers of values.csv in them, as an awk program that says of each whether it holds:
#   awk -f claims.awk values.csv CLAIMS >program; awk -f program
# A line of CLAIMS: condition_raw > 1e4    # the condition number is above 10,000
# For each the program prints "holds", or what does not: (8012.3) > 1e4, no value condition_raw, condition_raw is
# nan (which awk would take for a variable, and that for 0).

FNR == 1 { file++ }
file == 1 { if (split($0, field, ",") == 2 && FNR > 1) value[field[1]] = field[2]; next }
/^[^#]*[^# ]/ {
    expression = $0
    sub(/ *#.*/, "", expression)
    out = wrong = ""
    while (match(expression, /[0-9.]+([eE][-+]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*/)) {
        token = substr(expression, RSTART, RLENGTH)
        out = out substr(expression, 1, RSTART - 1)
        expression = substr(expression, RSTART + RLENGTH)
        if (token ~ /^[0-9.]/ || token ~ /^(sqrt|log|exp)$/) out = out token
        else if (!(token in value)) wrong = wrong "no value " token " "
        else if (value[token] !~ /^-?[0-9.]+(e[-+][0-9]+)?$/) wrong = wrong token " is " value[token] " "
        else out = out "(" value[token] ")"
    }
    out = out expression
    if (wrong) printf "BEGIN { print \"%s\" }\n", wrong
    else printf "BEGIN { print (%s) ? \"holds\" : \"%s\" }\n", out, out
}

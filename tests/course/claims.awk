# Puts the numbers of values.csv into the expression of a claim:
#   awk -v expression='condition_raw > 1e4' -f claims.awk values.csv      prints  (17012.3) > 1e4
# An unknown name is an error on stderr, with exit status 2.

BEGIN { FS = "," }
FNR > 1 { value[$1] = $2 }
END {
    while (match(expression, /[0-9.]+([eE][-+]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*/)) {
        token = substr(expression, RSTART, RLENGTH)
        out = out substr(expression, 1, RSTART - 1)
        expression = substr(expression, RSTART + RLENGTH)
        if (token ~ /^[0-9.]/ || token ~ /^(sqrt|log|exp)$/) out = out token
        else if (token in value) out = out "(" value[token] ")"
        else {
            print "no value " token | "cat 1>&2"
            exit 2
        }
    }
    print out expression
}

# Assembly in a name: LC_ALL=C awk -f strings.awk PREPROCESSED. Exit status 1: there is some.
#
# The compiler writes the strings of asm("label") and __attribute__((section("name"))) into the
# assembly as they are. A line break or a semicolon in one begins an instruction.

BEGIN { token = "\"([^\"\\\\]|\\\\.)*\"|'([^'\\\\]|\\\\.)*'|[A-Za-z_$][A-Za-z_$0-9]*|[();]" }
/^#/ || (!depth && !awaited && !/asm|__attribute/) { next }
!depth && !awaited { # whole attributes without strings, as the system's headers are full of
    rest = $0
    gsub(/__attribute__ *\(\([^()"']*(\([^()"']*\)[^()"']*)*\)\)/, "", rest)
    if (rest !~ /asm|__attribute/) next
}
{
    for (text = $0; match(text, token); text = substr(text, RSTART + RLENGTH)) {
        word = substr(text, RSTART, RLENGTH)
        if (word ~ /^(asm|__asm|__asm__|__attribute|__attribute__)$/) {
            awaited = 1
            plain = word ~ /asm/ ? "^\"[A-Za-z0-9_]*\"$" : "^\"[^\\\\;]*\"$"
        } else if (word == "(") {
            if (awaited || depth) depth++
            awaited = 0
        } else if (word == ")" && depth) depth--
        else if (word == ";" && !depth) awaited = 0
        else if (depth && word ~ /^"/ && word !~ plain) exit 1
    }
}

# What a student's object may be: awk -f object.awk ALLOWED PLAIN.LIST SUBJECT.LIST
#
# The lists are what readelf -SsW says of the two objects. (nm would say it too, and takes 20 ms to
# load plugins.) Prints the names that are used, not defined and not allowed; or, on standard error,
# why the object is refused (exit status 1).

function refuse(why) {
    gsub(/[^ -~]/, "", why)
    print substr(why, 1, 120) >"/dev/stderr"
    refused = 1
    exit 1
}

# What every compiler makes of plain C.
function usual(section) {
    sub(/^\.rela/, "", section)
    return section ~ /^\.(text|data|bss|rodata|tbss|tdata)(\.[A-Za-z0-9_.]*)?$/ ||
        section ~ /^\.(comment|symtab|strtab|shstrtab|group|eh_frame|debug_[a-z_]*)$/ ||
        section ~ /^\.note\.(GNU-stack|gnu\.property)$/
}
function of_the_sanitizers(section) {
    return section ~ /^(\.rela)?(\.(init|fini)_array\.0*[0-9]?[0-9]|asan_globals)$/
}
# Calls for arithmetic that the machine has no instruction for.
function arithmetic(name) {
    return name ~ /^__(add|sub|mul|div|neg|pow|eq|ne|lt|le|gt|ge|unord)[a-z]*[0-9]$/ ||
        name ~ /^__(float|fix|extend|trunc)[a-z]*[0-9]$/
}

FILENAME == ARGV[1] { allowed[$1] = 1; next }
{ plain = FILENAME == ARGV[2] }

# "  [ 1] .text  PROGBITS ...". Section 0 has no name.
/^ *\[ *[0-9]+\] / && !/^ *\[ *0\]/ {
    section = $0
    sub(/^[^]]*\] /, "", section)
    sub(/ .*/, "", section)
    if (section == ".text") text[FILENAME] = 1
    if (plain && section == ".note.GNU-stack" && / X /) refuse("it wants to run code on the stack")
    if (usual(section)) next
    if (!plain && of_the_sanitizers(section)) next
    if (section ~ /init_array|fini_array|^(\.rela)?\.(ctors|dtors|init|fini)|preinit/)
        refuse("it has a function that runs before or after main (a constructor or destructor)")
    if (plain) refuse("it has a section that plain C does not make: " section)
    refuse("with the sanitizers it has the section " section)
}

# "   5: 0000000000000000    15 FUNC    GLOBAL DEFAULT    1 bn_mean". Symbol 0 has no name.
/^ *[0-9]+: / && $1 != "0:" && $4 != "FILE" && $4 != "SECTION" {
    if (NF != 8 || $8 !~ /^[A-Za-z_.][A-Za-z0-9_.$]*$/)
        refuse("it has a name that C does not have: " substr($0, 1, 60))
    if (plain && ($4 ~ /IFUNC/ || $5 == "UNIQUE"))
        refuse("the function " $8 " is chosen while the program is loaded (ifunc)")
    if ($7 != "UND" || $8 in allowed || arithmetic($8) || $8 in forbidden) next
    if (!plain && $8 ~ /^__(asan|ubsan)_/) next
    if ($8 !~ /^[A-Za-z_][A-Za-z0-9_]*$/)
        refuse("it uses a name that C does not have: " substr($8, 1, 60))
    forbidden[$8] = 1
}

END {
    if (refused) exit 1
    if (!text[ARGV[2]] || !text[ARGV[3]]) refuse("the object cannot be read")
    for (name in forbidden) print name
}

#!/bin/sh
# What a student's object may be: check_object.sh WORK CHAPTER. Runs in the sandbox.
#
# WORK/plain.o is the file compiled without the sanitizers, so that all that is in it is the
# student's; WORK/subject.o is the same with them. Refused are functions that run before or after
# the tests, and sections that no compiler makes of plain C. A function or variable that is
# neither defined here nor allowed becomes a trap. All other names become private to the object,
# except the exercises': a student's memcmp, fabs or malloc serves the student's own file only.
# The result is WORK/checked.o.
set -u
work=$1 chapter=$2
refuse() { echo "$*" >&2; exit 1; }

# The names of an object's sections. Section 0 has none.
sections() { readelf -SW "$1" | sed -n 's/^ *\[ *[0-9]*\] \([^ ][^ ]*\) .*/\1/p'; }
for kind in plain subject; do
    sections "$work/$kind.o" | grep -q '^\.text$' || refuse "the object cannot be read"
done
usual='^(\.rela)?\.(text|data|bss|rodata|tbss|tdata)(\.[A-Za-z0-9_.]*)?$|^\.(comment|symtab|strtab|shstrtab|group|note\.GNU-stack|note\.gnu\.property)$|^(\.rela)?\.(eh_frame|debug_[a-z_]*)$'
odd=$(sections "$work/plain.o" | grep -Ev "$usual" | head -n 1)
case $odd in
'') ;;
*init_array* | *fini_array* | .ctors* | .dtors* | .init* | .fini* | *preinit*)
    refuse "it has a function that runs before or after main (a constructor or destructor)" ;;
*) refuse "it has a section that plain C does not make: $odd" ;;
esac
odd=$(sections "$work/subject.o" | grep -Ev "$usual" | grep -Ev '^(\.rela)?\.(init|fini)_array\.0*[0-9]?[0-9]$|^(\.rela)?asan_globals$' | head -n 1)
[ -z "$odd" ] || refuse "with the sanitizers it has the section $odd"
readelf -SW "$work/plain.o" | grep -q 'note\.GNU-stack.*X' && refuse "it wants to run code on the stack"

# Names: one a line, a letter for the kind.
for kind in plain subject; do
    nm -P "$work/$kind.o" >"$work/$kind.names" || refuse "its names cannot be read"
done
odd=$(grep -Evm 1 '^[A-Za-z_.][A-Za-z0-9_.$]* [A-Za-z]( [0-9a-f]*)*$' "$work/plain.names" "$work/subject.names")
[ -z "$odd" ] || refuse "it has a name that C does not have: $(printf %.60s "$odd" | tr -d '[:cntrl:]')"
odd=$(awk '$2 ~ /[iu]/ { print $1; exit }' "$work/plain.names")
[ -z "$odd" ] || refuse "the function $odd is chosen while the program is loaded (ifunc)"

# What is used and not defined, and not allowed.
awk 'FILENAME == ARGV[1] { allowed[$1] = 1; next }
     FILENAME ~ /plain/  { plain = 1 } FILENAME ~ /subject/ { plain = 0 }
     $2 ~ /^[Uwv]$/ && !($1 in allowed) &&
     $1 !~ /^__(add|sub|mul|div|neg|eq|ne|lt|le|gt|ge|unord|float|fix|extend|trunc|pow)[a-z]*[0-9]$/ &&
     (plain || $1 !~ /^__(asan|ubsan)_/) && !seen[$1]++ { print $1 }' \
    "$chapter/allowed" "$work/plain.names" "$work/subject.names" >"$work/forbidden"
object=$work/subject.o
odd=$(grep -Evm 1 '^[A-Za-z_][A-Za-z0-9_]*$' "$work/forbidden")
[ -z "$odd" ] || refuse "it uses a name that C does not have: $(printf %.60s "$odd")"
if [ -s "$work/forbidden" ]; then
    sed 's/.*/& forbidden_&/' "$work/forbidden" >"$work/renamed"
    {
        echo 'void forbidden_call(const char *name);' # in apart.c
        sed 's/.*/void forbidden_&(void); void forbidden_&(void) { forbidden_call("&"); }/' "$work/forbidden"
    } >"$work/forbidden.c"
    cc -w -fno-builtin -c "$work/forbidden.c" -o "$work/forbidden.o" &&
    objcopy --redefine-syms="$work/renamed" "$work/subject.o" "$work/trapped.o" &&
    ld -r "$work/trapped.o" "$work/forbidden.o" -o "$work/merged.o" || refuse "its names cannot be changed"
    object=$work/merged.o
fi
objcopy --keep-global-symbols="$chapter/exercises" "$object" "$work/checked.o"

#!/bin/sh
# Writes compile_commands.json, from which clangd (VS Code, Neovim, Emacs ...) knows how each file
# is compiled: compile_commands.sh FILE... -- COMPILER FLAG...
set -eu
new=build/compile_commands.json.$$ # two makes may run at once
awk -v folder="$(pwd)" '
    function quoted(text) {
        gsub(/\\/, "\\\\", text)
        gsub(/"/, "\\\"", text)
        return "\"" text "\""
    }
    BEGIN {
        for (first = 1; ARGV[first] != "--"; first++) {}
        for (i = first + 1; i < ARGC; i++) flags = flags quoted(ARGV[i]) ", "
        for (i = 1; i < first; i++) {
            file = quoted(ARGV[i])
            more = file ~ /break\.c"$/ ? quoted("-Wno-missing-prototypes") ", " : "" # see learner.h
            printf "%s{\"directory\": %s, ", (i > 1 ? ",\n" : "[\n"), quoted(folder)
            printf "\"file\": %s,\n \"arguments\": [%s%s\"-c\", %s]}", file, flags, more, file
        }
        print (first > 1 ? "\n]" : "[]")
    }' "$@" >"$new"
mv "$new" compile_commands.json

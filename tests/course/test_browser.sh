#!/usr/bin/env bash
# The notes in a real browser, from file://: no error, search, theme, hints and figures by keyboard,
# no sideways scroll on a phone, and nothing for axe and vnu to find. What runs in the browser is
# in tests/notes/, with its packages in tests/notes/package.json.

# shellcheck source=tests/course/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for tool in pandoc node gnuplot chromium; do
    command -v $tool >/dev/null || { echo "skip  the notes in a browser: $tool is missing (./setup all)"; exit 0; }
done
[ -d tests/notes/node_modules ] || { echo "skip  the notes in a browser: tests/notes/node_modules is missing (./setup all)"; exit 0; }

mkdir -p build
for edition in full instructor; do
    check "edition $edition of the notes builds" flock build/notes.lock make -s docs EDITION=$edition
done

# The instructor's edition holds all that the others do.
for program in pages:build/docs-instructor comfort:build/docs; do
    node "tests/notes/${program%%:*}.js" "${program#*:}" || failed=$((failed + 1))
done

# vnu: "info" is about style, as the slash in <br />, and about characters of KaTeX's fonts.
vnu=tests/notes/node_modules/vnu-jar/build/dist/vnu.jar
if ! command -v java >/dev/null; then echo "skip  vnu: java is missing (./setup all)"
else check "vnu finds no error in any page" java -jar $vnu --errors-only --format gnu build/docs-instructor/*.html; fi

finish

#!/usr/bin/env bash
# Autograder kits: autograder.sh OUT
#
#     OUT/gradescope.zip         to be uploaded as a Gradescope autograder
#     OUT/github-classroom/      what to add to the repository that students start from
#
# CHAPTERS="3 4" makes kits for an assignment on these chapters; else they are for all.
set -eu
cd "$(dirname "$0")/../.."
. tests/class/inside/choose.sh
out=$1
rm -rf "$out"
mkdir -p "$out/gradescope/course" "$out/github-classroom/.github/workflows"

# The whole course goes into the image, which students do not see; what is built does not.
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then git ls-files -z
else find . -type f -not -path './build/*' -print0; fi |
    tar -c --null --no-recursion -T - | tar -x -C "$out/gradescope/course"
echo "${CHAPTERS-}" >"$out/gradescope/course/chapters-to-grade"
cp tests/class/kits/setup.sh tests/class/kits/run_autograder "$out/gradescope/"
chmod +x "$out/gradescope/setup.sh" "$out/gradescope/run_autograder"
(cd "$out/gradescope" && bsdtar -a -cf ../gradescope.zip -- *)

# One step for each exercise: GitHub Classroom gives a step's points for an exit status of 0.
yaml=$out/github-classroom/.github/workflows/classroom.yml
cat >"$yaml" <<'END'
# Grades each push: an exercise has its points when all of its tests pass. This runs in the
# student's own repository, where the student can change anything, this file too. For a grade that
# counts, collect the repositories and run make grade on the folder.
name: Autograding
on: [push, workflow_dispatch]
permissions:
  actions: read
  checks: write
  contents: read
jobs:
  grade:
    runs-on: ubuntu-latest
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v4
      - name: What the course needs
        run: ./setup -y
END
runners=
for kept in build/grade/stage/kept/*/; do
    chapter=$(basename "$kept")
    wanted "$chapter" || continue
    number=${chapter%%_*}
    number=${number#0}
    while read -r id points; do
        step=exercise-${id/./-}
        runners=$runners,$step
        cat >>"$yaml" <<END
      - id: $step
        uses: classroom-resources/autograding-command-grader@v1
        with:
          test-name: exercise $id
          command: make chapter$number-test T=$id
          timeout: 5
          max-score: $points
END
    done < <(awk -F '\t' '
        { if (!($1 in points)) order[++count] = $1; points[$1] += $3 }
        END { for (i = 1; i <= count; i++) print order[i], points[order[i]] }' "$kept/tests.tsv")
done
{
    cat <<'END'
      - uses: classroom-resources/autograding-grading-reporter@v1
        env:
END
    for step in ${runners//,/ }; do
        name=${step^^}
        echo "          ${name}_RESULTS: '\${{ steps.$step.outputs.result }}'"
    done
    printf '        with:\n          runners: %s\n' "${runners#,}"
} >>"$yaml"
echo "$out/gradescope.zip    $out/github-classroom/"

"""The course itself: from an edit to the verdict, the notes, a submission graded. In seconds."""
import glob
import os
import re
import subprocess
import sys
import time

from measure import note, quartiles

HEADER = re.compile(r"chapters/0?([0-9A-Z]+)_([a-z_]+)/chapter\.md")


def seconds(*command):
    start = time.perf_counter()
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                         env={k: v for k, v in os.environ.items() if not k.startswith("MAKE")})
    return time.perf_counter() - start, run.returncode


def row(table, name, values):
    return [table, name, "course", *quartiles(values), "", "", "", "s"]


def edit_to_verdict():
    """The solution, as if somebody had just saved it: compiled, linked, graded."""
    rows = []
    for path in sorted(glob.glob("chapters/*/chapter.md")):
        number, name = HEADER.match(path).groups()
        subject = glob.glob(f"solutions/*{number}_{name}/{name}.c")[0]
        copy = f"build/bench/{name}.c"
        os.makedirs("build/bench", exist_ok=True)
        taken = []
        for _ in range(4):
            with open(subject) as source, open(copy, "w") as file:
                file.write(source.read())
            note(f"edit to verdict, chapter {number}")
            took, status = seconds("make", "-s", f"chapter{number}-test", f"SUBJECT={copy}")
            taken.append(took)
        if status == 0:
            rows.append(row("edit to verdict", f"chapter {number}", taken[1:]))
        else:
            print_failure(f"make chapter{number}-test SUBJECT={copy}", status)
    return rows


def print_failure(command, status):
    print(f"bench: {command}: exit status {status}; its row is left out", file=sys.stderr)


def notes():
    """All pages anew; the experiments' results are there already."""
    seconds("make", "-s", "docs")
    took, status = [], 0
    for _ in range(2):
        subprocess.run(["rm", "-rf", "build/docs", "build/notes"])
        t, status = seconds("make", "-s", "docs")
        took.append(t)
    if status != 0:
        print_failure("make docs", status)
        return []
    return [row("notes", "all pages", took)]


def grading():
    """Four submissions: the solutions, one after the other, and the stage that is there before."""
    folder = "build/bench/class"
    subprocess.run(["rm", "-rf", folder])
    for student in range(4):
        for path in glob.glob("solutions/0*/*.c"):
            target = os.path.join(folder, f"student{student}", path.replace("solutions", "chapters"))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(path) as source, open(target, "w") as file:
                file.write(source.read() + f"/* {student} {time.time()} */\n")  # not graded before
    command = ["make", "-s", "grade", f"SUBMISSIONS={folder}", "OUT=build/bench/grades"]
    subprocess.run(["rm", "-rf", "build/bench/grades"])
    seconds("make", "-s", "build/grade/stage/key")
    note("grading")
    took, status = seconds(*command)
    if status != 0:
        print_failure(" ".join(command), status)
        return []
    return [row("grading", "per submission", [took / 4])]


def tables():
    rows = edit_to_verdict() + notes() + grading()
    note("")
    return rows

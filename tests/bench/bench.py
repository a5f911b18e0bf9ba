#!/usr/bin/env python3
"""make bench: the course beside PyTorch and others, each row's sides in turn in one process.

    tests/bench/bench.py [PART...]      the parts are batch, kept, network, course; else all

Writes docs/results/bench.csv, and its tables to the terminal. Rows of parts that do not run stay
in the file.

A ratio is PyTorch's time by the side's, taken in each round: above 1 the side is faster. low and
high are the quartiles of the rounds.
"""
import csv
import importlib
import os
import subprocess
import sys

RESULTS = "docs/results/bench.csv"
HEADER = ["table", "row", "side", "median", "low", "high", "ratio", "ratio_low", "ratio_high",
          "unit"]
PARTS = ["about", "batch", "kept", "network", "course"]


def measured_part(part):
    """A part's rows, from a process of its own."""
    environment = dict(os.environ)
    if part == "kept":
        from batch import KEEP_MEMORY
        environment.update(KEEP_MEMORY)
    run = subprocess.run([sys.executable, __file__, "--part", part], stdout=subprocess.PIPE,
                         text=True, env=environment)
    if run.returncode != 0:
        sys.exit(run.returncode)
    return list(csv.reader(run.stdout.splitlines()))


def run_part(part):
    module = importlib.import_module("batch" if part == "kept" else part)
    rows = module.tables(kept=True) if part == "kept" else module.tables()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for row in rows:
        writer.writerow([f"{v:.5g}" if isinstance(v, float) else v for v in row])


def old_rows():
    try:
        with open(RESULTS, newline="") as file:
            return [row for row in csv.reader(file)][1:]
    except FileNotFoundError:
        return []


def write(rows):
    os.makedirs(os.path.dirname(RESULTS), exist_ok=True)
    with open(RESULTS + ".new", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    os.replace(RESULTS + ".new", RESULTS)


def show(rows):
    """The tables: a line for each row, a column for each side, with the ratio to PyTorch."""
    for table in dict.fromkeys(row[0] for row in rows):
        mine = [row for row in rows if row[0] == table]
        sides = list(dict.fromkeys(row[2] for row in mine))
        if table == "about":
            for row in mine:
                print(f"  {row[1]:12} {row[3]}")
            continue
        print(f"\n{table}, {mine[0][9]}: the median, and how many times PyTorch's speed (quartiles)")
        if table.endswith(" kept"):
            print("(PyTorch keeps freed memory, and its innermost functions are called alone)")
        print(" " * 14 + "".join(f"{side:>26}" for side in sides))
        for name in dict.fromkeys(row[1] for row in mine):
            line = f"  {name:12}"
            for side in sides:
                cell = [row for row in mine if row[1] == name and row[2] == side]
                text = ""
                if cell:
                    text = f"{float(cell[0][3]):.4g}"
                    if cell[0][6] and side != "PyTorch":
                        text += " {:.2f} ({:.2f}-{:.2f})".format(*map(float, cell[0][6:9]))
                line += f"{text:>26}"
            print(line)


def main(arguments):
    if arguments[:1] == ["--part"]:
        return run_part(arguments[1])
    parts = ["about"] + (arguments or PARTS[1:])
    for part in parts:
        if part not in PARTS:
            sys.exit(f"bench: no part '{part}'; the parts are {', '.join(PARTS[1:])}")
    measured = []
    for part in parts:
        measured += measured_part(part)
    tables = {row[0] for row in measured}
    rows = [row for row in old_rows() if row[0] not in tables] + measured
    write(rows)
    show(measured)
    print(f"\nThe results are in {RESULTS}")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.exit(main(sys.argv[1:]))

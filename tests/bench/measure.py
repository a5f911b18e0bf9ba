"""Rounds: the sides of a row in turn, so that what disturbs the machine disturbs all of them."""
import os
import statistics
import sys
import time

CORE = max(os.sched_getaffinity(0))
ALL = os.sched_getaffinity(0)


def pinned(function):
    """Runs function on one processor."""
    os.sched_setaffinity(0, {CORE})
    try:
        return function()
    finally:
        os.sched_setaffinity(0, ALL)


def seconds_of(work):
    """A side made of a Python function: a call is one time."""
    def side(times):
        start = time.perf_counter()
        for _ in range(times):
            work()
        return time.perf_counter() - start
    return side


def quartiles(values):
    """The median, the lower and the upper quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return middle, low, high


def note(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def measure(table, row, sides, against=None, rounds=15, slice=0.004, scale=1e6, unit="us"):
    """Measures sides, {name: function(times) -> seconds}, in rounds of some `slice` seconds a side.

    against: the name of the side that the others' ratios are taken to. Sides whose names differ
    only after a colon ("PyTorch:1", "PyTorch:2") are one side: the better of them counts. One that
    is far behind in its first calls is not measured further.
    Returns the rows of the file.
    """
    note(f"{table} {row}")
    first, times, taken = {}, {}, {}
    for name, side in sides.items():
        side(1)  # memory, caches, threads: all there
        first[name] = max(min(side(1), side(1), side(1)), 1e-7)
    for name in sides:
        group = [first[other] for other in sides if other.split(":")[0] == name.split(":")[0]]
        if first[name] <= 1.5 * min(group):
            times[name] = max(1, int(slice / first[name]))
            taken[name] = []
    for _ in range(rounds):
        for name in taken:
            taken[name].append(scale * sides[name](times[name]) / times[name])
    best = {}
    for name, values in taken.items():
        group = name.split(":")[0]
        if group not in best or statistics.median(values) < statistics.median(best[group]):
            best[group] = values
    rows = []
    for name, values in best.items():
        ratio = ("", "", "")
        if against in best:
            ratio = quartiles([a / b for a, b in zip(best[against], values)])
        rows.append([table, row, name, *quartiles(values), *ratio, unit])
    note("")
    return rows

"""The built-in collector and cyclegc on the same objects, in one process, by turns.

Prints one Markdown table: medians in milliseconds of the processor, and how many times faster cyclegc
is; then the same by the clock on the wall, cyclegc marking with two threads. The rows:

random      live lists, each with three references to lists drawn at random
sequential  live lists, each with references to the next three
shuffled    as sequential, over lists whose order in memory has been shuffled
dead        random again, with no reference left from outside: collected, not only examined
program     a large part of the standard library imported, and the syntax trees of all of it
young       1000 fresh cycles beside a million live lists, collected as they come

Options: --quick (a tenth of the objects), --rows NAME,.., --json FILE
"""

import ast
import gc
import importlib
import json
import os
import random
import statistics
import sys
import time
import warnings

import cyclegc

ROUNDS = 5


def timed(function):
    """Milliseconds that one call takes: of the processor, and by the clock on the wall."""
    start, wall = time.process_time(), time.perf_counter()
    function()
    return (time.process_time() - start) * 1e3, (time.perf_counter() - wall) * 1e3


def by_turns(collectors):
    """What each of the collectors takes, one after the other, several times."""
    rows = {name: [] for name in collectors}
    for _ in range(ROUNDS):
        for name, collect in collectors.items():
            rows[name].append(timed(collect))
    return rows


def with_threads():
    """A full collection marked by two threads."""
    cyclegc.set_threads(2)
    gc.collect()
    cyclegc.set_threads(1)


def unrooted():
    """A full collection that has no roots to mark from."""
    cyclegc.set_mark_from_roots(False)
    gc.collect()
    cyclegc.set_mark_from_roots(True)


LIVE = {"builtin": cyclegc.builtin_collect, "threads": with_threads, "cyclegc": gc.collect}


def linked(count, step):
    """Lists with three references each."""
    nodes = [[] for _ in range(count)]
    if step == "shuffled":
        random.Random(2).shuffle(nodes)
    draw = random.Random(1).randrange
    for index, node in enumerate(nodes):
        if step == "random":
            node += nodes[draw(count)], nodes[draw(count)], nodes[draw(count)]
        else:
            node += (nodes[(index + next_) % count] for next_ in (1, 2, 3))
    return nodes


def live(count, step):
    """A heap that is alive, examined by turns."""
    heap = linked(count, step)
    gc.collect()
    rows = by_turns({"unrooted": unrooted} | LIVE)
    del heap
    return rows


def dead(count, _):
    """Heaps that are garbage: the whole collection, and cyclegc's part until it knows it."""
    rows = {"builtin": [], "cyclegc": [], "detection": []}
    for _ in range(3):
        linked(count, "random")
        rows["builtin"].append(timed(cyclegc.builtin_collect))
        linked(count, "random")
        rows["cyclegc"].append(timed(gc.collect))
        rows["detection"].append((cyclegc.last()["detection_micros"] / 1e3,) * 2)
    return rows


def program(count, _):
    """The heap of a program that has read the standard library."""
    folder = os.path.dirname(os.__file__)
    names = []
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - {"test", "tests", "site-packages", "lib2to3"})
        names += (os.path.join(root, file) for file in sorted(files) if file.endswith(".py"))
    heap = []
    for name in names[: count // 1000]:
        with open(name, "rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            heap.append(ast.parse(file.read()))
    skipped = {"antigravity", "this", "idlelib", "turtle", "turtledemo", "tkinter"}
    for name in sorted(sys.stdlib_module_names - skipped):
        if not name.startswith("_"):
            try:
                heap.append(importlib.import_module(name))
            except ImportError:
                pass
    return live_of(heap)


def live_of(heap):
    """Examines what is there by turns."""
    gc.collect()
    rows = by_turns(LIVE)
    del heap
    return rows


def young(count, _):
    """Cycles that die young, beside old ones that live."""
    heap = [[] for _ in range(count)]
    gc.collect()

    def churn():
        for _ in range(100_000):
            first = []
            first.append([first])

    rows = {"builtin": [], "cyclegc": []}
    gc.enable()
    for _ in range(ROUNDS):
        rows["cyclegc"].append(timed(churn))
        cyclegc.uninstall()
        rows["builtin"].append(timed(churn))
        cyclegc.install()
    gc.disable()
    gc.collect()
    del heap
    return rows


ROWS = {
    "random": (live, 1_000_000),
    "sequential": (live, 1_000_000),
    "shuffled": (live, 1_000_000),
    "dead": (dead, 1_000_000),
    "program": (program, 1_000_000),
    "young": (young, 1_000_000),
}


def options(arguments):
    """The rows that are asked for, the factor of their sizes, and where the figures go."""
    names, factor, file = list(ROWS), 1.0, None
    arguments = iter(arguments)
    for argument in arguments:
        if argument == "--quick":
            factor = 0.1
        elif argument == "--rows":
            names = next(arguments, "").split(",")
            for name in names:
                if name not in ROWS:
                    sys.exit(f"unknown row `{name}`; the rows are: {', '.join(ROWS)}")
        elif argument == "--json":
            file = next(arguments, None) or sys.exit("--json takes a file")
        else:
            sys.exit(f"unknown option `{argument}`; the options are: --quick, --rows, --json")
    return names, factor, file


def main():
    names, factor, file = options(sys.argv[1:])
    cyclegc.install()
    gc.disable()
    figures = {}
    print(
        "| heap | objects | built-in ms | cyclegc ms | ratio | bytes an object "
        "| built-in wall ms | 2 threads wall ms | ratio | other |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---|")
    for name in names:
        function, count = ROWS[name]
        rows = function(int(count * factor), name)
        last = cyclegc.last() or {}
        objects, memory = last.get("examined", 0), last.get("memory", 0)
        processor, wall = (
            {column: statistics.median(value[clock] for value in values) for column, values in rows.items()}
            for clock in (0, 1)
        )
        builtin, ours = processor.pop("builtin"), processor.pop("cyclegc")
        cells = [name, objects, f"{builtin:.1f}", f"{ours:.1f}", f"{builtin / ours:.2f}"]
        cells.append(f"{memory / max(objects, 1):.1f}")
        if processor.pop("threads", None):
            builtin, ours = wall["builtin"], wall["threads"]
            cells += f"{builtin:.1f}", f"{ours:.1f}", f"{builtin / ours:.2f}"
        else:
            cells += "", "", ""
        cells.append(", ".join(f"{column} {value:.1f} ms" for column, value in processor.items()))
        figures[name] = {"objects": objects, "memory": memory, **rows}
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)
        gc.collect()
    if file:
        with open(file, "w", encoding="utf-8") as out:
            json.dump({"python": sys.version.split()[0], "milliseconds": figures}, out, indent=1)


if __name__ == "__main__":
    main()

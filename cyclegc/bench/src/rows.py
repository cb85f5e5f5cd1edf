# The rows of the benchmark in Python: python3 rows.py ROW SIZE. Prints "COLUMN TIME" lines.
#
# With a third argument the times are those of the processor. A node is a list. The same file runs under CPython and under the composed heap's runner.

import gc
import sys
from time import perf_counter, process_time


if len(sys.argv) > 3:
    perf_counter = process_time


def numbers():
    state = 20260
    while True:
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        yield state


def report(column, seconds, scale=1e3):
    print(column, seconds * scale, flush=True)


def collect(column):
    started = perf_counter()
    gc.collect()
    report(column, perf_counter() - started)


def live_and_dead(holder):
    collect("live")
    collect("again")
    started = perf_counter()
    holder.clear()
    gc.collect()
    report("dead", perf_counter() - started)


def graph(shape, n):
    gc.disable()
    all = [[] for _ in range(n)]
    random = numbers()
    for i in range(1, n):
        if shape == "random":
            all[next(random) * i >> 31].append(all[i])
            all[i].append(all[next(random) * n >> 31])
            all[i].append(all[next(random) * n >> 31])
        elif shape == "sequential":
            all[i - 1].append(all[i])
            all[i].append(all[(i + 2) % n])
            all[i].append(all[(i + 3) % n])
        else:
            all[i - 1].append(all[i])
            for _ in range(2):
                all[i].append(all[(i + n + (next(random) * 1000 >> 31) - 500) % n])
    holder = [all[0]]
    all = None
    live_and_dead(holder)


class Record:
    def __init__(self, i, other):
        name = "name" + str(i)
        self.name = name
        self.tags = ["first" + name, "second" + name]
        self.pair = (name, self)
        self.index = {"key" + name: self.tags}
        if other is not None:
            self.other = other


def program(n):
    gc.disable()
    random = numbers()
    records = []
    for i in range(n // 4):
        other = records[next(random) * i >> 31] if i else None
        records.append(Record(i, other))
    other = None
    live_and_dead(records)


def doubly_linked(n):
    gc.disable()
    first = last = []
    for _ in range(n - 1):
        new = [last]
        last.append(new)
        last = new
    holder = [first]
    first = last = new = None
    live_and_dead(holder)


def grow(depth, parents):
    node = []
    if depth:
        for _ in range(2):
            child = grow(depth - 1, parents)
            node.append(child)
            if parents:
                child.append(node)
    return node


def tree(n):
    gc.disable()
    live_and_dead([grow(n.bit_length() - 1, True)])


def rings(length, n):
    started = perf_counter()
    for _ in range(n // length):
        first = last = []
        for _ in range(length - 1):
            new = []
            last.append(new)
            last = new
        last.append(first)
    first = last = new = None
    gc.collect()
    report("total", perf_counter() - started)


def gcbench(depth, parents):
    started = perf_counter()
    grow(depth + 1, parents)
    long_lived = grow(depth, parents)
    for small in range(4, depth + 1, 2):
        for _ in range((1 << depth + 2) // (1 << small + 1)):
            grow(small, parents)
    gc.collect()
    long_lived = None
    report("total", perf_counter() - started)


def young(largest):
    gc.disable()
    root = last = []
    built = 0
    for exponent in range(4, 8):
        size = 10**exponent
        if size > largest:
            break
        while built < size:
            new = []
            last.append(new)
            last = new
            built += 1
        gc.collect()
        samples = []
        for _ in range(31):
            for _ in range(1000):
                a = []
                b = [a]
                a.append(b)
            a = b = None
            started = perf_counter()
            gc.collect(0)
            samples.append(perf_counter() - started)
        samples.sort()
        report("10^" + str(exponent), samples[15], 1e6)


def main():
    row, size = sys.argv[1], int(sys.argv[2])
    if row in ("random", "sequential", "local"):
        graph(row, size)
    elif row == "program":
        program(size)
    elif row == "list":
        doubly_linked(size)
    elif row == "tree":
        tree(size)
    elif row == "pairs":
        rings(2, size)
    elif row == "rings":
        rings(8, size)
    elif row == "gcbench":
        gcbench(size, False)
    elif row == "gcbench-parents":
        gcbench(size, True)
    elif row == "young":
        young(size)
    else:
        sys.exit("no such row: " + row)


main()

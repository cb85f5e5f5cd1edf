# The same figures in CPython: see first_figures.rs.

import gc
import json
import random
import time

LIVE = 1_000_000
BORN = 10_000_000
COLLECTIONS = 9
LOOPS = 3


def report(figure, objects, samples):
    each = [round(sample / objects, 3) for sample in samples]
    print(json.dumps({"figure": figure, "samples": each}), flush=True)


def collections():
    gc.disable()
    numbers = random.Random(2026)
    lists = [[] for _ in range(LIVE)]
    for one in lists:
        for _ in range(3):
            one.append(lists[numbers.randrange(LIVE)])
    samples = []
    for turn in range(COLLECTIONS + 1):
        started = time.perf_counter_ns()
        found = gc.collect()
        sample = time.perf_counter_ns() - started
        assert turn == 0 or found == 0
        # The first one moves the young to the oldest generation.
        if turn > 0:
            samples.append(sample)
    report("collect", LIVE, samples)


def empty():
    started = time.perf_counter_ns()
    for _ in range(BORN):
        pass
    return time.perf_counter_ns() - started


def lists():
    x = 1_000_003
    started = time.perf_counter_ns()
    for _ in range(BORN):
        [x, x, x]
    return time.perf_counter_ns() - started


def tuples():
    x = 1_000_003
    started = time.perf_counter_ns()
    for _ in range(BORN):
        (x, x, x)
    return time.perf_counter_ns() - started


def births():
    gc.enable()
    for figure, measured in ("list", lists), ("tuple", tuples):
        report(figure, BORN, [measured() - empty() for _ in range(LOOPS)])


collections()
births()

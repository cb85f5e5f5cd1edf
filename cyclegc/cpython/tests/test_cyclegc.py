"""cyclegc in a CPython: what installing changes, what it leaves alone, and that answers agree.

Run with the extension on PYTHONPATH: python -m unittest -v test_cyclegc.py
"""

import ast
import collections
import contextlib
import functools
import gc
import io
import os
import random
import re
import subprocess
import sys
import threading
import types
import unittest
import weakref
from gc import collect as collect_by_another_name

import cyclegc


class Node:
    def __init__(self, name=None, log=None):
        self.me = self
        self.name = name
        self.log = log


class Finalized(Node):
    def __del__(self):
        self.log.append(self.name)


class Installed(unittest.TestCase):
    """Each test starts and ends with an empty heap, ours installed."""

    def setUp(self):
        cyclegc.install()
        gc.collect()
        gc.collect()

    def tearDown(self):
        gc.set_debug(0)
        gc.callbacks.clear()
        gc.garbage.clear()
        gc.collect()
        cyclegc.uninstall()


class Places(Installed):
    def test_installing_twice_and_uninstalling_twice_say_so(self):
        self.assertTrue(cyclegc.is_installed())
        self.assertFalse(cyclegc.install())
        self.assertTrue(cyclegc.uninstall())
        self.assertFalse(cyclegc.uninstall())
        self.assertFalse(cyclegc.is_installed())

    def test_nothing_of_the_module_gc_is_another_object_afterwards(self):
        before = dict(vars(gc))
        cyclegc.uninstall()
        between = dict(vars(gc))
        cyclegc.install()
        after = dict(vars(gc))
        self.assertTrue(all(before[name] is between[name] is after[name] for name in before))
        self.assertEqual(gc.callbacks, [])

    def test_a_name_bound_before_installing_is_served(self):
        Node()
        self.assertEqual(collect_by_another_name(), 1)
        self.assertEqual(cyclegc.last()["collected"], 1)

    def test_the_built_in_collector_works_after_uninstalling(self):
        Node()
        cyclegc.uninstall()
        self.assertEqual(gc.collect(), 1)

    def test_uninstalling_within_a_collection_is_refused(self):
        seen = []

        def callback(phase, info):
            try:
                cyclegc.uninstall()
            except RuntimeError as error:
                seen.append(str(error))

        gc.callbacks.append(callback)
        gc.collect()
        self.assertEqual(seen, ["a collection is running"] * 2)

    def test_bad_arguments_get_the_errors_of_the_built_in(self):
        for generation in (-1, 3):
            with self.assertRaisesRegex(ValueError, "invalid generation"):
                gc.collect(generation)
        with self.assertRaises(TypeError):
            gc.collect("1")
        with self.assertRaises(TypeError):
            gc.collect(depth=1)
        self.assertEqual(gc.collect(generation=1), 0)

    def test_frames_are_read(self):
        self.assertTrue(cyclegc.reads_frames())
        held = [[] for _ in range(1000)]
        gc.collect()
        self.assertGreater(cyclegc.last()["marked"], len(held))

    def test_what_long_lists_and_tuples_hold_is_marked(self):
        held = [tuple([place] for place in range(300)) for _ in range(600)]
        held.append([[[index]] for index in range(1000)])
        held += [None] * 100 + held[:300]
        gc.collect()
        last = cyclegc.last()
        gc.collect()
        self.assertGreater(last["marked"], 600 * 301 + 2001)
        self.assertEqual(held[599][-1], [299])

    def test_a_collection_takes_little_memory(self):
        constant = 1 + int(os.environ.get("CYCLEGC_THREADS") or 1) << 20
        held = [[[], []] for _ in range(100_000)]
        for _ in range(2):
            gc.collect()
            last = cyclegc.last()
            self.assertGreater(last["marked"], 300_000)
            self.assertLess(last["memory"], 6 * last["examined"] + constant)
        for item in held:
            item.append(item)
        del held, item
        gc.collect()
        last = cyclegc.last()
        self.assertEqual((last["collected"], last["freed"]), (300_000, 300_000))
        self.assertLess(last["memory"], 6 * last["examined"] + constant)
        held = [{index: [index]} for index in range(100_000)]
        for _ in range(2):
            gc.collect()
            last = cyclegc.last()
            self.assertLess(last["memory"], 8 * last["examined"] + constant)

    def test_an_unknown_level_of_the_log_lists_the_valid_ones(self):
        with self.assertRaisesRegex(ValueError, "off, error, warn, info, debug or trace"):
            cyclegc.log("loud")


class Answers(Installed):
    def both(self, function):
        """What `function` answers with our collector, and with the built-in."""
        gc.collect()
        ours = function()
        cyclegc.uninstall()
        gc.collect()
        builtin = function()
        cyclegc.install()
        return ours, builtin

    def assertAgree(self, function):
        ours, builtin = self.both(function)
        self.assertEqual(ours, builtin)
        return ours

    def test_finalizers_run_in_the_same_order(self):
        def run():
            log = []
            ring = [Finalized(name, log) for name in range(20)]
            for index, node in enumerate(ring):
                node.next = ring[(index * 7 + 3) % 20]
            del ring, node
            return gc.collect(), log

        self.assertEqual(self.assertAgree(run), (20, list(range(20))))

    def test_weak_references_are_cleared_before_finalizers_and_callbacks(self):
        def run():
            log = []

            class Asks(Node):
                def __del__(self):
                    log.append(("del", self.name, [ref() for ref in refs]))

            first, second = Asks("first"), Asks("second")
            first.other, second.other = second, first
            refs = [
                weakref.ref(node, lambda ref, name=node.name, turn=turn: log.append((name, turn)))
                for node in (first, second)
                for turn in range(3)
            ]
            del first, second
            return gc.collect(), log

        self.assertAgree(run)

    def test_resurrection_keeps_what_the_resurrected_object_reaches(self):
        kept = []

        class Rises(Node):
            def __del__(self):
                kept.append(self)

        def run():
            kept.clear()
            node = Rises()
            node.cargo = [node]
            others = [Node() for _ in range(5)]
            del node, others
            first = gc.collect()
            again = kept[0].cargo[0] is kept[0]
            kept.clear()
            return first, again, gc.collect(), kept

        self.assertAgree(run)

    def test_debug_lines_are_the_same(self):
        def run():
            err = io.StringIO()
            gc.set_debug(gc.DEBUG_LEAK | gc.DEBUG_STATS)
            with contextlib.redirect_stderr(err):
                Node()
                found = gc.collect()
            gc.set_debug(0)
            saved = len(gc.garbage)
            gc.garbage.clear()
            gc.collect()
            text = re.sub(r"0x[0-9a-f]+|\d+\.\d+s|(?<=generation: )[\d ]+", "N", err.getvalue())
            return found, saved, text

        found, saved, text = self.assertAgree(run)
        self.assertEqual((found, saved), (1, 1))
        self.assertIn("gc: collectable <Node N>\n", text)
        self.assertIn("gc: done, 1 unreachable, 0 uncollectable, N elapsed\n", text)

    def test_counts_stats_and_callbacks_agree_in_each_generation(self):
        def run():
            seen = []
            gc.callbacks.append(lambda phase, info: seen.append((phase, dict(info))))
            before = gc.get_stats()
            counts = []
            for generation in (0, 1, 1, 2, 0):
                gc.collect()
                Node()
                gc.collect(generation)
                counts.append(gc.get_count()[1:])
            after = gc.get_stats()
            gc.callbacks.clear()
            grown = [{key: new[key] - old[key] for key in new} for new, old in zip(after, before)]
            return seen, counts, grown

        self.assertAgree(run)

    def test_what_is_tracked_agrees_after_collections(self):
        def run():
            things = [(1, (2, (3,))), {1: 2}, {1: (2,)}, {"a": []}, ([],), (), [], {(): ()}]
            things = [tuple(list(thing)) if type(thing) is tuple else thing for thing in things]
            seen = []
            for generation in (0, 1, 2, 2):
                gc.collect(generation)
                seen.append([gc.is_tracked(thing) for thing in things])
            return seen

        self.assertAgree(run)

    def test_frozen_garbage_stays_until_it_is_thawed(self):
        def run():
            node = Node()
            gone = weakref.ref(node)
            del node
            gc.freeze()
            frozen = gc.collect(), gone() is not None, gc.get_freeze_count() > 0
            gc.unfreeze()
            return frozen, gc.collect() > 0, gone() is None

        self.assertEqual(self.assertAgree(run), ((0, True, True), True, True))

    def test_generations_are_listed_alike(self):
        def run():
            node = Node()
            seen = []
            for generation in (0, 1, 2):
                seen.append([any(each is node for each in gc.get_objects(index)) for index in range(3)])
                gc.collect(generation)
            return seen, [type(each).__name__ for each in gc.get_referrers(node.__dict__)]

        self.assertAgree(run)

    def test_nested_collections_answer_nothing(self):
        answers = []

        class Collects(Node):
            def __del__(self):
                answers.append(gc.collect())

        Collects()
        gc.callbacks.append(lambda phase, info: answers.append(gc.collect()))
        self.assertEqual(gc.collect(), 1)
        self.assertEqual(answers, [0, 0, 0])

    def test_exceptions_in_callbacks_are_reported_and_the_collection_goes_on(self):
        def run():
            seen = []
            hook, sys.unraisablehook = sys.unraisablehook, lambda info: seen.append(info.exc_type)

            class Fails(Node):
                def __del__(self):
                    raise KeyError

            Fails()
            gc.callbacks.append(lambda phase, info: 1 / 0)
            found = gc.collect()
            gc.callbacks.clear()
            sys.unraisablehook = hook
            return found, seen

        self.assertAgree(run)


class Automatic(Installed):
    def test_garbage_is_collected_as_it_comes(self):
        before = gc.get_stats()[0]["collections"]
        alive = weakref.WeakSet()
        most = 0
        for _ in range(20_000):
            alive.add(Node())
            most = max(most, len(alive))
        self.assertGreater(gc.get_stats()[0]["collections"], before)
        self.assertLess(most, 15_000)

    def test_collections_with_every_allocation_survive_finalizers_that_mutate(self):
        log = []
        thresholds = gc.get_threshold()
        heap = []

        class Mutates(Node):
            def __del__(self):
                heap.append([self.name])
                if len(heap) > 50:
                    heap.clear()
                if self.name % 3 == 0:
                    heap.append(self)
                self.me = None
                log.append(self.name)

        gc.set_threshold(1, 1, 1)
        try:
            for name in range(2000):
                node = Mutates(name)
                node.ref = weakref.ref(node, lambda ref: heap.append(ref))
        finally:
            gc.set_threshold(*thresholds)
        del node
        heap.clear()
        gc.collect()
        heap.clear()
        self.assertEqual(sorted(log), list(range(2000)))

    def test_marking_from_roots_or_not_finds_the_same(self):
        for enabled in (True, False):
            cyclegc.set_mark_from_roots(enabled)
            held = [Node() for _ in range(50)]
            for _ in range(100):
                Node()
            self.assertEqual(gc.collect(), 100)
            self.assertTrue(all(node.me is node for node in held))
            self.assertEqual(cyclegc.last()["marked"] > 0, enabled)
            del held
            self.assertEqual(gc.collect(), 50)
        cyclegc.set_mark_from_roots(True)

    def test_threads_collect_and_mutate(self):
        made, died = [], []

        class Counted(Node):
            def __del__(self):
                died.append(1)

        def work():
            for index in range(2000):
                made.append(1)
                node = Counted()
                node.cargo = [[node] for _ in range(index % 5)]
                if index % 100 == 0:
                    gc.collect(index % 3)

        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        try:
            threads = [threading.Thread(target=work) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            sys.setswitchinterval(interval)
        gc.collect()
        self.assertEqual(len(died), len(made))

    def test_variables_of_a_waiting_thread_are_kept(self):
        ready, go, seen = threading.Event(), threading.Event(), []

        def wait():
            held = [Node(name) for name in range(100)]
            ready.set()
            go.wait()
            seen.extend(node.me.name for node in held)

        thread = threading.Thread(target=wait)
        thread.start()
        ready.wait()
        gc.collect()
        go.set()
        thread.join()
        self.assertEqual(seen, list(range(100)))

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_a_child_collects_after_fork(self):
        code = (
            "import cyclegc, gc, os\n"
            "cyclegc.install()\n"
            "def garbage():\n    l = []\n    l.append(l)\n"
            "garbage()\n"
            "pid = os.fork()\n"
            "found = gc.collect()\n"
            "if pid:\n    found -= os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])\n"
            "    print(found)\nelse:\n    os._exit(found)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        self.assertEqual((done.stdout, done.stderr), ("0\n", ""))

    def test_an_ending_interpreter_finalizes_what_is_left(self):
        code = (
            "import cyclegc\n"
            "cyclegc.install()\n"
            "class Node:\n"
            "    def __del__(self, print=print): print('finalized')\n"
            "node = Node(); node.me = node\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "finalized\n", ""))

    def test_the_log_has_a_line_for_each_collection(self):
        code = "import cyclegc, gc\ncyclegc.install()\ngc.collect()\ngc.collect(0)\n"
        environment = dict(os.environ, CYCLEGC_LOG="info", CYCLEGC_LOG_FORMAT="json")
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment
        )
        lines = [line for line in done.stderr.splitlines() if '"collected"' in line]
        self.assertTrue(any('"generation":2' in line and '"asked"' in line for line in lines), lines)
        self.assertTrue(any('"generation":0' in line for line in lines), lines)


class Slots:
    __slots__ = "one", "two"


class Threads(Installed):
    """Marking by several threads; the tests above run with one, and again with two."""

    def heap(self, count):
        """Objects of many kinds, of which helpers may traverse some, linked at random."""
        draw = random.Random(count).randrange

        def generator(held):
            yield held

        def function(held):
            return lambda: held

        def suspended(held):
            made = generator(held)
            next(made)
            return made

        def slots(held):
            made = Slots()
            made.one, made.two = held, [held]
            return made

        kinds = [
            lambda held: [held, [held]],
            lambda held: (held, [held]),
            lambda held: {"key": held},
            lambda held: {len(heap): [held]},
            lambda held: {function(held)},
            Node,
            slots,
            function,
            suspended,
            lambda held: functools.partial(function, held),
            lambda held: collections.deque([held]),
            lambda held: collections.defaultdict(list, key=held),
            lambda held: iter([held]),
            lambda held: ast.Constant(held),
            lambda held: type("Class", (), {"held": held}),
            lambda held: weakref.ref(Node, functools.partial(function, held)),
            lambda held: types.ModuleType("module", held) if len(heap) % 9 else types.ModuleType,
            lambda held: Node([held]).__init__,
        ]
        heap = [[] for _ in range(count)]
        for index in range(count):
            held = heap[draw(len(heap))]
            kind = kinds[index % len(kinds)] if index < 5000 else kinds[index % 15 % 6]
            heap[draw(count)].append(kind(held))
            if index % 3 == 0:
                heap.append(kind(held))
        return heap

    def assertMetAlike(self, counts):
        """Collects with so many threads, one count after the other."""
        # Numbers of the same size stand here from the beginning, so that nothing comes or goes.
        met = [int(f"{10**9 + index}") for index in range(len(counts))]
        others, last = [None] * len(counts), None
        for turn, threads in enumerate(counts):
            cyclegc.set_threads(threads)
            gc.collect()
            last = cyclegc.last()
            met[turn] = last["met"]
            others[turn] = last["threads"]
            last = None
        self.assertEqual(others, counts)
        self.assertEqual(len(set(met)), 1, met)
        return met[0]

    def test_several_threads_meet_what_one_meets(self):
        held = self.heap(60_000)
        gc.collect()
        self.assertGreater(self.assertMetAlike([1, 2, 3, 2, 1]), 100_000)
        del held

    def test_what_threads_reach_at_once_is_met_once(self):
        # What one part of a long list refers to, the next part refers to as well.
        held = []
        for _ in range(20):
            shared = [[] for _ in range(2048)]
            held += [[each] for each in shared] + [(each,) for each in shared]
        # Long lists of the same items, far enough from each other to be in different hands.
        shared = [[] for _ in range(12_000)]
        held += ([shared[index : index + 300] for index in range(0, 8192, 8)] for _ in range(8))
        del shared
        gc.collect()
        self.assertMetAlike([1] + [2] * 12 + [1])
        del held

    def test_several_threads_leave_the_garbage_that_one_leaves(self):
        def run(threads):
            cyclegc.set_threads(threads)
            log = []
            held = self.heap(30_000)
            lost = self.heap(3_000)
            for name in range(100):
                lost.append(Finalized(name, log))
            lost.append(lost)
            del lost
            found = gc.collect()
            return found, len(held), log, cyclegc.last()["unreachable"], gc.collect()

        # What is imported and made once is there after the first run.
        one = [run(1), run(1)][1]
        self.assertEqual(run(2), one)
        self.assertEqual(run(4), one)
        self.assertEqual(one[2], list(range(100)))

    def test_a_long_list_is_marked_by_parts(self):
        held = [[index] for index in range(100_000)]
        held += held[::-1] + [None] * 10_000
        for threads in (1, 2, 3):
            cyclegc.set_threads(threads)
            gc.collect()
            self.assertGreater(cyclegc.last()["marked"], 100_000)
            self.assertLess(cyclegc.last()["examined"] - cyclegc.last()["marked"], 5000)

    def test_a_small_heap_is_marked_by_one_thread(self):
        cyclegc.set_threads(2)
        code = "import cyclegc, gc; cyclegc.install(threads=2); gc.collect(); print(cyclegc.last()['threads'])"
        done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True)
        self.assertEqual((done.stdout, done.stderr), ("1\n", ""))

    @unittest.skipUnless(os.path.isdir("/proc/self/task"), "needs /proc")
    def test_no_thread_stays(self):
        held = self.heap(30_000)
        before = len(os.listdir("/proc/self/task"))
        cyclegc.set_threads(4)
        gc.collect()
        self.assertEqual(cyclegc.last()["threads"], 4)
        self.assertEqual(len(os.listdir("/proc/self/task")), before)
        del held

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_a_child_and_its_parent_mark_with_threads_after_fork(self):
        code = (
            "import cyclegc, gc, os\n"
            "cyclegc.install(threads=2)\n"
            "held = [[index] for index in range(100_000)]\n"
            "gc.collect()\n"
            "pid = os.fork()\n"
            "gc.collect()\n"
            "threads = cyclegc.last()['threads']\n"
            "if pid:\n    print(threads, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n"
            "else:\n    os._exit(threads)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        self.assertEqual((done.stdout, done.stderr), ("2 2\n", ""))

    def test_a_number_of_threads_out_of_range_is_refused(self):
        for change in (cyclegc.set_threads, lambda threads: cyclegc.install(threads=threads)):
            cyclegc.uninstall()
            for threads in (0, -1, 65, 10**30, -(10**30)):
                with self.assertRaisesRegex(ValueError, "threads must be from 1 to 64"):
                    change(threads)
            for threads in ("2", 2.0, [2]):
                name = type(threads).__name__
                with self.assertRaisesRegex(TypeError, f"threads must be an int, not {name}"):
                    change(threads)
            self.assertFalse(cyclegc.is_installed())
            cyclegc.install()
        self.assertFalse(cyclegc.install(threads=1))

    def test_the_number_cannot_change_within_a_collection(self):
        seen = []

        def callback(phase, info):
            try:
                cyclegc.set_threads(2)
            except RuntimeError as error:
                seen.append(str(error))

        gc.callbacks.append(callback)
        gc.collect()
        self.assertEqual(seen, ["a collection is running"] * 2)

    def test_the_number_changes_while_every_allocation_collects(self):
        thresholds = gc.get_threshold()
        gc.set_threshold(1, 1, 1)
        try:
            for threads in (2, 1, 3, 1):
                cyclegc.set_threads(threads)
                held = [[index] for index in range(1000)]
        finally:
            gc.set_threshold(*thresholds)
        self.assertEqual(held[999], [999])

    def test_the_environment_names_a_number(self):
        code = (
            "import cyclegc, gc\n"
            "cyclegc.install()\n"
            "held = [[index] for index in range(100_000)]\n"
            "gc.collect()\n"
            "print(cyclegc.last()['threads'])\n"
        )

        def run(threads):
            environment = dict(os.environ, CYCLEGC_THREADS=threads)
            command = [sys.executable, "-c", code]
            return subprocess.run(command, capture_output=True, text=True, env=environment)

        self.assertEqual([run(threads).stdout for threads in ("", "1", "3")], ["1\n", "1\n", "3\n"])
        for threads in ("0", "two", "65"):
            error = f"ValueError: CYCLEGC_THREADS must be from 1 to 64, not `{threads}`\n"
            self.assertTrue(run(threads).stderr.endswith(error), run(threads).stderr)


if __name__ == "__main__":
    unittest.main()

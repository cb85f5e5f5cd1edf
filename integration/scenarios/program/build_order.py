# graphlib and difflib: tasks in an order that respects what they depend on, and what has changed.
import difflib
from graphlib import CycleError, TopologicalSorter

needs = {"program": ["main.o", "util.o"], "main.o": ["main.c", "util.h"],
         "util.o": ["util.c", "util.h"], "package": ["program", "manual"]}

print(list(TopologicalSorter(needs).static_order()))

sorter = TopologicalSorter(needs)
sorter.add("manual", "manual.txt")
sorter.prepare()
step = 0
while sorter.is_active():
    step += 1
    ready = sorter.get_ready()
    print(step, sorted(ready))
    sorter.done(*ready)

for wrong in (lambda: sorter.add("late"), lambda: sorter.done("program"),
              lambda: sorter.done("nothing"), lambda: sorter.prepare()):
    try:
        wrong()
    except ValueError as e:
        print(e)
try:
    TopologicalSorter({"egg": ["hen"], "hen": ["egg"]}).prepare()
except CycleError as e:
    print(e.args[0], sorted(set(e.args[1])), len(e.args[1]))

old = "main.c\nutil.c\nutil.h\nnotes\n".splitlines(keepends=True)
new = "main.c\nutils.c\nutil.h\nmanual.txt\nnotes\n".splitlines(keepends=True)
print("".join(difflib.unified_diff(old, new, "before", "after")), end="")
print("".join(difflib.ndiff(old, new)), end="")
print(difflib.get_close_matches("utilc", ["main.c", "util.c", "utils.c", "manual"]))
matcher = difflib.SequenceMatcher(None, "util.c", "utils.c")
print(round(matcher.ratio(), 3), matcher.get_opcodes())

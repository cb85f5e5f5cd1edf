# Mark everything the roots lead to, then free what was not marked.
# The program marks by hand first, then lets the collector sweep.
import gc
import weakref

gc.disable()
gc.collect()


class Node:
    def __init__(self, name):
        self.name = name
        self.links = []


def mark(roots):
    reached = []
    todo = list(roots)
    while todo:
        node = todo.pop()
        if node in reached:
            continue
        reached.append(node)
        todo.extend(node.links)
    return sorted(n.name for n in reached)


nodes = {n: Node(n) for n in "abcdefg"}
for src, dst in ["ab", "bc", "ca", "de", "ed", "df", "gg"]:
    nodes[src].links.append(nodes[dst])
watch = {n: weakref.ref(nodes[n]) for n in nodes}


def alive():
    return "".join(n for n in watch if watch[n]() is not None)


roots = [nodes["a"], nodes["d"]]
print("marked from a and d:", mark(roots))
nodes.clear()
print("nothing collected yet:", alive())
gc.collect()
print("g was not marked:", alive())
roots.pop()
print("marked from a:", mark(roots))
gc.collect()
print("only a's component is left:", alive())
roots.pop()
gc.collect()
print("no roots:", repr(alive()))

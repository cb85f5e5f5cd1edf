# In one collection finalizers run in the order the objects were made, and
# all of them before anything is taken apart.
import gc
gc.disable()
gc.collect()
log = []


class Node:
    def __init__(self, name):
        self.name = name
        self.next = None

    def __del__(self):
        log.append((self.name, self.next.name if self.next else None))


def ring(names):
    nodes = [Node(n) for n in names]
    for a, b in zip(nodes, nodes[1:] + nodes[:1]):
        a.next = b


ring("abcde")
print(gc.collect(), log)
log.clear()
ring("xy")
ring("z")
print(gc.collect(), log)
log.clear()
head = Node("head")
tail = Node("tail")
tail.next = Node("beyond")
head.next = head
head.extra = tail
del head, tail
print(gc.collect(), log)
log.clear()


class Child(Node):
    def __del__(self):
        log.append("child")
        super().__del__()


c = Child("c")
c.next = c
del c
print(gc.collect(), log)

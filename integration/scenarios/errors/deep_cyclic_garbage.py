# Long rings and chains behind a cycle, left to the collector.
import gc
gc.disable()
gc.collect()
first = []
last = first
for _ in range(199999):
    last = [last]
first.append(last)
del first, last
print(gc.collect())
knot = {}
knot["me"] = knot
chain = None
for i in range(100000):
    chain = {"next": chain} if i % 2 else [chain]
knot["chain"] = chain
del knot, chain
print(gc.collect())


class Node:
    freed = 0

    def __init__(self, up):
        self.up = up
        self.down = None
        if up is not None:
            up.down = self

    def __del__(self):
        Node.freed += 1


n = None
for _ in range(30000):
    n = Node(n)
del n
print(Node.freed, gc.collect(), Node.freed)

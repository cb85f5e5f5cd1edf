# After a full collection the next one waits for a quarter as many new objects as that one left.
import gc

gc.disable()
gc.collect()
gc.set_threshold(10, 2, 2)
seen = []
gc.callbacks.append(lambda phase, info: seen.append((phase, info["generation"])))
keep = []
gc.enable()
for i in range(300):
    keep.append([i])
gc.disable()
print(len(seen), seen)
seen.clear()


class Node:
    pass


gc.enable()
for i in range(60):
    node = Node()
    node.itself = node
gc.disable()
print(seen)
gc.callbacks.clear()

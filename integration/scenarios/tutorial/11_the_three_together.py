# Blocks come from pools, counts free most objects, the collector the rest:
# a document tree with parents, a cache of renderings and a finalizer.
import gc
import weakref

gc.disable()
gc.collect()


class Node:
    live = 0
    rendered = weakref.WeakKeyDictionary()

    def __init__(self, name, parent=None):
        Node.live += 1
        self.name = name
        self.parent = parent
        self.children = []
        if parent is not None:
            parent.children.append(self)

    def render(self):
        if self not in Node.rendered:
            inner = "".join(c.render() for c in self.children)
            Node.rendered[self] = f"<{self.name}>{inner}</{self.name}>"
        return Node.rendered[self]

    def __del__(self):
        Node.live -= 1


def build():
    root = Node("doc")
    for i in range(3):
        part = Node(f"p{i}", root)
        for j in range(2):
            Node(f"q{j}", part)
    return root


doc = build()
print(doc.render()[:40])
print("nodes:", Node.live, "cached:", len(Node.rendered))

# Leaves and their parent form cycles, so detaching a part frees nothing yet.
part = doc.children.pop()
part.parent = None
del part
print("detached, nodes:", Node.live)
gc.collect()
print("collected, nodes:", Node.live, "cached:", len(Node.rendered))

# The same tree with weak parents needs no collector.
for child in doc.children:
    child.parent = weakref.proxy(doc)
    for leaf in child.children:
        leaf.parent = None
print("still a tree:", doc.children[0].parent.name)
del doc, child, leaf
print("no cycle left, nodes:", Node.live, "cached:", len(Node.rendered))
print("nothing for the collector:", gc.collect())

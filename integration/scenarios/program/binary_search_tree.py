# An unbalanced search tree: insert, delete, iterate, compare with sorted().
class Node:
    __slots__ = ("key", "left", "right")

    def __init__(self, key):
        self.key = key
        self.left = self.right = None


class Tree:
    def __init__(self, keys=()):
        self.root = None
        self.size = 0
        for k in keys:
            self.add(k)

    def add(self, key):
        if self.root is None:
            self.root = Node(key)
        else:
            node = self.root
            while True:
                if key == node.key:
                    return False
                side = "left" if key < node.key else "right"
                nxt = getattr(node, side)
                if nxt is None:
                    setattr(node, side, Node(key))
                    break
                node = nxt
        self.size += 1
        return True

    def remove(self, key):
        self.root = self._remove(self.root, key)

    def _remove(self, node, key):
        if node is None:
            raise KeyError(key)
        if key < node.key:
            node.left = self._remove(node.left, key)
        elif key > node.key:
            node.right = self._remove(node.right, key)
        elif node.left and node.right:
            low = node.right
            while low.left:
                low = low.left
            node.key = low.key
            node.right = self._remove(node.right, low.key)
        else:
            self.size -= 1
            return node.left or node.right
        return node

    def __iter__(self):
        stack, node = [], self.root
        while stack or node:
            while node:
                stack.append(node)
                node = node.left
            node = stack.pop()
            yield node.key
            node = node.right

    def __len__(self):
        return self.size

    def __contains__(self, key):
        node = self.root
        while node and node.key != key:
            node = node.left if key < node.key else node.right
        return node is not None

    def depth(self, node="root"):
        node = self.root if node == "root" else node
        return 0 if node is None else 1 + max(self.depth(node.left), self.depth(node.right))


keys = [(i * 37) % 101 for i in range(60)]
t = Tree(keys)
print(len(t), list(t) == sorted(keys), t.depth() > 5, 37 in t, 100 in t, t.add(0))
for k in keys[::2]:
    t.remove(k)
print(len(t), list(t) == sorted(keys[1::2]), list(t)[:5])
try:
    t.remove(1000)
except KeyError as e:
    print("KeyError", e)
while len(t):
    t.remove(next(iter(t)))
print(list(t), t.root)

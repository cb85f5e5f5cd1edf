# A doubly linked list with weak back links; removing while walking.
import gc
import weakref
gc.disable()
gc.collect()


class Node:
    alive = 0

    def __init__(self, value):
        Node.alive += 1
        self.value = value
        self.next = None
        self._prev = None

    @property
    def prev(self):
        return self._prev and self._prev()

    @prev.setter
    def prev(self, node):
        self._prev = weakref.ref(node) if node is not None else None

    def __del__(self):
        Node.alive -= 1


class LinkedList:
    def __init__(self, values=()):
        self.head = self.tail = None
        for v in values:
            self.append(v)

    def append(self, value):
        node = Node(value)
        if self.tail is None:
            self.head = node
        else:
            self.tail.next = node
            node.prev = self.tail
        self.tail = node

    def nodes(self):
        node = self.head
        while node is not None:
            nxt = node.next
            yield node
            node = nxt

    def remove(self, node):
        p, n = node.prev, node.next
        if p is None:
            self.head = n
        else:
            p.next = n
        if n is None:
            self.tail = p
        else:
            n.prev = p

    def __iter__(self):
        return (n.value for n in self.nodes())

    def backwards(self):
        node = self.tail
        while node:
            yield node.value
            node = node.prev


xs = LinkedList(range(10))
print(list(xs), Node.alive)
for n in xs.nodes():
    if n.value % 3 == 0:
        xs.remove(n)
del n
print(list(xs), list(xs.backwards()), Node.alive)
xs = LinkedList("ab")
print(list(xs), Node.alive)
long = LinkedList(range(3000))
print(Node.alive)
del long, xs
print(Node.alive, gc.collect())

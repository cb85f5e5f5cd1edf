# Freeing the head of a long chain must not recurse once per link.
import weakref


class Link:
    freed = 0

    def __init__(self, next):
        self.next = next

    def __del__(self):
        Link.freed += 1


head = None
for _ in range(50000):
    head = Link(head)
watch = weakref.ref(head)
del head
print(Link.freed, watch() is None)
row = None
for _ in range(100000):
    row = [row]
row = None
tup = ()
for _ in range(100000):
    tup = (tup,)
tup = None
table = {}
for _ in range(100000):
    table = {"k": table}
table = None
mixed = None
for i in range(60000):
    if i % 3 == 0:
        mixed = [mixed]
    elif i % 3 == 1:
        mixed = (mixed, i)
    else:
        mixed = {i: mixed}
mixed = None
print("all gone")

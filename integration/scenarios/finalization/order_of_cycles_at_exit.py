# versions: 3.12, 3.13
# What the main module names dies before what only they refer to, in the order of the names.
import atexit
import builtins


class Node:
    def __init__(self, name, other=None):
        self.name = name
        self.other = other or Node(name + "'", self)

    def __del__(self):
        print("del", self.name)


class Again:
    def __del__(self):
        global again
        again = self
        print("again", Node is not None)


z = Node("z")
y = Node("y")
x = Node("x")
del y
many = [Node(f"m{n}") for n in range(3)]
again = Again()
plain = Node.__new__(Node)
plain.name = "plain"
plain.other = None
builtins.kept = Node.__new__(Node)
kept.name = "in builtins"
atexit.register(print, "at exit")
print("end")

# A cycle that nobody collected is collected at exit.
import gc
gc.disable()


class Node:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __del__(self):
        print("finalized", self.name)


Node("one")
Node("two")
print("end of the program")

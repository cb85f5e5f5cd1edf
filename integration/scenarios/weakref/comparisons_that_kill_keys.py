# A comparison may remove other keys from the dict it is asked for; the search goes on from there.
import weakref

changing = False


class Key:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return hash(self.number)

    def __eq__(self, other):
        if changing:
            print("comparison of", self.number)
            del keys[-1]
        return self.number == other.number


table = weakref.WeakKeyDictionary()
keys = [Key(n) for n in range(4)]
for key in keys:
    table[key] = key.number
del key
keys = list(table.keys())
keys.reverse()
changing = True
turns = 0
for key in keys:
    turns += 1
    del table[key]
print(len(table), turns)
changing = False


class Strange(dict):
    def __getattr__(self, name):
        return self[name]


strange = Strange(a=1)
print("Strange" in repr(weakref.ref(strange)), strange.a)

# Deep nests are freed while finalizers inside them start collections.
import gc
gc.disable()
gc.collect()


class Ouch:
    made = died = 0

    def __init__(self):
        Ouch.made += 1

    def __del__(self):
        Ouch.died += 1
        if Ouch.died % 17 == 0:
            gc.collect()


for count in (1, 10, 60, 150):
    nest = []
    for _ in range(count):
        nest = [nest, Ouch()]
    nest = ()
    for _ in range(count):
        nest = (nest, Ouch())
    nest = {}
    for _ in range(count):
        nest = {1: nest, 2: Ouch()}
    nest = None
    print(count, Ouch.made, Ouch.died)


class Link:
    def __init__(self, up):
        self.up = up
        self.ouch = Ouch()
        self.row = [up]


top = None
for _ in range(3000):
    top = Link(top)
del top
print(Ouch.made == Ouch.died)

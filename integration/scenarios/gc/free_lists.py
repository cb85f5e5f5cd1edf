# versions: 3.13
# An object that comes from a free list, or goes to one, is not counted; a full collection
# empties the lists.
import gc

gc.disable()
keep = []


class Plain:
    pass


class Listlike(list):
    pass


def counted(label, make):
    gc.collect()
    before = gc.get_count()[0]
    make()
    made = gc.get_count()[0]
    keep.clear()
    print(f"{label:10}", made - before, made - gc.get_count()[0], gc.collect())


def cyclic_lists():
    for _ in range(100):
        cell = []
        cell.append(cell)


counted("nothing", lambda: None)
counted("one list", lambda: keep.append([]))
counted("lists", lambda: keep.extend([[] for _ in range(100)]))
counted("tuples", lambda: keep.extend([(n,) for n in range(100)]))
counted("dicts", lambda: keep.extend([{} for _ in range(100)]))
counted("sets", lambda: keep.extend([set() for _ in range(100)]))
counted("objects", lambda: keep.extend([Plain() for _ in range(100)]))
counted("derived", lambda: keep.extend([Listlike() for _ in range(100)]))
counted("bare", lambda: keep.extend([object() for _ in range(100)]))
counted("one by one", lambda: [[n] for n in range(3)] and None)
counted("cycles", cyclic_lists)

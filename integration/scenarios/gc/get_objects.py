# What gc.get_objects lists: tracked objects, not atoms, not its own result.
import gc
gc.disable()
gc.collect()


class Mark:
    pass


def listed(obj, **kw):
    return any(o is obj for o in gc.get_objects(**kw))


m, row, table, atoms = Mark(), [1], {"k": []}, {"k": 1}
print(listed(m), listed(row), listed(table), listed(atoms))
print(listed(5), listed("text"), listed(Mark), listed(listed), listed(gc))
objs = gc.get_objects()
print(any(o is objs for o in objs), type(objs) is list)
del objs
print(sum(type(o) is Mark for o in gc.get_objects()))
marks = [Mark() for _ in range(10)]
print(sum(type(o) is Mark for o in gc.get_objects()))
gc.collect(0)
marks += [Mark() for _ in range(3)]
print([sum(type(o) is Mark for o in gc.get_objects(generation=g)) for g in range(3)])
gc.collect(1)
print([sum(type(o) is Mark for o in gc.get_objects(generation=g)) for g in range(3)])
marks = None
print([sum(type(o) is Mark for o in gc.get_objects(generation=g)) for g in range(3)])
order = [o.n for o in gc.get_objects() if type(o) is Mark and hasattr(o, "n")]
for i in range(5):
    x = Mark()
    x.n = i
    table[i] = x
print(order, [o.n for o in gc.get_objects() if type(o) is Mark and hasattr(o, "n")])

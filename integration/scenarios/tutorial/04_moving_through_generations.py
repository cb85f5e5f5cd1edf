# A new object starts in generation 0. Each collection that it survives moves
# it one generation on, until it rests in generation 2.
import gc

gc.disable()
gc.collect()


def generation_of(obj):
    for gen in range(3):
        for other in gc.get_objects(generation=gen):
            if other is obj:
                return gen
    return None


thing = [1]
print("new:", generation_of(thing))
gc.collect(0)
print("survived generation 0:", generation_of(thing))
gc.collect(0)
print("generation 0 again does not look at it:", generation_of(thing))
gc.collect(1)
print("survived generation 1:", generation_of(thing))
gc.collect(2)
print("generation 2 is the last:", generation_of(thing))

# Collecting an older generation collects the younger ones with it.
newer = [2]
gc.collect(2)
print("a new one, straight through a full collection:", generation_of(newer))
print("an untracked object is in none:", generation_of(12345678901))

# Garbage in an old generation is not found by a young collection.
old = []
old.append(old)
gc.collect()
del old
print("young:", gc.collect(0), "middle:", gc.collect(1), "full:", gc.collect(2))

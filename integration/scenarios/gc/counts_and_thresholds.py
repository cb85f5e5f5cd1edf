# get_count, get_threshold and set_threshold.
import gc
gc.disable()
default = gc.get_threshold()
print(len(default), default[0] in (700, 2000), default[1:])
gc.set_threshold(500)
print(gc.get_threshold())
gc.set_threshold(400, 7)
print(gc.get_threshold())
gc.set_threshold(300, 6, 5)
print(gc.get_threshold())
gc.set_threshold(0)
print(gc.get_threshold(), gc.isenabled())
gc.enable()
print(gc.isenabled())
gc.disable()
print(gc.isenabled())
gc.set_threshold(*default)
gc.collect()
print(gc.get_count()[1:])
gc.collect(0)
print(gc.get_count()[1:])
gc.collect(0)
gc.collect(0)
print(gc.get_count()[1:])
gc.collect(1)
print(gc.get_count()[1:])
gc.collect(1)
gc.collect(0)
print(gc.get_count()[1:])
gc.collect(2)
print(gc.get_count()[1:])
before = gc.get_count()[0]
rows = [[] for _ in range(100)]
middle = gc.get_count()[0]
print(100 <= middle - before < 110)
del rows
after = gc.get_count()[0]
print(100 <= middle - after < 110)
gc.collect()
print(gc.get_count()[0] < 50)
for bad in (("x",), (1, "y"), (1.5,)):
    try:
        gc.set_threshold(*bad)
        print("accepted", bad)
    except TypeError:
        print("TypeError", bad)

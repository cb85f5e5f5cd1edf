# A memoryview shows the bytes of another object without a copy, and holds on to it.
import gc
import sys
import weakref

data = bytearray(b"0123456789")
view = memoryview(data)
print(len(view), view[0], view[-1], view.nbytes, view.format, view.readonly, view.obj is data)
view[0] = 65
view[2:4] = b"xy"
print(data, view[2:5].tobytes(), view[::3].tolist(), bytes(view[::-1]), view.shape)
part = view[2:8]
part[0] = 33
print(data, part == b"!y4567", part == view[2:8], part != b"", list(part[:3]), 33 in part)

for change in (lambda: data.append(1), lambda: data.extend(b"ab"), data.pop, data.clear,
               lambda: data.__delitem__(0), lambda: data.__setitem__(slice(0, 1), b"long")):
    try:
        change()
    except BufferError as error:
        print(error)
data[0:2] = b"AB"
print(data)

for wrong in (lambda: view.__setitem__(0, 256), lambda: view.__setitem__(0, "a"),
              lambda: view.__setitem__(slice(0, 2), b"abc"), lambda: view[99],
              lambda: memoryview("text"), lambda: memoryview(b"a").__setitem__(0, 1),
              lambda: hash(view)):
    try:
        wrong()
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)

part.release()
view.release()
data.append(46)
print(data)
try:
    view[0]
except ValueError as error:
    print(error)
with memoryview(data) as view:
    print(view[1], view.hex())
data.clear()
print(data, b"".join([memoryview(b"ab"), memoryview(b"cd")[1:]]), hash(memoryview(b"x")) == hash(b"x"))

# The view owns the object, and dies like any other.
data = bytearray(4)
before = sys.getrefcount(data)
view = memoryview(data)
print(sys.getrefcount(data) - before)
watch = weakref.ref(view)
del view
print(sys.getrefcount(data) - before, watch())
data.append(1)


class Buffer(bytearray):
    pass


gc.collect()
held = Buffer(b"held")
held.view = memoryview(held)
watch = weakref.ref(held)
del held
print(watch() is not None)
print(gc.collect() > 0, watch())

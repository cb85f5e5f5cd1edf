# A pool of buffers: bytes packed by `struct`, numbers in an `array`, and views that share memory and
# keep it from being resized.
import array
import gc
import struct
import sys

HEADER = struct.Struct("<HBxI")
print(HEADER.size, struct.calcsize("bhi"), struct.calcsize("=bhi"), struct.calcsize("<3s2x"))


class Pool:
    def __init__(self, size, count):
        self.free = [bytearray(size) for _ in range(count)]

    def take(self):
        return self.free.pop() if self.free else bytearray(16)


pool = Pool(16, 2)
packet = pool.take()
HEADER.pack_into(packet, 0, 513, 7, 0xDEADBEEF)
print(packet.hex(" "), HEADER.unpack_from(packet), pool.free)
view = memoryview(packet)[4:8]
print(view.cast("I")[0] == 0xDEADBEEF, view.tolist(), view.nbytes)
view[0] = 0
try:
    packet.append(1)
except BufferError as error:
    print(error)
view.release()
packet.append(1)
print(len(packet), struct.unpack("<4xI", packet[:8]))
for form, values in (("B", (300,)), ("h", ("x",)), ("2s", ("no",)), ("f", (1e300,)), ("z", ())):
    try:
        struct.pack(form, *values)
    except (struct.error, OverflowError) as error:
        print(type(error).__name__, form)
try:
    struct.unpack("<I", b"abc")
except struct.error as error:
    print(error)
print(struct.pack(">2h?d", -1, 2, True, 0.5), struct.unpack("<e", struct.pack("<e", 1.5)))

samples = array.array("h", [3, -1, 2])
samples.append(7)
samples.extend(range(2))
print(samples, samples[1:3], samples.itemsize, len(samples), sum(samples), max(samples))
shared = memoryview(samples)
shared[0] = 100
print(shared.format, shared.itemsize, shared.shape, samples[0], shared[-1], shared[::2].tolist())
try:
    samples.append(1)
except BufferError as error:
    print(error)
shared.release()
samples.pop()
samples[0:2] = array.array("h", [9])
print(samples, samples == array.array("i", [9, 2, 7, 0]), 7 in samples, samples.index(7))
for wrong in (lambda: samples.append(1.5), lambda: samples.append(70000),
              lambda: array.array("q", ["x"]), lambda: array.array("?")):
    try:
        wrong()
    except (TypeError, OverflowError, ValueError) as error:
        print(type(error).__name__)
floats = array.array("d", (0.25 * n for n in range(4)))
floats.reverse()
print(floats, floats.tobytes()[:8] == struct.pack("d", 0.75), floats * 2 == floats + floats)
print(sys.getrefcount(samples), gc.is_tracked(bytearray()))

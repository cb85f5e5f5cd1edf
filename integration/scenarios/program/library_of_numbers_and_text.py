# Small modules of the library: statistics, fractions, textwrap, pprint, os.path, queue, threading.
import io
import os.path
import pprint
import queue
import statistics
import textwrap
import threading
from fractions import Fraction

data = [1, 2, 3, 4, 10]
print(statistics.mean(data), statistics.median(data), statistics.stdev(data))
print(statistics.mean([1.5, 2.5]), statistics.pvariance(data), statistics.mode("aab"))
print(statistics.quantiles(data), statistics.fmean(data), statistics.multimode("abab"))
print(Fraction(1, 3) + Fraction(1, 6), Fraction("0.75"), repr(Fraction(6, 4)), Fraction(7, 2) // 1)
print(sum([Fraction(1, 10)] * 3) == Fraction(3, 10), round(Fraction(7, 2)), float(Fraction(1, 8)))
print(hash(Fraction(2)) == hash(2), Fraction(1, 2) < 0.75, max(Fraction(1, 2), Fraction(2, 3)))

print(textwrap.fill("The quick brown fox jumped over the well-known lazy dog.", 20))
print(textwrap.dedent("    a\n      b\n\n    c"), textwrap.indent("a\n\nb", "> "))
print(textwrap.shorten("hello there world", 12), textwrap.wrap("a" * 25 + " b", 10))

pprint.pprint({"name": "x" * 30, "list": list(range(40)), "pair": ("b" * 40, "c" * 40)})
pprint.pprint({"b": 1, "a": [2, 3]})
print(pprint.pformat([1] * 30, width=40, compact=True))
pprint.pprint({"a": {"b": {"c": 1}}}, depth=2)

print(os.path.join("a", "b", "c.txt"), os.path.splitext("a.tar.gz"), os.path.basename("/x/y"))
print(os.path.normpath("/a/./b/../c//d"), os.path.split("/a/b"), os.path.dirname("/a/b"))

buffer = io.BytesIO(b"one\ntwo")
print(buffer.readline(), buffer.read(), buffer.tell(), buffer.seek(0), buffer.write(b"ONE"))
print(buffer.getvalue(), list(io.BytesIO(b"1\n2")))

jobs = queue.PriorityQueue(maxsize=3)
for number in 3, 1, 2:
    jobs.put(number)
try:
    jobs.put_nowait(4)
except queue.Full:
    print("full")
print([jobs.get() for _ in range(3)], jobs.empty())

lock = threading.Lock()
with lock:
    print(lock.locked(), lock.acquire(blocking=False))
try:
    lock.release()
except RuntimeError as error:
    print(error)
again = threading.RLock()
with again, again:
    print(threading.current_thread().name, threading.active_count())

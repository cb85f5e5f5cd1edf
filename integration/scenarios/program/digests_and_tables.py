# Small modules together: digests and base 64, tables with commas, identifiers, months, numbers by kind,
# texts with places to fill, memory by `tracemalloc`, and tests that run inside a program.
import base64
import binascii
import calendar
import csv
import cmath
import hashlib
import hmac
import io
import os
import numbers
import string
import sys
import time
import tracemalloc
import unittest
import uuid
import zlib

chain = []
for n in range(3):
    before = chain[-1] if chain else "0" * 8
    chain.append(hashlib.sha256(f"{before}:{n}".encode()).hexdigest()[:16])
print(chain)
for name in ("md5", "sha1", "sha224", "sha384", "sha512"):
    digest = hashlib.new(name, b"abc" * 50)
    print(name, digest.digest_size, digest.block_size, digest.hexdigest()[-12:])
half = hashlib.sha256(b"one ")
whole = half.copy()
whole.update(b"two")
print(whole.digest() == hashlib.sha256(b"one two").digest(), half.hexdigest()[:8])
print(hmac.new(b"key", b"message", "sha256").hexdigest()[:16])
print(base64.b64encode(b"buffers!"), base64.b64decode("YnVmZg=="), base64.urlsafe_b64encode(b"\xfb\xff"),
      base64.b32encode(b"hi"), base64.b16encode(b"\x0f"), binascii.hexlify(b"az"))
print(zlib.crc32(b"check"), zlib.adler32(b"check"), binascii.crc32(b"ck", binascii.crc32(b"che")))
try:
    base64.b64decode("abc")
except binascii.Error as error:
    print(error)
table = io.StringIO()
writer = csv.writer(table)
writer.writerow(["name", "note", "count"])
writer.writerows([["pen", 'a "good" one', 3], ["cup, big", None, 1.5], ["two\nlines", "", ""]])
print(repr(table.getvalue()))
table.seek(0)
for row in csv.DictReader(table):
    print(row)
print(uuid.UUID(int=2**100), uuid.uuid5(uuid.NAMESPACE_DNS, "example.org"), uuid.uuid4().version)
print(calendar.monthrange(2024, 2)[1], calendar.isleap(1900), calendar.month_name[3])
print(calendar.month(2026, 2))
print(isinstance(3, numbers.Integral), isinstance(2.5, numbers.Rational), isinstance(1j, numbers.Complex))
print(cmath.sqrt(-4), [round(part, 3) for part in cmath.polar(1 + 1j)], cmath.exp(0))
print(string.Template("$who owes ${what}s, $$5").substitute(who="Ann", what="pen"))
print(string.Formatter().format("{0:>4}|{x[1]}|{y!r}", 7, x="ab", y="q"))
print(time.strftime("%Y-%m-%d", time.gmtime(86400 * 365)), time.gmtime(0).tm_wday)
print(os.path.join("a", "b", "c.txt"), os.path.splitext("x.tar.gz"), os.environ.get("NO_SUCH_NAME"))

tracemalloc.start()
block = [bytes(1000) for _ in range(200)]
now, peak = tracemalloc.get_traced_memory()
print(now > 200_000, peak >= now)
del block
print(tracemalloc.get_traced_memory()[0] < now, tracemalloc.is_tracing())
tracemalloc.stop()
print(tracemalloc.get_traced_memory())


class StackTest(unittest.TestCase):
    def setUp(self):
        self.stack = []

    def test_push(self):
        self.stack.append(1)
        self.assertEqual(self.stack, [1])
        self.assertIn(1, self.stack)

    def test_empty(self):
        with self.assertRaises(IndexError) as caught:
            self.stack.pop()
        self.assertRegex(str(caught.exception), "empty")

    def test_wrong(self):
        self.assertEqual(len(self.stack), 1)

    @unittest.skip("not yet")
    def test_later(self):
        self.fail()


suite = unittest.defaultTestLoader.loadTestsFromTestCase(StackTest)
report = io.StringIO()
result = unittest.TextTestRunner(stream=report, verbosity=2).run(suite)
print(result.wasSuccessful(), len(result.failures), len(result.errors), len(result.skipped))
print([line.split(" ")[-1] for line in report.getvalue().splitlines() if " ... " in line])
print(sys.modules["unittest"] is unittest)

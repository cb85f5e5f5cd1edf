# versions: 3.13
# Sizes, lengths and counts beyond all reason, and arguments that change what is being changed, are
# errors of the program and not of the interpreter.
import _thread
import array
import binascii
import collections
import hashlib
import itertools
import math
import struct
import time


def t(label, f):
    try:
        print(label, repr(f()))
    except Exception as e:
        print(label, type(e).__name__, e)


t("hex", lambda: binascii.hexlify(sep=":"))
def arr():
    a = array.array('i', range(10))
    class I:
        def __index__(self):
            del a[:]
            return 0
    return a[I():10]
t("arr", arr)
def arr3():
    a = array.array('i', range(10))
    class I:
        def __index__(self):
            del a[5:]
            return 0
    a[I():10] = array.array('i', [1,2])
    return a
t("arr3", arr3)
def arr4():
    a = array.array('i', range(10))
    class I:
        def __index__(self):
            del a[5:]
            return 0
    del a[I():10]
    return a
t("arr4", arr4)
def arr5():
    a = array.array('i', range(10))
    class I:
        def __index__(self):
            del a[5:]
            return 9
    a.insert(I(), 4)
    return a
t("arr5", arr5)
def arr7():
    a = array.array('i', range(10))
    class I:
        def __index__(self):
            del a[:]
            return 4
    return a.pop(I())
t("arr7", arr7)
t("arrmul", lambda: array.array('i', [1]) * (2**62))
t("struct1", lambda: struct.pack("99999999999999999999x"))
t("struct2", lambda: struct.calcsize("99999999999999999999x"))
t("struct3", lambda: struct.calcsize("9223372036854775807xi"))
t("struct5", lambda: struct.pack("i", x=1))
t("struct6", lambda: struct.calcsize("9223372036854775800x"))
t("sleep2", lambda: time.sleep(10**10))
t("cwr", lambda: next(itertools.combinations_with_replacement([1], 2**62)))
t("blake", lambda: hashlib.blake2b(digest_size=2.5))
t("blake2", lambda: hashlib.blake2b(key=array.array('q', [0]*60)))
t("blake3", lambda: hashlib.blake2b(key="abc"))
t("local", lambda: _thread._local.__new__())
t("deqmul", lambda: collections.deque([1], maxlen=3) * (2**62))
t("deqmul1", lambda: collections.deque([]) * (2**62))
t("deqmax", lambda: collections.deque(maxlen=2**70))
t("deqidx", lambda: collections.deque([1,2]).index(2, -2**70, 2**70))
t("lcm", lambda: math.lcm(a=1))
t("factorial", lambda: math.factorial(2**70))
t("ldexp2", lambda: math.ldexp(1.5, -1074))
t("zl", lambda: itertools.zip_longest([1], x=2))
t("cp", lambda: itertools.compress([1]))
t("bat", lambda: itertools.batched([1]))

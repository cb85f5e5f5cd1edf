# Which operand's method an operator asks, in which order, and what it says when none answers.
def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class A:
    def __init__(s, v): s.v = v
    def __add__(s, o): print('A.add', s.v); return NotImplemented
    def __radd__(s, o): print('A.radd', s.v); return NotImplemented
    def __iadd__(s, o): print('A.iadd'); return NotImplemented
    def __eq__(s, o): print('A.eq', s.v); return NotImplemented
    def __lt__(s, o): print('A.lt', s.v); return NotImplemented
    def __gt__(s, o): print('A.gt', s.v); return NotImplemented
class B(A):
    def __radd__(s, o): print('B.radd', s.v); return 'B'
    def __gt__(s, o): print('B.gt'); return 'yes'
a, a2, b = A(1), A(2), B(3)
show(lambda: a + a2)
show(lambda: a + b)
show(lambda: b + a)
show(lambda: a + 1)
show(lambda: 1 + a)
show(lambda: [1] + a)
show(lambda: [1] + b)
show(lambda: "x" + b)
show(lambda: a == a2)
show(lambda: a != a2)
show(lambda: a < b)
show(lambda: a < a2)
show(lambda: a == 1)
show(lambda: 1 == a)
show(lambda: a == a)
def f():
    x = a
    x += 1
show(f)
class C:
    __hash__ = None
    def __eq__(s, o): return 5
show(lambda: hash(C()))
show(lambda: C() == 1)
show(lambda: C() != 1)
show(lambda: {C(): 1})
show(lambda: C() in [1])
class D:
    def __eq__(s, o): return True
show(lambda: hash(D()))
class E:
    def __bool__(s): return 1
show(lambda: bool(E()))
show(lambda: not E())
class F:
    def __len__(s): return -1
show(lambda: bool(F()))
show(lambda: len(F()))
class G:
    def __len__(s): return "a"
show(lambda: len(G()))
class H:
    def __len__(s): return 2**70
show(lambda: len(H()))
class I:
    def __index__(s): return 2
show(lambda: [1,2,3][I()])
show(lambda: "abc"[I()])
show(lambda: [1]*I())
show(lambda: range(10)[I()])
show(lambda: [1,2,3][I():])
show(lambda: hex(I()))
show(lambda: int(I()))
show(lambda: float(I()))
show(lambda: 1.5 + I())
show(lambda: "%d" % I())
show(lambda: "%x" % I())
class J:
    def __index__(s): return "x"
show(lambda: [1][J()])
class K:
    def __getitem__(s, i):
        if i > 3: raise IndexError
        return i * 10
show(lambda: 20 in K())
show(lambda: 21 in K())
show(lambda: list(K()))
show(lambda: K()[2])
class L:
    def __contains__(s, x): return x
show(lambda: 0 in L())
show(lambda: "a" in L())
show(lambda: "" not in L())
class M:
    __contains__ = None
    def __iter__(s): return iter([1])
show(lambda: 1 in M())
class N:
    __iter__ = None
show(lambda: 1 in N())
class O:
    def __repr__(s): return 5
    def __str__(s): return 6
show(lambda: repr(O()))
show(lambda: str(O()))
show(lambda: f"{O()}")
show(lambda: "%s" % O())
class P:
    def __format__(s, spec): return 5 if spec == 'bad' else f"<{spec}>"
show(lambda: f"{P():abc}")
show(lambda: f"{P()}")
show(lambda: format(P(), 'bad'))
show(lambda: "{:x}".format(P()))
class Q:
    def __hash__(s): return 2**100
show(lambda: hash(Q()) == hash(2**100))
class R:
    def __hash__(s): return "a"
show(lambda: hash(R()))

# When the operands and results of operators die.
class T:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n)
    def __add__(s, o): print("add", s.n, o.n); return T(s.n + o.n)
    def __getitem__(s, i): print("get", s.n); return T(s.n + "[]")
    def __eq__(s, o): print("eq", s.n, o.n); return True
    def __hash__(s): return hash(s.n[0])
    def __contains__(s, x): print("in", s.n, x.n); return T("truth")
    def __bool__(s): print("bool", s.n); return True
    def __setitem__(s, k, v): print("set", s.n, k.n, v.n)
    def __iadd__(s, o): print("iadd", s.n, o.n); return s
    def __repr__(s): return f"T({s.n})"
print(T("a") + T("b") + T("c"))
print(T("a")[T("k")])
print(T("a") == T("b"))
print(T("x") in T("a"))
T("a")[T("k")] = T("v")
x = T("x"); x += T("y"); del x
d = {T("k1"): T("v1")}
d[T("k2")] = T("v2")
print(d)
d[T("k3")] = T("v3")
print(d)
l = [T("l1"), T("l2"), T("l3")]
l[0] = T("n"); print("---")
l[1:] = [T("p")]; print("---")
del l[0]; print("---")
l *= 0; print("---")
print(T("q") in l, [T("w")] == [T("z")])
l = [T(1 and "e1"), T("e2")]
del l[::2]; print("---")
l[:] = []; print("end")

# Code made at run time, in a namespace of its own.
import gc
gc.disable()
gc.collect()
exec("z = 40 + 2")
print(z, eval("z * 2"))
space = {}
exec("def f(n):\n    return n + step\nstep = 5\n", space)
print(space["f"](1), sorted(k for k in space if not k.startswith("__")))
space["step"] = 7
print(space["f"](1))
f = space["f"]
print(f.__globals__ is space)
del f
space.clear()
del space
print("emptied by hand:", gc.collect())
space = {}
exec("def g():\n    return g\n", space)
del space
print("function and namespace:", gc.collect() > 0)
for text in ("1 +", "nope", "1 / 0"):
    try:
        eval(text)
    except Exception as e:
        print(type(e).__name__)
print(eval("a + b", {"a": 1, "b": 2}), eval("x", {}, {"x": "local"}))

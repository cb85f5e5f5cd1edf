# What the functions of gc reject, and how.
import gc
gc.disable()


def attempt(f, *args, **kwargs):
    try:
        r = f(*args, **kwargs)
        print("ok", type(r).__name__)
    except Exception as e:
        print(type(e).__name__, e if isinstance(e, ValueError) else "")


attempt(gc.collect, -1)
attempt(gc.collect, 3)
attempt(gc.collect, "2")
attempt(gc.collect, 1.0)
attempt(gc.collect, generation=1)
attempt(gc.collect, None)
attempt(gc.collect, 0, 1)
attempt(gc.get_objects, 5)
attempt(gc.get_objects, generation=None)
attempt(gc.get_objects, -2)
attempt(gc.get_objects, "1")
attempt(gc.set_debug, "x")
attempt(gc.set_threshold)
attempt(gc.is_tracked)
attempt(gc.get_referents)
attempt(gc.get_referrers)
attempt(gc.freeze, 1)
print(gc.isenabled(), gc.enable(), gc.isenabled(), gc.disable())

# What a finalizer raises is reported on stderr and the program goes on.
class Bad:
    def __init__(self, what):
        self.what = what

    def __del__(self):
        print("finalizer", self.what)
        raise ValueError(self.what)


b = Bad("by del")
del b
print("still here")


def f():
    local = Bad("by return")
    return 5


print(f())
row = [Bad("first"), Bad("second")]
row.clear()
try:
    x = Bad("during handling")
    raise KeyError("pending")
except KeyError as e:
    del x
    print("caught", e)


class Nested:
    def __del__(self):
        try:
            raise RuntimeError("inner")
        except RuntimeError as e:
            print("handled", e)


n = Nested()
n = None
print("end")

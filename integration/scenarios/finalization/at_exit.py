# What is alive at the end is finalized at exit, after the last line.
import atexit


class Res:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


atexit.register(print, "atexit 1")


@atexit.register
def last():
    print("atexit 2", keep.name)


keep = Res("keep")
gone = Res("gone")
del gone
print("last line")

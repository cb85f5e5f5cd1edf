# An exception in a finalizer that runs at exit does not change the status.
class Bad:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finalizer", self.name)
        raise ValueError(self.name)


a = Bad("global")
c = Bad("cycle")
c.me = c
del c
print("end")

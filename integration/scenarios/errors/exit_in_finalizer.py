# SystemExit raised by a finalizer is reported like any other and ignored.
import sys


class Quitter:
    def __del__(self):
        print("trying to quit")
        sys.exit(9)


q = Quitter()
del q
print("still running")

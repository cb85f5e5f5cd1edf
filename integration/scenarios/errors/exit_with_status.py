# sys.exit gives the status; finally blocks and exits of with run first.
import sys


class Ctx:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        print("exit", kind.__name__, value.code)


def stop():
    with Ctx():
        try:
            sys.exit(3)
        except Exception:
            print("SystemExit is not an Exception")
        finally:
            print("finally")


stop()
print("not reached")

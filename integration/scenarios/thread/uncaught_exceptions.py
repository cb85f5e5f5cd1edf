# An exception that a thread does not handle ends the thread only; threading.excepthook is told.
# Each thread handles exceptions of its own.
import sys
import threading
import weakref


def fail(text):
    raise ValueError(text)


thread = threading.Thread(target=fail, args=("to stderr",))
thread.start()
thread.join()
print("the program goes on, alive:", thread.is_alive())

told = []


def hook(args):
    told.append((args.exc_type.__name__, str(args.exc_value), args.thread.name))
    told.append(args.exc_traceback.tb_frame is not None)


threading.excepthook = hook
thread = threading.Thread(target=fail, args=("to the hook",), name="failing")
thread.start()
thread.join()
print(told)
leaving = threading.Thread(target=sys.exit, args=(3,))
leaving.start()
leaving.join()
print("a hook of the program is told of SystemExit, too:", told[-2][0])
threading.excepthook = threading.__excepthook__

first, second = threading.Event(), threading.Event()
seen = []


def handle():
    try:
        fail("in the thread")
    except ValueError:
        first.set()
        second.wait()
        seen.append(str(sys.exception()))
    seen.append(sys.exc_info())


thread = threading.Thread(target=handle)
try:
    fail("in main")
except ValueError:
    thread.start()
    first.wait()
    print("main handles:", sys.exception())
    second.set()
    thread.join()
    print("main still handles:", sys.exception())
print(seen)


class Held:
    pass


def fail_with_a_local():
    held = Held()
    watches.append(weakref.ref(held))
    raise KeyError("gone")


watches = []
threading.excepthook = lambda args: None
thread = threading.Thread(target=fail_with_a_local)
thread.start()
thread.join()
print("the frame of the failed call is gone:", watches[0]() is None)


def recurse(depth):
    return recurse(depth + 1)


def too_deep():
    try:
        recurse(0)
    except RecursionError as error:
        seen.append(type(error).__name__)


thread = threading.Thread(target=too_deep)
thread.start()
thread.join()
print(seen[-1])

# At its end the program waits for its threads, then calls exit functions; it does not wait for
# daemons, whose frames are never left.
import atexit
import threading
import time


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, "dies")


def late():
    mine = Noisy("the late thread's local")
    time.sleep(0.02)
    print("the late thread ends")


def child_of_late():
    thread = threading.Thread(target=late)
    thread.start()


def for_ever():
    mine = Noisy("the daemon's local")
    threading.Event().wait()


atexit.register(print, "exit function")
threading.Thread(target=for_ever, daemon=True).start()
threading.Thread(target=child_of_late).start()
last = Noisy("the main module's global")
print("the main thread ends")

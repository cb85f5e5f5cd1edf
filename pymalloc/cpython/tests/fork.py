"""Children of a program with threads: they allocate, free what they inherit, and exit in order."""

import os
import threading
import warnings

warnings.simplefilter("ignore", DeprecationWarning)

stop = threading.Event()


def busy():
    while not stop.is_set():
        [str(index) for index in range(500)]


threads = [threading.Thread(target=busy) for _ in range(3)]
for thread in threads:
    thread.start()

inherited = {index: [str(index)] * 3 for index in range(20_000)}
children = []
for number in range(8):
    child = os.fork()
    if child == 0:
        for index in range(0, 20_000, 2):
            del inherited[index]
        made = {index: (index, str(index)) for index in range(20_000)}
        status = 10 + number if len(inherited) == 10_000 and len(made) == 20_000 else 1
        os._exit(status)
    children.append(child)
statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
stop.set()
for thread in threads:
    thread.join()
print("children:", statuses)
print("parent:", len(inherited))

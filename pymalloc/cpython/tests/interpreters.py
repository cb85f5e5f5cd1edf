"""Interpreters beside the main one; from 3.12 on each may have a lock of its own and run at once."""

import sys
import threading

CODE = """
numbers = {str(index): [index] for index in range(20_000)}
for _ in range(5):
    for index in range(0, 20_000, 3):
        numbers[str(index)] = (index, [index])
assert len(numbers) == 20_000
"""

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters


def run_in_new_interpreter(done):
    interpreter = interpreters.create()
    try:
        failure = interpreters.run_string(interpreter, CODE)
        done.append("fine" if failure is None else failure)
    finally:
        interpreters.destroy(interpreter)


done = []
for _ in range(3):
    threads = [threading.Thread(target=run_in_new_interpreter, args=(done,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    mine = {str(index): [index] for index in range(50_000)}
    for thread in threads:
        thread.join()
    del mine
print(done)
print("main:", len([object() for _ in range(1000)]), file=sys.stdout)

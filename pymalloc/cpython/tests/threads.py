"""Threads that allocate, free what others have allocated, and end while their objects live on."""

import queue
import threading


class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next):
        self.value = value
        self.next = next


def chain(length):
    node = None
    for value in range(length):
        node = Node([value, str(value)], node)
    return node


def total(node):
    result = 0
    while node is not None:
        result += node.value[0]
        node = node.next
    return result


def produce(out, count):
    for number in range(count):
        out.put(chain(50 + number % 50))
    out.put(None)


def consume(source, totals):
    result = 0
    while (node := source.get()) is not None:
        result += total(node)
    totals.append(result)


totals = []
channels = [queue.Queue(maxsize=20) for _ in range(4)]
threads = [threading.Thread(target=produce, args=(channel, 400)) for channel in channels]
threads += [threading.Thread(target=consume, args=(channel, totals)) for channel in channels]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("from threads to threads:", totals)

left = []


def leave(number):
    left.append({f"key {index}": (number, index) for index in range(100)})


for number in range(300):
    thread = threading.Thread(target=leave, args=(number,))
    thread.start()
    thread.join()
print("left by threads that ended:", sum(len(mapping) for mapping in left))
left.clear()

local = threading.local()


class AtEnd:
    """Allocates while the thread's locals are dropped."""

    count = 0

    def __del__(self):
        AtEnd.count += len([str(index) for index in range(1000)])


def with_local():
    local.value = AtEnd()


thread = threading.Thread(target=with_local)
thread.start()
thread.join()
print("allocated at a thread's end:", AtEnd.count)

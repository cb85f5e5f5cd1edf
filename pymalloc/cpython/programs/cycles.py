"""Garbage in cycles, for the collector."""

COUNT = 240_000


class Node:
    def __init__(self, name):
        self.name = name
        self.peers = []
        self.me = self


def main(count):
    ring = []
    for index in range(count):
        a, b = Node(index), Node(str(index))
        a.peers.append(b)
        b.peers.append(a)
        if index % 50 == 0:
            ring.append(a)
        if len(ring) > 200:
            ring.clear()
    return len(ring)

"""An order in which each node follows those it depends on."""

from types import GenericAlias


class CycleError(ValueError):
    """There is no such order: the second argument is a cycle."""


class _Node:
    """A node: how many it still waits for, and which wait for it."""

    __slots__ = ("node", "waits", "followers", "state")

    def __init__(self, node):
        self.node = node
        self.waits = 0
        self.followers = []
        self.state = "waiting"


class TopologicalSorter:
    """Gives out nodes when all they depend on are done."""

    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._given = self._done = 0
        for node, predecessors in (graph or {}).items():
            self.add(node, *predecessors)

    def _at(self, node):
        if node not in self._nodes:
            self._nodes[node] = _Node(node)
        return self._nodes[node]

    def add(self, node, *predecessors):
        """A node and what it depends on."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        self._at(node).waits += len(predecessors)
        for predecessor in predecessors:
            self._at(predecessor).followers.append(node)

    def prepare(self):
        """Ends the adding, and looks for cycles."""
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [each.node for each in self._nodes.values() if not each.waits]
        for node in self._ready:
            self._nodes[node].state = "ready"
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        """The nodes that can be worked on now and were not given before."""
        self._check_prepared()
        ready = tuple(self._ready)
        for node in ready:
            self._nodes[node].state = "given"
        self._ready.clear()
        self._given += len(ready)
        return ready

    def is_active(self):
        """Whether there is more to be given or done."""
        self._check_prepared()
        return self._done < self._given or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Nodes that have been worked on."""
        self._check_prepared()
        for node in nodes:
            found = self._nodes.get(node)
            if found is None:
                raise ValueError(f"node {node!r} was not added using add()")
            if found.state == "done":
                raise ValueError(f"node {node!r} was already marked done")
            if found.state != "given":
                raise ValueError(
                    f"node {node!r} was not passed out (still not ready)")
            found.state = "done"
            self._done += 1
            for follower in found.followers:
                follower = self._nodes[follower]
                follower.waits -= 1
                if not follower.waits:
                    follower.state = "ready"
                    self._ready.append(follower.node)

    def _check_prepared(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")

    def _find_cycle(self):
        """A cycle, as a list that begins and ends with the same node."""
        seen = set()
        for start in self._nodes:
            if start in seen:
                continue
            path, places, paths = [start], {start: 0}, [iter(self._nodes[start].followers)]
            seen.add(start)
            while path:
                follower = next(paths[-1], seen)
                if follower is seen:
                    paths.pop()
                    del places[path.pop()]
                    continue
                if follower in places:
                    return path[places[follower]:] + [follower]
                if follower not in seen:
                    seen.add(follower)
                    places[follower] = len(path)
                    path.append(follower)
                    paths.append(iter(self._nodes[follower].followers))
        return None

    def static_order(self):
        """All nodes in order."""
        self.prepare()
        while self.is_active():
            ready = self.get_ready()
            yield from ready
            self.done(*ready)

    __class_getitem__ = classmethod(GenericAlias)

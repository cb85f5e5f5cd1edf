"""Orders in which everything comes after what it needs."""


class CycleError(ValueError):
    pass


class TopologicalSorter:
    """A graph of what needs what."""

    def __init__(self, graph=None):
        self._needs, self._users = {}, {}
        self._ready = None
        for node, needed in (graph or {}).items():
            self.add(node, *needed)

    def add(self, node, *predecessors):
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        self._enter(node)
        for needed in predecessors:
            self._enter(needed)
            self._needs[node] += 1
            self._users[needed].append(node)

    def _enter(self, node):
        self._needs.setdefault(node, 0)
        self._users.setdefault(node, [])

    def prepare(self):
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [node for node, needs in self._needs.items() if not needs]
        self._out = set()
        self._done = 0
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def _find_cycle(self):
        seen, path, places, rows = set(), [], {}, []
        for node in self._users:
            if node in seen:
                continue
            while True:
                if node in seen:
                    if node in places:
                        return path[places[node]:] + [node]
                else:
                    seen.add(node)
                    rows.append(iter(self._users[node]))
                    places[node] = len(path)
                    path.append(node)
                while path:
                    following = next(rows[-1], None)
                    if following is not None:
                        node = following
                        break
                    del places[path.pop()]
                    rows.pop()
                else:
                    break
        return None

    def get_ready(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        ready, self._ready = tuple(self._ready), []
        self._out.update(ready)
        return ready

    def is_active(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return bool(self._ready or self._out)

    __bool__ = is_active

    def done(self, *nodes):
        for node in nodes:
            if node not in self._needs:
                raise ValueError(f"node {node!r} was not added using add()")
            if node not in self._out:
                raise ValueError(f"node {node!r} was not passed out (still not ready) or was "
                                 "already marked done")
            self._out.remove(node)
            for user in self._users[node]:
                self._needs[user] -= 1
                if not self._needs[user]:
                    self._ready.append(user)

    def static_order(self):
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)

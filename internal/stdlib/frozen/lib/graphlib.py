"""Topological order of the nodes of a graph."""

from types import GenericAlias

__all__ = ["TopologicalSorter", "CycleError"]

_OUT, _DONE = -1, -2


class _Node:
    """A node: how many predecessors are not done yet (or _OUT, _DONE), and what follows it."""

    __slots__ = ("node", "waiting", "successors")

    def __init__(self, node):
        self.node = node
        self.waiting = 0
        self.successors = []


class CycleError(ValueError):
    """Raised by prepare() if there is a cycle; the second argument lists its nodes, the first also last."""


class TopologicalSorter:
    """Gives out nodes so that each comes after all its predecessors."""

    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._out = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _node(self, node):
        found = self._nodes.get(node)
        if found is None:
            found = self._nodes[node] = _Node(node)
        return found

    def add(self, node, *predecessors):
        """Add a node, or predecessors to one that is there."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        info = self._node(node)
        info.waiting += len(predecessors)
        for predecessor in predecessors:
            self._node(predecessor).successors.append(node)

    def prepare(self):
        """Close the graph; CycleError if it has a cycle, and even then as much as possible can be given out."""
        if self._out or self._finished:
            raise ValueError("cannot prepare() after starting sort")
        if self._ready is None:
            self._ready = [info.node for info in self._nodes.values() if info.waiting == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        """A tuple of the nodes that have become ready since the last call."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        ready = tuple(self._ready)
        for node in ready:
            self._nodes[node].waiting = _OUT
        self._ready.clear()
        self._out += len(ready)
        return ready

    def is_active(self):
        """Whether there are nodes to give out or to wait for."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return self._finished < self._out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Mark nodes that were given out as done."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        for node in nodes:
            info = self._nodes.get(node)
            if info is None:
                raise ValueError(f"node {node!r} was not added using add()")
            if info.waiting >= 0:
                raise ValueError(f"node {node!r} was not passed out (still not ready)")
            if info.waiting == _DONE:
                raise ValueError(f"node {node!r} was already marked done")
            info.waiting = _DONE
            for successor in info.successors:
                following = self._nodes[successor]
                following.waiting -= 1
                if following.waiting == 0:
                    self._ready.append(successor)
            self._finished += 1

    def _find_cycle(self):
        """The nodes of some cycle along predecessor order, or None."""
        visited = set()
        for start in self._nodes:
            if start in visited:
                continue
            # Depth first, with the path and what is left to follow of each node on it.
            visited.add(start)
            path, position = [start], {start: 0}
            pending = [iter(self._nodes[start].successors)]
            while pending:
                for node in pending[-1]:
                    if node in position:
                        return path[position[node]:] + [node]
                    if node not in visited:
                        visited.add(node)
                        position[node] = len(path)
                        path.append(node)
                        pending.append(iter(self._nodes[node].successors))
                        break
                else:
                    pending.pop()
                    del position[path.pop()]
        return None

    def static_order(self):
        """An iterator over all nodes in order."""
        self.prepare()
        while self.is_active():
            ready = self.get_ready()
            yield from ready
            self.done(*ready)

    __class_getitem__ = classmethod(GenericAlias)

"""Which focus nodes a change bears on, and what the shapes read from there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from samverkan.incremental.graph import Change, Graph, Node, Spo
from samverkan.namespaces import RDF, SH

#: What holds of the node itself by other shapes; of a property shape, of each value.
_SHAPES = ("and", "or", "xone", "not", "node", "property", "qualifiedValueShape")
#: Properties of the focus node that its values are compared with.
_COMPARED = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
#: What cannot be followed from node to node: such shapes are held against everything.
_OPAQUE = ("sparql", "target", "js", "rule", "expression", "closed")
#: Deeper than this, shapes refer to each other in a circle.
_DEEPEST = 20

#: A property, and whether it is followed from object to subject.
Step = tuple[NamedNode, bool]


@dataclass(eq=False)
class Steps:
    """
    A tree of properties that are followed one after the other.

    Attributes:
        after: the steps that can come next.
        end: whether something ends here.
    """

    after: dict[Step, "Steps"] = field(default_factory=dict)
    end: bool = False

    def to(self, steps: Iterable[Step]) -> "Steps":
        """The place that those steps lead to."""
        here = self
        for step in steps:
            here = here.after.setdefault(step, Steps())
        return here


class OpaqueError(Exception):
    """A shape that holds something whose reach cannot be told."""


class Reach:
    """
    What shapes read from their focus nodes.

    Args:
        quads: the shapes graph.
        shapes: the named shapes in it.

    Attributes:
        opaque: the shapes whose reach is not known.
    """

    def __init__(self, quads: Iterable[Quad], shapes: Iterable[str]) -> None:
        self._store = Store()
        self._store.extend(quads)
        self.opaque: list[str] = []
        self._read = Steps()
        self._back: dict[Step, Steps] = {}
        for shape in shapes:
            try:
                paths = list(self._paths(NamedNode(shape), 0)) + self._targets(NamedNode(shape))
            except OpaqueError:
                self.opaque.append(shape)
                continue
            for path in paths:
                self._read.to(path)
                for number, step in enumerate(path):
                    back = self._back.setdefault(step, Steps())
                    back.to(reversed(path[:number])).end = True

    def affected(self, change: Change) -> set[Node]:
        """The focus nodes whose results the change may alter."""
        found: set[Node] = set()
        for (predicate, backward), back in self._back.items():
            triples = change.triples.get(predicate)
            if triples:
                _go_back(change, {t[2] if backward else t[0] for t in triples}, back, found)
        return found

    def around(self, graph: Graph, focus: Iterable[Node]) -> set[Spo]:
        """The triples that the shapes read from those focus nodes."""
        read: set[Spo] = set()
        seen: set[tuple[Node, int]] = set()
        waiting = [(node, self._read) for node in focus]
        while waiting:
            node, steps = waiting.pop()
            if (node, id(steps)) in seen:
                continue
            seen.add((node, id(steps)))
            for predicate, objects in graph.about(node).items():
                after = steps.after.get((predicate, False))
                if after is not None:
                    read.update((node, predicate, obj) for obj in objects)
                    if after.after:
                        waiting += [(obj, after) for obj in objects]
            for (predicate, backward), after in steps.after.items():
                for other in graph.subjects(predicate, node) if backward else ():
                    read.add((other, predicate, node))
                    waiting.append((other, after))
        return read

    def _paths(self, shape: Node, depth: int) -> Iterator[list[Step]]:
        """The paths that are followed when the shape is held against a node."""
        if depth > _DEEPEST or any(self._first(shape, name) is not None for name in _OPAQUE):
            raise OpaqueError
        path = self._first(shape, "path")
        if path is None:
            starts: list[list[Step]] = [[]]
        else:
            starts = list(self._ways(path, backward=False))
            yield from starts
            for name in _COMPARED:
                yield from ([(other, False)] for other in self._properties(shape, name))
        for start in starts:
            if self._first(shape, "class") is not None:
                yield [*start, _TYPE]
            for name in _SHAPES:
                for other in self._objects(shape, name):
                    for one in self._members(other):
                        yield from ([*start, *more] for more in self._paths(one, depth + 1))

    def _targets(self, shape: NamedNode) -> list[list[Step]]:
        """What tells whether a node is a focus node of the shape."""
        hosts = [q.subject for q in self._store.quads_for_pattern(None, _sh("property"), shape)]
        found = [[_TYPE]]
        for host in [shape, *hosts]:
            found += ([(node, False)] for node in self._properties(host, "targetSubjectsOf"))
            found += ([(node, True)] for node in self._properties(host, "targetObjectsOf"))
        return found

    def _ways(self, path: Node, *, backward: bool) -> Iterator[list[Step]]:
        """The ways to follow a SHACL property path."""
        if isinstance(path, NamedNode):
            yield [(path, backward)]
            return
        if (other := self._first(path, "inversePath")) is not None:
            yield from self._ways(other, backward=not backward)
            return
        if (other := self._first(path, "alternativePath")) is not None:
            for one in self._members(other):
                yield from self._ways(one, backward=backward)
            return
        parts = list(self._members(path))
        if parts == [path]:
            raise OpaqueError
        ways: list[list[Step]] = [[]]
        for part in reversed(parts) if backward else parts:
            ways = [[*way, *more] for way in ways for more in self._ways(part, backward=backward)]
        yield from ways

    def _members(self, node: Node) -> Iterator[Node]:
        """The members of a list, or the node itself if it is none."""
        first = self._first(node, "first", RDF)
        if first is None:
            yield node
        while first is not None:
            yield first
            node = self._first(node, "rest", RDF) or node
            first = self._first(node, "first", RDF)

    def _properties(self, node: Node, name: str) -> Iterator[NamedNode]:
        return (other for other in self._objects(node, name) if isinstance(other, NamedNode))

    def _first(self, node: Node, name: str, base: str = SH) -> Node | None:
        return next(self._objects(node, name, base), None)

    def _objects(self, node: Node, name: str, base: str = SH) -> Iterator[Node]:
        if isinstance(node, NamedNode | BlankNode):
            for quad in self._store.quads_for_pattern(node, NamedNode(base + name), None):
                yield quad.object


_TYPE: Step = (NamedNode(RDF + "type"), False)


def _go_back(graph: Graph, nodes: set[Node], back: Steps, found: set[Node]) -> None:
    """Follow the steps from their end to the focus nodes that they begin at."""
    if back.end:
        found |= nodes
    if not nodes or not back.after:
        return
    before: dict[Step, set[Node]] = {}
    for node in nodes:
        for triple in graph.pointing(node):
            if (triple[1], False) in back.after:
                before.setdefault((triple[1], False), set()).add(triple[0])
        for predicate, objects in graph.about(node).items():
            if (predicate, True) in back.after:
                before.setdefault((predicate, True), set()).update(objects)
    for step, starts in before.items():
        _go_back(graph, starts, back.after[step], found)


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)

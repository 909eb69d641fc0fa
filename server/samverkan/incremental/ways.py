"""A way through a query's edges, taken step by step: it binds and narrows variables as it goes."""

from collections.abc import Set
from dataclasses import dataclass

from pyoxigraph import NamedNode, Variable

from samverkan.incremental.graph import Graph, Node, Spo
from samverkan.incremental.patterns import Edge, Term, Value

Bindings = dict[Variable, set[Node]]
#: How many triples there are about one node, more or less: they are read together.
_ABOUT = 10


def followed(
    graph: Graph, edge: Edge, node: Node, *, backward: bool = False
) -> tuple[set[Node], list[Spo]]:
    """The nodes at the other end of an edge, and the triples that lead there."""
    found: set[Node] = set()
    led: list[Spo] = []
    waiting = [node]
    seen = {node}
    while waiting:
        here = waiting.pop()
        for predicate in edge.predicates:
            if backward:
                near = graph.subjects(predicate, here)
                led += [(other, predicate, here) for other in near]
            else:
                near = graph.objects(here, predicate)
                led += [(here, predicate, other) for other in near]
            found.update(near)
            if edge.many:
                waiting += [other for other in near if other not in seen]
                seen.update(near)
    if edge.least == 0:
        found.add(node)
    return found, led


@dataclass(frozen=True)
class Check:
    """Keep the nodes that have a property with one of certain values."""

    variable: Variable
    predicates: frozenset[NamedNode]
    values: frozenset[Value]

    def run(self, graph: Graph, bindings: Bindings, read: set[Spo] | None) -> None:
        """Narrow the variable."""
        kept: set[Node] = set()
        for predicate in self.predicates:
            if read is None:
                kept |= {
                    node
                    for node in bindings[self.variable]
                    if graph.holds(node, predicate, self.values)
                }
                continue
            for node in bindings[self.variable]:
                found = graph.among(node, predicate, self.values)
                if found:
                    kept.add(node)
                    read.update((node, predicate, value) for value in found)
        bindings[self.variable] = kept


@dataclass(frozen=True)
class Hop:
    """Follow an edge from an end that is known; keep of that end what leads somewhere."""

    edge: Edge
    backward: bool

    def run(self, graph: Graph, bindings: Bindings, read: set[Spo] | None) -> None:
        """Bind the other end, or narrow it if it is bound."""
        start, end = self.edge.subject, self.edge.object
        if self.backward:
            start, end = end, start
        allowed: Set[Node] | None = _bound(end, bindings)
        if allowed is None and not self.backward:
            allowed = self.edge.among
        far = 0 if self.backward else 2
        kept: set[Node] = set()
        reached: set[Node] = set()
        for node in _bound(start, bindings) or ():
            found, led = followed(graph, self.edge, node, backward=self.backward)
            if allowed is not None:
                found &= allowed
            if found:
                kept.add(node)
                reached |= found
                if read is not None:
                    read.update(led if self.edge.many else (t for t in led if t[far] in found))
        if isinstance(start, Variable):
            bindings[start] = kept
        if isinstance(end, Variable):
            bindings[end] = reached


@dataclass(frozen=True)
class Join:
    """Keep what an edge between two known ends joins, begun at the end that costs less."""

    edge: Edge
    fan: float

    def run(self, graph: Graph, bindings: Bindings, read: set[Spo] | None) -> None:
        """Narrow both ends."""
        subjects, objects = (_bound(end, bindings) for end in (self.edge.subject, self.edge.object))
        backward = self.fan * len(objects or ()) < _ABOUT * len(subjects or ())
        Hop(self.edge, backward).run(graph, bindings, read)


@dataclass(frozen=True)
class Same:
    """Two variables with one value, the first of them bound."""

    known: Variable
    other: Variable

    def run(self, _: Graph, bindings: Bindings, __: set[Spo] | None) -> None:
        """Bind the other, or narrow it."""
        bindings[self.other] = bindings.get(self.other, bindings[self.known]) & bindings[self.known]


@dataclass(frozen=True)
class Aside:
    """Parts that need not match: read, but nothing is narrowed by them."""

    ways: tuple["Way", ...]
    optional: bool

    def run(self, graph: Graph, bindings: Bindings, read: set[Spo] | None) -> None:
        """Read each; what only they bind is bound outside too."""
        found: Bindings = {}
        for way in self.ways:
            inside = dict(bindings)
            way.run(graph, inside, read)
            for variable, nodes in inside.items():
                if variable not in bindings:
                    found[variable] = found.get(variable, set()) | nodes
        if self.optional:
            bindings.update(found)


@dataclass(frozen=True)
class Way:
    """Steps in the order in which they are taken."""

    steps: tuple["Taken", ...] = ()

    def run(self, graph: Graph, bindings: Bindings, read: set[Spo] | None) -> None:
        """Take them, adding the triples that they pass to `read`."""
        for step in self.steps:
            step.run(graph, bindings, read)


Taken = Check | Hop | Join | Same | Aside


def _bound(end: Term, bindings: Bindings) -> Set[Node] | None:
    if isinstance(end, Variable):
        return bindings.get(end)
    return {end}

"""The default graph while it changes: what it says, and what it said before."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from samverkan.namespaces import DERIVED_GRAPH

Node = NamedNode | BlankNode | Literal | Triple
#: Subject, predicate and object.
Spo = tuple[NamedNode | BlankNode, NamedNode, Node]

_DEFAULT = DefaultGraph()


class Graph:
    """
    The default graph of a store, followed from node to node.

    Args:
        store: the store.
        hidden: triples to pass over; None for none.
    """

    def __init__(self, store: Store, hidden: Callable[[Spo], bool] | None = None) -> None:
        self._store = store
        self._hidden = hidden

    def objects(self, subject: Node, predicate: NamedNode | None = None) -> Iterator[Spo]:
        """The triples about the subject."""
        if isinstance(subject, NamedNode | BlankNode):
            for quad in self._store.quads_for_pattern(subject, predicate, None, _DEFAULT):
                triple = quad.subject, quad.predicate, quad.object
                if self._hidden is None or not self._hidden(triple):  # type: ignore[arg-type]
                    yield triple  # type: ignore[misc]

    def subjects(self, predicate: NamedNode | None, obj: Node) -> Iterator[Spo]:
        """The triples that point at the object."""
        for quad in self._store.quads_for_pattern(None, predicate, obj, _DEFAULT):
            triple = quad.subject, quad.predicate, quad.object
            if self._hidden is None or not self._hidden(triple):  # type: ignore[arg-type]
                yield triple  # type: ignore[misc]


class Change(Graph):
    """
    A change under way: applied to the store, remembered, and taken back if need be.

    Followed as a graph, it is the state before and the state after at once, so that whatever
    could be reached in either is reached.

    Attributes:
        triples: what the default graph gained or lost, by predicate.
        triples_at: the same, by predicate and object.
        sources: the source quads that were taken away or put there.
        was_there: whether such a triple stood there before.
        about: what those triples, and those of the named graphs, are about.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.triples: dict[NamedNode, list[Spo]] = defaultdict(list)
        self.triples_at: dict[tuple[NamedNode, Node], list[Spo]] = defaultdict(list)
        self.sources: list[Quad] = []
        self.was_there: dict[Spo, bool] = {}
        self.about: set[NamedNode | BlankNode] = set()
        self._log: list[tuple[bool, Quad]] = []
        self._about: dict[Node, list[Spo]] = defaultdict(list)
        self._pointing: dict[Node, list[Spo]] = defaultdict(list)

    def objects(self, subject: Node, predicate: NamedNode | None = None) -> Iterator[Spo]:
        """The triples about the subject, before and after."""
        yield from super().objects(subject, predicate)
        for triple in self._about.get(subject, ()):
            if predicate is None or triple[1] == predicate:
                yield triple

    def subjects(self, predicate: NamedNode | None, obj: Node) -> Iterator[Spo]:
        """The triples that point at the object, before and after."""
        yield from super().subjects(predicate, obj)
        for triple in self._pointing.get(obj, ()):
            if predicate is None or triple[1] == predicate:
                yield triple

    def replace(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take those source quads away and put these in their place."""
        for quad in removed:
            if quad in self._store:
                self.sources.append(quad)
                self._take(quad)
        for quad in added:
            if quad not in self._store:
                self.sources.append(quad)
                self._put(quad)

    def derive(self, removed: Iterable[Spo], added: Iterable[Spo]) -> None:
        """Likewise with derived triples."""
        for triple in removed:
            self._take(Quad(*triple, DERIVED_GRAPH))
        for triple in added:
            self._put(Quad(*triple, DERIVED_GRAPH))

    def undo(self) -> None:
        """Bring the store back to what it was."""
        for present, quad in reversed(self._log):
            if present:
                self._store.remove(quad)
            else:
                self._store.add(quad)
        self._log.clear()

    def _take(self, quad: Quad) -> None:
        self._do(False, quad)
        plain = Quad(quad.subject, quad.predicate, quad.object, _DEFAULT)
        elsewhere = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
        if all(other.graph_name == _DEFAULT for other in elsewhere):
            self._do(False, plain)
            triple = self._note(quad, was_there=True)
            self._about[triple[0]].append(triple)
            self._pointing[triple[2]].append(triple)

    def _put(self, quad: Quad) -> None:
        self._do(True, quad)
        plain = Quad(quad.subject, quad.predicate, quad.object, _DEFAULT)
        if plain not in self._store:
            self._do(True, plain)
            self._note(quad, was_there=False)

    def _note(self, quad: Quad, *, was_there: bool) -> Spo:
        triple: Spo = quad.subject, quad.predicate, quad.object  # type: ignore[assignment]
        self.was_there.setdefault(triple, was_there)
        self.triples[triple[1]].append(triple)
        self.triples_at[triple[1], triple[2]].append(triple)
        return triple

    def _do(self, present: bool, quad: Quad) -> None:
        self._log.append((present, quad))
        self.about.add(quad.subject)  # type: ignore[arg-type]
        if present:
            self._store.add(quad)
        else:
            self._store.remove(quad)


def stored(quads: Iterable[Quad]) -> set[Quad]:
    """The quads as a store gives them back: "0.00" and "0" are one decimal."""
    store = Store()
    store.extend(quads)
    return set(store)

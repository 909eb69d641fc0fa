"""The default graph while it changes: what it says, and what it said before."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from samverkan.namespaces import DERIVED_GRAPH

Node = NamedNode | BlankNode | Literal | Triple
#: Subject, predicate and object.
Spo = tuple[Node, NamedNode, Node]

_DEFAULT = DefaultGraph()
#: So many triples are looked for one by one, rather than all that is said of a node read.
_FEW = 3


class Graph:
    """
    The default graph of a store, followed from node to node.

    What is said about a node is read once: `note` what changes.

    Args:
        store: the store.
        hidden: triples to pass over; None for none.
    """

    def __init__(self, store: Store, hidden: Callable[[Spo], bool] | None = None) -> None:
        self._store = store
        self._hidden = hidden
        self._read: dict[Node, dict[NamedNode, list[Node]]] = {}

    def about(self, subject: Node) -> Mapping[NamedNode, list[Node]]:
        """What is said about the subject: values by property."""
        found = self._read.get(subject)
        if found is None:
            found = self._read[subject] = {}
            for _, predicate, obj in self._said(subject):
                found.setdefault(predicate, []).append(obj)
        return found

    def has(self, subject: Node, predicate: NamedNode, obj: Node) -> bool:
        """Whether the triple stands there."""
        return obj in self.about(subject).get(predicate, ())

    def objects(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """What the property of the subject points at."""
        return self.about(subject).get(predicate, [])

    def holds(self, subject: Node, predicate: NamedNode, values: Set[Node]) -> bool:
        """Whether the property of the subject has one of the values."""
        known = self._read.get(subject)
        if known is not None:
            return not values.isdisjoint(known.get(predicate, ()))
        return bool(self.among(subject, predicate, values))

    def among(self, subject: Node, predicate: NamedNode, values: Set[Node]) -> list[Node]:
        """Which of the values the property of the subject has; asked one by one if they are few."""
        if subject in self._read or len(values) > _FEW:
            return [one for one in self.objects(subject, predicate) if one in values]
        return [one for one in values if self._stands((subject, predicate, one))]

    def subjects(self, predicate: NamedNode, obj: Node) -> list[Node]:
        """What points at the object by the property."""
        quads = self._store.quads_for_pattern(None, predicate, obj, _DEFAULT)
        found: list[Node] = [quad.subject for quad in quads]
        if self._hidden is not None:
            found = [one for one in found if not self._hidden((one, predicate, obj))]
        return found

    def pointing(self, obj: Node) -> list[Spo]:
        """The triples that point at the object."""
        quads = self._store.quads_for_pattern(None, None, obj, _DEFAULT)
        return [(quad.subject, quad.predicate, obj) for quad in quads]

    def note(self, triple: Spo, *, present: bool) -> None:
        """Tell of a triple that has come or gone."""
        subject, predicate, obj = triple
        known = self._read.get(subject)
        if known is not None:
            objects = [one for one in known.get(predicate, ()) if one != obj]
            known[predicate] = [*objects, obj] if present else objects

    def _stands(self, triple: Spo) -> bool:
        if not isinstance(triple[0], NamedNode) or quad_of(triple) not in self._store:
            return False
        return self._hidden is None or not self._hidden(triple)

    def _said(self, subject: Node) -> list[Spo]:
        if not isinstance(subject, NamedNode):
            return []
        quads = self._store.quads_for_pattern(subject, None, None, _DEFAULT)
        found: list[Spo] = [(subject, quad.predicate, quad.object) for quad in quads]
        if self._hidden is not None:
            found = [triple for triple in found if not self._hidden(triple)]
        return found


class Change(Graph):
    """
    A change under way: applied to the store, remembered, and taken back if need be.

    Followed as a graph, it is the state before and the state after at once, so that whatever
    could be reached in either is reached.

    Attributes:
        now: the state after, as a graph of its own.
        triples: what the default graph gained or lost, by predicate.
        triples_at: the same, by predicate and object.
        sources: the source quads that were taken away or put there.
        restated: what they are about, by predicate, and by predicate and object.
        was_there: whether such a triple stood there before.
        changed: what those triples, and those of the named graphs, are about.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.now = Graph(store)
        self.triples: dict[NamedNode, list[Spo]] = defaultdict(list)
        self.triples_at: dict[tuple[NamedNode, Node], list[Spo]] = defaultdict(list)
        self.sources: list[Quad] = []
        self.restated: dict[tuple[NamedNode, Node | None], set[Node]] = defaultdict(set)
        self.was_there: dict[Spo, bool] = {}
        self.changed: set[Node] = set()
        self._log: list[tuple[bool, Quad]] = []
        self._gone_about: dict[Node, list[Spo]] = defaultdict(list)
        self._gone_pointing: dict[Node, list[Spo]] = defaultdict(list)

    def subjects(self, predicate: NamedNode, obj: Node) -> list[Node]:
        """What points at the object by the property, before or after."""
        found = super().subjects(predicate, obj)
        if obj in self._gone_pointing:
            found += [t[0] for t in self._gone_pointing[obj] if t[1] == predicate]
        return found

    def pointing(self, obj: Node) -> list[Spo]:
        """The triples that point at the object, before or after."""
        return super().pointing(obj) + self._gone_pointing.get(obj, [])

    def _said(self, subject: Node) -> list[Spo]:
        now = self.now.about(subject).items()
        found = [(subject, predicate, obj) for predicate, objects in now for obj in objects]
        return found + self._gone_about.get(subject, [])

    def _stands(self, triple: Spo) -> bool:
        return super()._stands(triple) or triple in self._gone_about.get(triple[0], ())

    def replace(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take those source quads away and put these in their place."""
        for quad in removed:
            if quad in self._store:
                self._take(quad)
                self._restate(quad)
        for quad in added:
            if quad not in self._store:
                self._put(quad)
                self._restate(quad)

    def _restate(self, quad: Quad) -> None:
        self.sources.append(quad)
        self.restated[quad.predicate, None].add(quad.subject)
        self.restated[quad.predicate, quad.object].add(quad.subject)

    def derive(self, removed: Iterable[Spo], added: Iterable[Spo]) -> None:
        """Likewise with derived triples."""
        for triple in removed:
            self._take(quad_of(triple, DERIVED_GRAPH))
        for triple in added:
            self._put(quad_of(triple, DERIVED_GRAPH))

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
            self._gone_about[triple[0]].append(triple)
            self._gone_pointing[triple[2]].append(triple)

    def _put(self, quad: Quad) -> None:
        self._do(True, quad)
        plain = Quad(quad.subject, quad.predicate, quad.object, _DEFAULT)
        if plain not in self._store:
            self._do(True, plain)
            self._note(quad, was_there=False)

    def _note(self, quad: Quad, *, was_there: bool) -> Spo:
        triple = spo(quad)
        self.note(triple, present=True)
        self.now.note(triple, present=not was_there)
        self.was_there.setdefault(triple, was_there)
        self.triples[triple[1]].append(triple)
        self.triples_at[triple[1], triple[2]].append(triple)
        return triple

    def _do(self, present: bool, quad: Quad) -> None:
        self._log.append((present, quad))
        self.changed.add(quad.subject)
        if present:
            self._store.add(quad)
        else:
            self._store.remove(quad)


def spo(triple: Triple | Quad) -> Spo:
    """The three parts."""
    return triple.subject, triple.predicate, triple.object


def quad_of(triple: Spo, graph: NamedNode | DefaultGraph = _DEFAULT) -> Quad:
    """The triple in that graph."""
    return Quad(triple[0], triple[1], triple[2], graph)  # type: ignore[arg-type]


def stored(quads: Iterable[Quad]) -> set[Quad]:
    """The quads as a store gives them back: "0.00" and "0" are one decimal."""
    store = Store()
    store.extend(quads)
    return set(store)

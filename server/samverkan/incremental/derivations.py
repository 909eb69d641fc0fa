"""Bring the derived graph up to date: rule by rule, where something has changed."""

from collections.abc import Iterable
from functools import partial

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from samverkan.derive import plan
from samverkan.derive.evaluation import Evaluation
from samverkan.graphs import select
from samverkan.incremental.graph import Change, Graph, Node, Spo, quad_of, spo, stored
from samverkan.incremental.locality import TYPE, Keys, Local, families, localised
from samverkan.incremental.reach import Fans
from samverkan.namespaces import DERIVED_GRAPH, RDFS

_SUBCLASS = NamedNode(RDFS + "subClassOf")
_DEFAULT = DefaultGraph()


class FromScratch(Exception):  # noqa: N818
    """The change reaches so far that everything has to be derived anew."""


class Derivations:
    """
    The rules and steps, each knowing what it sees.

    Args:
        store: a prepared store.
        evaluation: what it was prepared for.
    """

    def __init__(self, store: Store, evaluation: Evaluation) -> None:
        self._store = store
        self._evaluation = evaluation
        self._families = families(localised(plan(), fans(store)))
        self._written = [
            Keys(local.writes.predicates, local.writes.classes)
            for family in self._families
            for local in family
        ]
        self._keys = {id(family): frozenset(_keys(family)) for family in self._families}
        self._tangled = self._superclass_derived()

    def update(self, change: Change) -> None:
        """
        Replace the derived triples that the change makes wrong or lacking.

        Raises:
            FromScratch: if a derivation would have to be run whole that must not see
                what later ones have written, or the vocabulary's classes have changed.
        """
        if _SUBCLASS in change.triples:
            self._tangled = self._superclass_derived()
            raise FromScratch
        if self._tangled:
            raise FromScratch
        near = Store()
        for family in self._families:
            self._update(family, change, near)

    def _update(self, family: list[Local], change: Change, near: Store) -> None:
        anchors = self._restated(family, change)
        for local in family:
            found = local.affected(change)
            if found is None:
                return self._rerun(family, change, near)
            anchors |= found
        if not anchors:
            return None
        said = _stored(
            triple
            for local in family
            for triple in self._said(local, anchors, change, near)
            if triple.subject in anchors
        )
        before = {
            triple
            for anchor in anchors
            if isinstance(anchor, NamedNode)
            for triple in self._derived_of(family, anchor)
        }
        return self._replace(before, said, change, near)

    def _rerun(self, family: list[Local], change: Change, near: Store) -> None:
        if any(local.hidden for local in family):
            raise FromScratch
        said = _stored(
            triple for local in family for triple in local.derivation(self._store, self._evaluation)
        )
        before = {
            triple
            for local in family
            for pattern in _patterns(local.writes)
            for triple in self._derived(None, *pattern)
        }
        self._replace(before, said, change, near)

    def _said(
        self, local: Local, anchors: set[Node], change: Change, near: Store
    ) -> Iterable[Triple]:
        """What it derives near the anchors, which is right for the anchors."""
        if local.hidden:
            near = Store()
            graph = Graph(self._store, partial(self._hides, local.hidden))
        else:
            graph = change.now
        read, speaks = local.read(graph, anchors)
        if not speaks:
            return ()
        near.extend(map(quad_of, read))
        return local.derivation(near, self._evaluation)

    def _replace(self, before: set[Spo], said: set[Spo], change: Change, near: Store) -> None:
        stated = {triple for triple in said if self._stated(triple, before)}
        removed = before - (said - stated)
        added = said - stated - before
        change.derive(removed, added)
        for triple in removed:
            near.remove(quad_of(triple))
        near.extend(map(quad_of, added))

    def _stated(self, triple: Spo, before: set[Spo]) -> bool:
        """Whether another graph says so too, so that the derived one does not."""
        plain = quad_of(triple)
        if plain not in self._store:
            return False
        return triple not in before or any(
            quad.graph_name not in (_DEFAULT, DERIVED_GRAPH)
            for quad in self._store.quads_for_pattern(plain.subject, triple[1], triple[2])
        )

    def _restated(self, family: list[Local], change: Change) -> set[Node]:
        """What the sources now say, or no longer say, although it is derived."""
        keys = self._keys[id(family)] & change.restated.keys()
        return {subject for key in keys for subject in change.restated[key]}

    def _derived_of(self, family: list[Local], anchor: NamedNode) -> Iterable[Spo]:
        """What the family has derived about the anchor."""
        classes = False
        for local in family:
            for predicate in local.writes.predicates:
                yield from self._derived(anchor, predicate)
            classes |= local.writes.types or bool(local.writes.classes)
        if classes:
            for triple in self._derived(anchor, TYPE):
                if self._writes(family, triple[2]):
                    yield triple

    def _writes(self, family: list[Local], cls: Node) -> bool:
        """Whether it is the family that gives things the class."""
        if any(cls in local.writes.classes for local in family):
            return True
        others = any(cls in keys.classes for keys in self._written)
        return not others and any(local.writes.types for local in family)

    def _derived(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        obj: NamedNode | None = None,
    ) -> Iterable[Spo]:
        return map(spo, self._store.quads_for_pattern(subject, predicate, obj, DERIVED_GRAPH))

    def _hides(self, hidden: list[Keys], triple: Spo) -> bool:
        _, predicate, obj = triple
        return (
            any(keys.hold(predicate, obj) for keys in hidden)
            and quad_of(triple, DERIVED_GRAPH) in self._store
        )

    def _superclass_derived(self) -> bool:
        """Whether a class that only a rule gives stands above another."""
        return any(
            isinstance(quad.object, NamedNode)
            and any(keys.hold(TYPE, quad.object) for keys in self._written)
            for quad in self._store.quads_for_pattern(None, _SUBCLASS, None, _DEFAULT)
        )


def fans(store: Store) -> Fans:
    """How many triples of each property point at one node, on average."""
    rows = select(
        store,
        "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?m) WHERE { ?s ?p ?o } GROUP BY ?p",
    )
    return {row["p"]: int(row["n"].value) / int(row["m"].value) for row in rows}


def _keys(family: list[Local]) -> Iterable[tuple[NamedNode, NamedNode | None]]:
    """What the family writes; of every class, if it writes those that no other does."""
    for local in family:
        yield from _patterns(local.writes)
        if local.writes.types:
            yield TYPE, None


def _patterns(keys: Keys) -> Iterable[tuple[NamedNode, NamedNode | None]]:
    yield from ((predicate, None) for predicate in keys.predicates)
    yield from ((TYPE, cls) for cls in keys.classes)


def _stored(triples: Iterable[Triple]) -> set[Spo]:
    """The triples with their literals as a store gives them back."""
    found = {spo(triple) for triple in triples}
    if not any(isinstance(triple[2], Literal) for triple in found):
        return found
    return {spo(quad) for quad in stored(map(quad_of, found))}

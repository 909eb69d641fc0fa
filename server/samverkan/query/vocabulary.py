"""The names that a store knows, and the one that somebody meant who wrote another."""

import re
from collections.abc import Iterator
from functools import cached_property

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from rapidfuzz import fuzz, process

from samverkan.namespaces import ONTOLOGY_GRAPH, RDFS, SH

#: So many triples are looked at to learn which predicates and classes there are.
_SAMPLE = 200_000
#: So many names are remembered as known.
_MOST = 20_000
#: Of 100: how alike two local names must be.
_ALIKE = 78
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö0123456789-_"
_LABEL = NamedNode(RDFS + "label")
_TERMS = (
    f"SELECT DISTINCT ?t {{ {{ SELECT (?p AS ?t) {{ ?s ?p ?o }} LIMIT {_SAMPLE} }} }}",
    f"SELECT DISTINCT ?t {{ {{ SELECT (?o AS ?t) {{ ?s a ?o }} LIMIT {_SAMPLE} }} }}",
    f"SELECT DISTINCT ?t {{ GRAPH {ONTOLOGY_GRAPH} {{ ?t a ?class }} FILTER(isIRI(?t)) }}",
)


#: What validation writes of what it finds: in use also where it found nothing.
_OF_FINDINGS = frozenset(
    SH + name
    for name in [
        "ValidationResult",
        "focusNode",
        "resultPath",
        "resultSeverity",
        "resultMessage",
        "sourceShape",
        "value",
        "sourceConstraintComponent",
        "Violation",
        "Warning",
        "Info",
    ]
)


class Vocabulary:
    """
    What a store speaks of.

    Asked of a name that is there, it looks it up once; what it needs to find similar names, it
    gathers when a name is not there.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known = set(_OF_FINDINGS)

    def knows(self, iri: str) -> bool:
        """Whether the name is anywhere in the store."""
        if iri in self._known:
            return True
        try:
            node = NamedNode(iri)
        except ValueError:
            return True
        pattern = self.store.quads_for_pattern
        if (
            next(pattern(None, node, None, None), None) is None
            and next(pattern(None, None, node, None), None) is None
            and next(pattern(node, None, None, None), None) is None
            and not self.store.contains_named_graph(node)
        ):
            return False
        if len(self._known) < _MOST:
            self._known.add(iri)
        return True

    def tagged(self, text: str) -> str:
        """The language in which the text stands in the store, if it does not stand there plain."""
        pattern = self.store.quads_for_pattern
        if next(pattern(None, None, Literal(text), None), None) is not None:
            return ""
        for language in ("sv", "en"):
            found = pattern(None, None, Literal(text, language=language), None)
            if next(found, None) is not None:
                return language
        return ""

    def near(self, iri: str) -> str | None:
        """A name of the store that the unknown one may have been meant for."""
        namespace, local = _split(iri)
        if not local:
            return None
        alike = process.extractOne(
            local.lower(),
            self._locals.get(namespace, {}),
            scorer=fuzz.ratio,
            score_cutoff=_ALIKE,
            processor=None,
        )
        if alike:
            return str(alike[2])
        elsewhere = self._by_local.get(local.lower())
        if elsewhere:
            return elsewhere
        return self._labelled(namespace, local) or self._one_slip_away(namespace, local)

    def near_graph(self, iri: str) -> str | None:
        """A graph of the store that the unknown one may have been meant for."""
        names = (g.value for g in self.store.named_graphs() if isinstance(g, NamedNode))
        alike = process.extractOne(iri, list(names), scorer=fuzz.ratio, score_cutoff=85)
        return str(alike[0]) if alike else None

    def learn(self) -> None:
        """Gather now what similar names are found in: before a process forks."""
        assert self._locals is not None
        assert self._by_local is not None

    @cached_property
    def _terms(self) -> list[str]:
        """Predicates, classes, and what the vocabulary names."""
        found: set[str] = set()
        for query in _TERMS:
            answer = self.store.query(query)
            assert isinstance(answer, QuerySolutions)
            found.update(row["t"].value for row in answer if isinstance(row["t"], NamedNode))
        return sorted(found)

    @cached_property
    def _locals(self) -> dict[str, dict[str, str]]:
        """The local names of each namespace in small letters, by the whole name."""
        found: dict[str, dict[str, str]] = {}
        for iri in self._terms:
            namespace, local = _split(iri)
            found.setdefault(namespace, {})[iri] = local.lower()
        return found

    @cached_property
    def _by_local(self) -> dict[str, str]:
        return {_split(iri)[1].lower(): iri for iri in reversed(self._terms)}

    def _labelled(self, namespace: str, local: str) -> str | None:
        """What of that namespace bears the local name as its label."""
        for language in ("sv", "en"):
            label = Literal(local.replace("_", " "), language=language)
            for quad in self.store.quads_for_pattern(None, _LABEL, label, None):
                subject = quad.subject
                if isinstance(subject, NamedNode) and subject.value.startswith(namespace):
                    return subject.value
        return None

    def _one_slip_away(self, namespace: str, local: str) -> str | None:
        if len(local) > 40:
            return None
        for other in _slips(local):
            if self.knows(namespace + other):
                return namespace + other
        return None


def _split(iri: str) -> tuple[str, str]:
    """Namespace and local name."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:cut], iri[cut:]


def _slips(text: str) -> Iterator[str]:
    """The text with one letter more, less, other, in another case, or two changed about."""
    yield from {text.lower(), text[:1].upper() + text[1:], text[:1].lower() + text[1:]} - {text}
    parts = [(text[:at], text[at:]) for at in range(len(text) + 1)]
    for before, after in parts:
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
    for before, after in parts:
        if after and before + after[1:]:
            yield before + after[1:]
    for before, after in parts:
        for letter in _LETTERS:
            if after:
                yield before + letter + after[1:]
            yield before + letter + after


def unescaped(local: str) -> str:
    """A prefixed name's local part without the backslashes before its signs."""
    return re.sub(r"\\(.)", r"\1", local) if "\\" in local else local

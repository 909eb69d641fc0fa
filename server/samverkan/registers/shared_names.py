"""What codes and reference things are called in cells: label, notation, municipality code."""

from collections.abc import Iterable
from functools import cache

from pyoxigraph import Literal, NamedNode

from samverkan.namespaces import CODE, ONTOLOGY_GRAPH, POLICIES, PREFIXES, RDF, RDFS, SMV, THINGS
from samverkan.registers.forms import Forms
from samverkan.registers.names import plain
from samverkan.sources.shared import shared_quads

_SKOS = PREFIXES["skos"]
_NAMES = {
    RDFS + "label",
    _SKOS + "prefLabel",
    _SKOS + "altLabel",
    _SKOS + "notation",
    SMV + "municipalityCode",
}
#: Namespaces in which everything that exists is described in the package.
OURS = (SMV, CODE, POLICIES, THINGS + "reference/")


class SharedNames:
    """Everything in the vocabulary, policies and reference data, by name and by IRI."""

    def __init__(self, forms: Forms) -> None:
        self._labels: dict[str, dict[str, str]] = {}
        self._short: dict[str, str] = {}
        self._notations: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        self._types: dict[str, set[str]] = {}
        self._known: set[str] = set()
        for quad in shared_quads():
            if not isinstance(quad.subject, NamedNode):
                continue
            subject, path, term = quad.subject.value, quad.predicate.value, quad.object
            self._known.add(subject)
            if isinstance(term, NamedNode):
                if path != RDF + "type" or quad.graph_name == ONTOLOGY_GRAPH:
                    continue
                self._types.setdefault(subject, set()).update(forms.lineage(term.value))
            elif path in _NAMES and isinstance(term, Literal):
                self._names.setdefault(subject, []).append(term.value)
                if path in (RDFS + "label", _SKOS + "prefLabel"):
                    self._labels.setdefault(subject, {})[term.language or "sv"] = term.value
                elif path == _SKOS + "altLabel":
                    self._short.setdefault(subject, term.value)
                else:
                    self._notations[subject] = term.value
        self._by_class: dict[tuple[str, ...], dict[str, set[str]]] = {}

    def known(self, iri: str) -> bool:
        """Whether the IRI is described, or lies outside what the package describes."""
        return not iri.startswith(OURS) or iri in self._known

    def find(self, text: str, classes: tuple[str, ...]) -> set[str]:
        """The reference things of those classes that are called that."""
        names = self._index(classes)
        number = text.split(" ", 1)[0]
        return names.get(plain(text)) or (names.get(number, set()) if number.isdigit() else set())

    def names(self, classes: tuple[str, ...]) -> Iterable[str]:
        """Every name that `find` knows for those classes."""
        return self._index(classes).keys()

    def written(self, iri: str, language: str) -> str | None:
        """What the reference thing is called in a cell: `Mellerud`, `510 Äldreomsorg`."""
        label = self.label(iri, language)
        if label is None or iri not in self._types:
            return None
        if SMV + "Municipality" in self._types[iri]:
            return self._short.get(iri, label)
        notation = self._notations.get(iri)
        return f"{notation} {label}" if notation else None

    def of_class(self, cls: str) -> list[str]:
        """The reference things of that class."""
        return sorted(iri for iri, types in self._types.items() if cls in types)

    def label(self, iri: str, language: str) -> str | None:
        """The label in that language, else in any."""
        labels = self._labels.get(iri, {})
        return labels.get(language) or next(iter(labels.values()), None)

    @cache  # noqa: B019 one object lives as long as the scheme
    def codes(self, codes: tuple[str, ...]) -> dict[str, str]:
        """The codes by every name that a cell may give them."""
        found: dict[str, str] = {}
        for code in codes:
            local = code.removeprefix(CODE)
            names = [*self._names.get(code, ()), local, f"code:{local}", local.split("-", 1)[-1]]
            for name in names:
                found.setdefault(plain(name), code)
        return found

    def _index(self, classes: tuple[str, ...]) -> dict[str, set[str]]:
        if classes not in self._by_class:
            names: dict[str, set[str]] = {}
            for iri, types in self._types.items():
                if types.intersection(classes):
                    for name in self._names.get(iri, ()):
                        names.setdefault(plain(name), set()).add(iri)
            self._by_class[classes] = names
        return self._by_class[classes]


@cache
def shared_names() -> SharedNames:
    """The names in what comes with the package; collected once."""
    from samverkan.registers.scheme import scheme  # noqa: PLC0415

    return SharedNames(scheme().forms)


def node(iri: str) -> NamedNode | None:
    """The node, if the text can be an IRI at all."""
    try:
        return NamedNode(iri)
    except ValueError:
        return None

"""What things are called, beside their IRIs, in the language that is asked for."""

from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

from samverkan.namespaces import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple | None
Row = tuple[Term, ...]

_NAMING = [
    NamedNode(PREFIXES["rdfs"] + "label"),
    NamedNode(PREFIXES["skos"] + "prefLabel"),
    NamedNode(PREFIXES["dcterms"] + "title"),
    NamedNode(PREFIXES["sh"] + "name"),
]
_OTHER = {"sv": "en", "en": "sv"}
#: Labels that are remembered; in the graphs seen so far, more things than a table names.
_REMEMBERED = 50_000


class Labels:
    """The labels in a store, in one language first."""

    def __init__(self, store: Store, language: str) -> None:
        self._store = store
        self._liked = [language, _OTHER.get(language), None]
        self._known: dict[NamedNode, Literal | None] = {}

    def of(self, term: Term) -> Literal | None:
        """The label of that thing: in the language, else in the other, else in any."""
        if not isinstance(term, NamedNode):
            return None
        if term not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[term] = self._look_up(term)
        return self._known[term]

    def _look_up(self, node: NamedNode) -> Literal | None:
        for naming in _NAMING:
            found = [
                quad.object
                for quad in self._store.quads_for_pattern(node, naming, None, DefaultGraph())
                if isinstance(quad.object, Literal)
            ]
            if found:
                return min(found, key=self._rank)
        return None

    def _rank(self, label: Literal) -> tuple[int, str]:
        known = label.language in self._liked
        return self._liked.index(label.language) if known else len(self._liked), label.value


def unlabelled(variables: Sequence[str], rows: Sequence[Row]) -> tuple[int, ...]:
    """The columns that hold IRIs and have no column of labels beside them, by these rows."""
    return tuple(
        index
        for index, name in enumerate(variables)
        if f"{name}Label" not in variables and any(isinstance(r[index], NamedNode) for r in rows)
    )


def with_labels(variables: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    """The variables, with `xLabel` behind each `x` of those places."""
    return tuple(
        name
        for index, variable in enumerate(variables)
        for name in ([variable, f"{variable}Label"] if index in places else [variable])
    )


def labelled(rows: Iterator[Row], places: Sequence[int], labels: Labels) -> Iterator[Row]:
    """The rows, with the label behind each term of those places."""
    for row in rows:
        yield tuple(
            term
            for index, cell in enumerate(row)
            for term in ([cell, labels.of(cell)] if index in places else [cell])
        )

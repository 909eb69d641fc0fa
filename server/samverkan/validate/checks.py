"""Checks of the sources that no shape can make: terms, and which graph describes what."""

from collections.abc import Callable, Container, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from samverkan.graphs import select
from samverkan.namespaces import CODE, DALSLAND, RDF, SHAPES, SMV, THINGS
from samverkan.sources.dataset import Dataset, SourceFile
from samverkan.validate.raw_results import RawResult

_TYPE = RDF + "type"
_OURS = (SMV, CODE, DALSLAND, THINGS + "reference/")
_TERM_UNKNOWN = SHAPES + "Term-unknown"
_TERM_DERIVED = SHAPES + "Term-derived"
_GRAPH_SUBJECT = SHAPES + "Graph-subject"


class SourceChecks:
    """
    Results of shapes `Term-unknown`, `Term-derived` and `Graph-subject`.

    A term of our namespaces is known if the ontology, a policy or the reference data
    describe it. A derived term stands in no source. A subject belongs into the graph whose
    IRI base it begins with (and into one graph only), where the graph states a base.
    """

    def __init__(self, store: Store, dataset: Dataset) -> None:
        self._store = store
        self._files = {file.graph: file for file in dataset.files}
        self.refresh()

    @property
    def graphs(self) -> Container[object]:
        """The source graphs of the dataset's files."""
        return self._files

    def refresh(self) -> None:
        """Read anew which terms are derived."""
        self._derived = _derived_terms(self._store)

    def is_ours(self, term: NamedNode) -> bool:
        """Whether the term has to be described."""
        return term.value.startswith(_OURS)

    def all(self) -> Iterator[RawResult]:
        """The results on every subject."""
        known = _described(self._store)
        for graph, file in self._files.items():
            for quad in self._store.quads_for_pattern(None, None, None, graph):
                yield from self._of(quad, file, known.__contains__)

    def of(self, subject: NamedNode) -> Iterator[RawResult]:
        """The results on that subject."""
        for quad in self._store.quads_for_pattern(subject, None, None):
            if (file := self._files.get(quad.graph_name)) is not None:  # type: ignore[arg-type]
                yield from self._of(quad, file, self._is_described)

    def _of(
        self, quad: Quad, file: SourceFile, known: Callable[[str], bool]
    ) -> Iterator[RawResult]:
        subject = quad.subject
        if not isinstance(subject, NamedNode):
            return
        terms = [quad.predicate]
        if isinstance(quad.object, NamedNode):
            terms.append(quad.object)
        for term in terms:
            if term.value in self._derived:
                yield _result(subject, _TERM_DERIVED, quad.predicate, term)
            elif term.value.startswith(_OURS) and not known(term.value):
                yield _result(subject, _TERM_UNKNOWN, quad.predicate, term)
        if _misplaced(subject, file):
            yield _result(subject, _GRAPH_SUBJECT, None, file.graph)

    def _is_described(self, term: str) -> bool:
        about = self._store.quads_for_pattern(NamedNode(term), None, None, DefaultGraph())
        return next(about, None) is not None


def source_checks(store: Store, dataset: Dataset) -> Iterator[RawResult]:
    """What `SourceChecks` says of every subject."""
    return SourceChecks(store, dataset).all()


def _described(store: Store) -> set[str]:
    rows = select(store, "SELECT DISTINCT ?term WHERE { ?term ?p ?o FILTER(ISIRI(?term)) }")
    return {row["term"].value for row in rows if row["term"].value.startswith(_OURS)}


def _derived_terms(store: Store) -> set[str]:
    rows = select(store, f"SELECT ?term WHERE {{ ?term <{SMV}derived> true }}")
    return {row["term"].value for row in rows}


def _misplaced(subject: NamedNode, file: SourceFile) -> bool:
    return (
        bool(file.id_bases)
        and subject != file.graph
        and not subject.value.startswith(file.id_bases)
    )


def _result(subject: NamedNode, shape: str, path: NamedNode | None, value: NamedNode) -> RawResult:
    return RawResult(str(subject), f"<{shape}>", "", str(path) if path else "", str(value))

"""Checks of the sources that no shape can make: terms, and which graph describes what."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Store

from samverkan.graphs import select
from samverkan.namespaces import CODE, DALSLAND, RDF, SHAPES, SMV, THINGS
from samverkan.sources.dataset import Dataset, SourceFile
from samverkan.validate.engine import RawResult

_TYPE = RDF + "type"
_OURS = (SMV, CODE, DALSLAND, THINGS + "reference/")
_TERM_UNKNOWN = SHAPES + "Term-unknown"
_TERM_DERIVED = SHAPES + "Term-derived"
_GRAPH_SUBJECT = SHAPES + "Graph-subject"


def source_checks(store: Store, dataset: Dataset) -> Iterator[RawResult]:
    """
    Results of shapes `Term-unknown`, `Term-derived` and `Graph-subject`.

    A term of our namespaces is known if the ontology, a policy or the reference data
    describe it. A derived term stands in no source. A subject belongs into the graph whose
    IRI base it begins with (and into one graph only), where the graph states a base.
    """
    known = _described(store)
    derived = _derived_terms(store)
    for file in dataset.files:
        for quad in store.quads_for_pattern(None, None, None, file.graph):
            subject = quad.subject
            if not isinstance(subject, NamedNode):
                continue
            terms = [quad.predicate]
            if isinstance(quad.object, NamedNode):
                terms.append(quad.object)
            for term in terms:
                if term.value in derived:
                    yield _result(subject, _TERM_DERIVED, quad.predicate, term)
                elif term.value.startswith(_OURS) and term.value not in known:
                    yield _result(subject, _TERM_UNKNOWN, quad.predicate, term)
            if _misplaced(subject, file):
                yield _result(subject, _GRAPH_SUBJECT, None, file.graph)


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

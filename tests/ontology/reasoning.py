"""Whether an OWL 2 RL reasoner finds a contradiction in the ontology and some data."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from owlrl import DeductiveClosure, OWLRL_Semantics
from owlrl.Namespaces import ERRNS
from rdflib import DCTERMS, OWL, RDFS, SKOS, Graph, Literal
from rdflib.term import _toPythonMapping

#: What is written for people: leaving it out halves the work and changes no conclusion.
_FOR_PEOPLE = {
    DCTERMS.description,
    DCTERMS.source,
    DCTERMS.title,
    OWL.versionInfo,
    RDFS.comment,
    RDFS.isDefinedBy,
    RDFS.label,
    SKOS.definition,
    SKOS.example,
    SKOS.note,
    SKOS.prefLabel,
    SKOS.scopeNote,
}


@contextmanager
def _conversions_kept() -> Iterator[None]:
    """The reasoner exchanges rdflib's readers of literals, and does not put all of them back."""
    kept = dict(_toPythonMapping)
    try:
        yield
    finally:
        _toPythonMapping.clear()
        _toPythonMapping.update(kept)


def _merged(files: Iterable[Path]) -> Graph:
    """All the files as one graph, less what is for people."""
    graph = Graph()
    for file in files:
        for triple in Graph().parse(file):
            if triple[1] not in _FOR_PEOPLE:
                graph.add(triple)
    return graph


def _unequal_values(closure: Graph) -> Iterator[str]:
    """Different values inferred to be the same: rule dt-diff, which the reasoner skips."""
    for one, other in closure.subject_objects(OWL.sameAs):
        literals = isinstance(one, Literal) and isinstance(other, Literal)
        if literals and one.value != other.value and str(one) < str(other):
            yield f"The values {one} and {other} of a functional property are not the same"


def contradictions(files: Iterable[Path]) -> list[str]:
    """
    What an OWL 2 RL reasoner says is wrong with the files taken together, in its own words.

    Raises:
        ValueError: if there is nothing to reason about.
    """
    graph = _merged(files)
    if not graph:
        raise ValueError("no triples to reason about")
    with _conversions_kept():
        closure = DeductiveClosure(OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False)
        closure.expand(graph)
    return sorted([*map(str, graph.objects(None, ERRNS.error)), *_unequal_values(graph)])

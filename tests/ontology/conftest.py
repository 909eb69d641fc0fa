"""The ontology as tests see it."""

import pytest
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from ontology.vocabulary import PROPERTY_KINDS, turtle_files


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """Every file of the ontology as one graph."""
    files = turtle_files("ontology")
    assert files, "the ontology has no file"
    graph = Graph()
    for file in files:
        graph.parse(file)
    return graph


@pytest.fixture(scope="session")
def terms(ontology: Graph) -> list[URIRef]:
    """Every class, property and individual that is declared, but no code."""
    kinds = (OWL.Class, *PROPERTY_KINDS, OWL.NamedIndividual)
    found = sorted({term for kind in kinds for term in ontology.subjects(RDF.type, kind)})
    assert len(found) > 300
    return found


@pytest.fixture(scope="session")
def codes(ontology: Graph) -> list[URIRef]:
    """Every code."""
    found = sorted(ontology.subjects(RDF.type, SKOS.Concept))
    assert len(found) > 150
    return found


@pytest.fixture(scope="session")
def schemes(ontology: Graph) -> list[URIRef]:
    """Every code list."""
    found = sorted(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(found) > 30
    return found


@pytest.fixture(scope="session")
def policy() -> Graph:
    """The policy as data."""
    files = turtle_files("data/policy")
    assert files, "no policy to cite"
    graph = Graph()
    for file in files:
        graph.parse(file)
    return graph

"""The version is said in one place and repeated faithfully."""

from rdflib import DCTERMS, OWL, RDF, Literal, URIRef

import samverkan
from ontology.vocabulary import SMV

HEADER = URIRef(SMV)


def test_the_header_names_the_version_of_the_package(ontology):
    assert ontology.value(HEADER, OWL.versionInfo) == Literal(samverkan.__version__)
    assert ontology.value(HEADER, OWL.versionIRI) == SMV[samverkan.__version__]


def test_there_is_one_ontology_and_it_says_what_and_whose_it_is(ontology):
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [HEADER]
    assert ontology.value(HEADER, DCTERMS.license) == URIRef(
        "http://creativecommons.org/licenses/by/4.0/"
    )
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert {text.language for text in ontology.objects(HEADER, predicate)} == {"en", "sv"}


def test_it_was_not_modified_before_it_was_created(ontology):
    created = ontology.value(HEADER, DCTERMS.created).toPython()
    assert created <= ontology.value(HEADER, DCTERMS.modified).toPython()

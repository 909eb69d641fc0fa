"""The numbers of a view, by queries alone."""

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from samverkan.namespaces import BASE, PREFIXES
from samverkan.query.statistics import Links, Partition, Row, count, count_graphs

DATASET = f"""
PREFIX smv: <https://w3id.org/samverkan/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX ex: <http://x/>
INSERT DATA {{ GRAPH ex:d {{
  <{BASE}dataset/d> a smv:Dataset ; rdfs:label "En mängd"@sv , "A set"@en ;
    dcterms:license <http://x/free> ; smv:member ex:somebody .
  ex:file smv:graph ex:g ; rdfs:label "Fil"@sv ; dcterms:publisher ex:somebody ; smv:idBase "b/" .
  ex:hidden smv:graph ex:not-here ; rdfs:label "Intern"@sv .
  <{BASE}id/a> owl:sameAs <https://www.wikidata.org/entity/Q1> , <{BASE}id/b> .
  <{BASE}id/b> owl:sameAs <https://www.wikidata.org/entity/Q2> , <urn:x> , "text" .
}} GRAPH ex:g {{ ex:s ex:p 1 , 2 . [] a ex:C . ex:t a ex:C . [] a [] }} }} ;
ADD ex:d TO DEFAULT ; ADD ex:g TO DEFAULT
"""


def _asker(store: Store):
    def ask(sparql: str) -> list[Row]:
        answer = store.query(sparql, prefixes=PREFIXES)
        assert isinstance(answer, QuerySolutions)
        return [tuple(row) for row in answer]

    return ask


@pytest.fixture
def described() -> Store:
    store = Store()
    store.update(DATASET)
    return store


def test_graphs_are_counted_and_told_what_the_dataset_says_of_them(described: Store):
    dataset, graph = count_graphs(_asker(described))

    assert (dataset.iri, dataset.labels, dataset.publisher) == ("http://x/d", {}, "")
    assert (graph.iri, graph.triples, graph.subjects) == ("http://x/g", 5, 4)
    assert (graph.labels, graph.publisher, graph.id_base) == (
        {"sv": "Fil"},
        "http://x/somebody",
        "b/",
    )


def test_classes_have_their_size_and_an_example_with_an_iri(described: Store):
    classes = {part.iri: part for part in count(_asker(described)).classes}

    assert set(classes) == {"http://x/C", PREFIXES["smv"] + "Dataset"}
    assert classes[PREFIXES["smv"] + "Dataset"].example == f"{BASE}dataset/d"
    assert classes["http://x/C"].count == 2


def test_properties_have_their_triples_subjects_and_objects(described: Store):
    properties = {part.iri: part for part in count(_asker(described)).properties}

    assert properties["http://x/p"] == Partition("http://x/p", 2, subjects=1, objects=2)


def test_links_to_the_same_site_are_counted_together(described: Store):
    same = PREFIXES["owl"] + "sameAs"

    assert count(_asker(described)).links == (Links(same, "https://www.wikidata.org/", 2),)


def test_the_dataset_says_its_name_and_licence(described: Store):
    counted = count(_asker(described))

    assert counted.dataset == f"{BASE}dataset/d"
    assert (PREFIXES["dcterms"] + "license", NamedNode("http://x/free")) in counted.said
    assert (PREFIXES["rdfs"] + "label", Literal("En mängd", language="sv")) in counted.said
    assert all("member" not in property_ for property_, _ in counted.said)


def test_two_datasets_are_none_to_speak_of(described: Store):
    described.update("INSERT DATA { <http://x/other> a <https://w3id.org/samverkan/ns/Dataset> }")
    counted = count(_asker(described))

    assert (counted.dataset, counted.said) == ("", ())


def test_vocabularies_are_the_namespaces_in_use(described: Store):
    assert count(_asker(described)).vocabularies == sorted(
        {"http://x/", *(PREFIXES[p] for p in ("smv", "dcterms", "rdfs", "owl", "rdf"))}
    )


def test_an_empty_store_has_numbers_too():
    counted = count(_asker(Store()))

    assert (counted.triples, counted.named, counted.classes, counted.links) == (0, 0, (), ())
    assert count_graphs(_asker(Store())) == ()

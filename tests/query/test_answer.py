"""A store answers a query in every usual form, about the graphs that were asked about."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from samverkan.query.answer import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    GraphNameError,
    UnanswerableQueryError,
    ask,
    formats_of,
    plain,
    table,
    write,
)

NAMES = """PREFIX ex: <http://x/>
SELECT ?who ?age { ?who ex:name ?n OPTIONAL { ?who ex:age ?age } } ORDER BY ?who"""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
IN_GRAPHS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def _rows(store: Store, query: str, *graphs: list[str]) -> list[list[str]]:
    answer = ask(store, query, *graphs)
    assert isinstance(answer, QuerySolutions)
    return [[plain(term) for term in row] for row in table(answer).rows]


def test_a_table_has_its_variables_and_a_gap_where_nothing_is_bound(store: Store):
    answer = ask(store, NAMES)
    assert isinstance(answer, QuerySolutions)
    found = table(answer)

    assert found.variables == ("who", "age")
    assert [row[1] for row in found.rows] == [
        Literal("40", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        None,
        Literal("50.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    ]


def test_each_triple_counts_once_though_it_stands_in_its_graph_too(store: Store):
    assert _rows(store, COUNT) == _rows(store, IN_GRAPHS) == [["6"]]


def test_the_prefixes_of_the_project_need_not_be_declared(store: Store):
    assert _rows(store, "SELECT (smv:Agreement AS ?x) {}") == [
        ["https://w3id.org/samverkan/ns/Agreement"]
    ]


@pytest.mark.parametrize(
    ("default", "named", "seen_without", "seen_in_graphs"),
    [
        ([], [], "6", "6"),
        (["http://x/bengtsfors"], [], "2", "0"),
        ([], ["http://x/bengtsfors"], "0", "2"),
        (["http://x/bengtsfors", "http://x/mellerud"], ["http://x/mellerud"], "6", "4"),
        (["http://x/nowhere"], ["http://x/nowhere"], "0", "0"),
    ],
)
def test_the_graphs_that_are_named_are_all_that_is_seen(
    default: list[str], named: list[str], seen_without: str, seen_in_graphs: str, store: Store
):
    assert _rows(store, COUNT, default, named) == [[seen_without]]
    assert _rows(store, IN_GRAPHS, default, named) == [[seen_in_graphs]]


def test_from_says_the_same_in_the_query(store: Store):
    assert _rows(store, COUNT.replace("{", "FROM <http://x/bengtsfors> {", 1)) == [["2"]]
    assert _rows(store, IN_GRAPHS.replace("{", "FROM NAMED <http://x/bengtsfors> {", 1)) == [["2"]]


@pytest.mark.parametrize("name", ["bengtsfors", "http://x/a b", ""])
def test_a_graph_is_named_by_an_iri(name: str, store: Store):
    with pytest.raises(GraphNameError) as caught:
        ask(store, COUNT, [name])

    assert str(caught.value) == f"{name!r} names no graph; give its IRI in full, https://..."


def test_what_the_engine_has_no_means_for_is_told(store: Store):
    with pytest.raises(UnanswerableQueryError) as caught:
        ask(store, "SELECT * { FILTER(<http://x/f>(1)) }")

    assert str(caught.value) == (
        "the query cannot be answered: The custom function <http://x/f> is not supported; "
        "take that out of it"
    )


@pytest.mark.parametrize("media_type", RESULT_FORMATS)
def test_a_table_is_written_in_every_form(media_type: str, store: Store):
    answer = ask(store, NAMES)
    assert media_type in formats_of(answer)
    written = write(answer, media_type).decode()

    if media_type.endswith("json"):
        bindings = json.loads(written)["results"]["bindings"]
        assert [b["who"]["value"] for b in bindings] == [
            "http://x/anna",
            "http://x/bo",
            "http://x/cia",
        ]
    elif media_type.endswith("xml"):
        assert len(ElementTree.fromstring(written)[1]) == 3
    elif media_type == "text/csv":
        assert list(csv.reader(io.StringIO(written)))[:2] == [
            ["who", "age"],
            ["http://x/anna", "40"],
        ]
    else:
        assert written.splitlines()[:2] == ["?who\t?age", "<http://x/anna>\t40"]


@pytest.mark.parametrize("media_type", RESULT_FORMATS)
def test_yes_or_no_is_written_in_every_form(media_type: str, store: Store):
    yes = ask(store, "ASK { ?s ?p ?o }")

    assert "true" in write(yes, media_type).decode()


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
@pytest.mark.parametrize(
    "query", ["CONSTRUCT WHERE { ?s <http://x/knows> ?o }", "DESCRIBE <http://x/cia>"]
)
def test_a_graph_is_written_in_every_form(query: str, media_type: str, store: Store):
    answer = ask(store, query)
    assert media_type in formats_of(answer)
    kinds = {
        "JSON-LD": "json-ld",
        "N-Quads": "nquads",
        "N-Triples": "nt",
        "RDF/XML": "xml",
        "TriG": "trig",
        "Turtle": "turtle",
    }
    written = write(answer, media_type).decode()

    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=written, format=kinds[GRAPH_FORMATS[media_type].name])
    assert len(graph) == (1 if query.startswith("CONSTRUCT") else 2)


def test_a_term_is_plain_where_people_read_it(store: Store):
    row = "SELECT (<http://x/a> AS ?i) (1.5 AS ?d) ('å'@sv AS ?t) ?none (BNODE() AS ?b) {}"
    [[iri, number, text, none, blank]] = _rows(store, row)

    assert (iri, number, text, none) == ("http://x/a", "1.5", "å", "")
    assert blank.startswith("_:")

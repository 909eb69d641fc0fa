"""What is odd in a query is told, and nothing is told of one that is as it should be."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from conftest import FIXTURES
from samverkan.errors import SamverkanError
from samverkan.query.answer import ask
from samverkan.query.library import StoredQuery, shipped_library
from samverkan.query.notices import MOST, notices, vocabulary_of
from samverkan.query.question import Notice, Question
from samverkan.query.replying import reply
from samverkan.sources.dataset import read_dataset
from samverkan.store.view import prepare

TYPICAL = (
    "PREFIX smv: <https://w3id.org/samverkan/ns/> "
    "SELECT ?a ?l WHERE { ?a a smv:Application ; rdfs:label ?l } LIMIT 5"
)
GRAPH = "https://w3id.org/samverkan/graph/small-mellerud"


@pytest.fixture(scope="module")
def small() -> Store:
    view = prepare(read_dataset(FIXTURES / "small"))
    view.describe_queries(shipped_library().quads())
    return view.store


def _told(store: Store, query: str, **dataset: tuple[str, ...]) -> list[tuple[str, ...]]:
    ask(store, query)
    return [(notice.code, *notice.values.values()) for notice in notices(store, query, **dataset)]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "SELECT * { ?a smv:systemOwnr ?o }",
            [("unknown-term", "smv:systemOwnr", "smv:systemOwner")],
        ),
        (
            "SELECT * { ?a a smv:ApplicationInuse }",
            [("unknown-term", "smv:ApplicationInuse", "smv:ApplicationInUse")],
        ),
        (
            "SELECT * { ?a a <https://w3id.org/samverkan/ns/Aplication> }",
            [
                (
                    "unknown-term",
                    "<https://w3id.org/samverkan/ns/Aplication>",
                    "smv:Application",
                )
            ],
        ),
        (
            "PREFIX s: <http://w3id.org/samverkan/ns/> SELECT * { ?a s:systemOwner ?o }",
            [("unknown-term", "s:systemOwner", "smv:systemOwner")],
        ),
        ("ASK { ?a ?p mun:1416 }", [("unknown-term", "mun:1416", "mun:1461")]),
        ("ASK { ?a <http://x/Nothing> 1 }", [("unknown-term", "<http://x/Nothing>")]),
        (
            "SELECT ?aplication { ?application a smv:Application }",
            [("never-bound", "?aplication", "?application")],
        ),
        ("ASK { ?a ?p ?o FILTER(?x > 3) }", [("never-bound", "?x")]),
        (
            "CONSTRUCT { ?a a smv:Aplication ; rdfs:label ?lable } { ?a rdfs:label ?label }",
            [("never-bound", "?lable", "?label")],
        ),
        ("DESCRIBE ?b { ?a a smv:Application }", [("never-bound", "?b")]),
        (
            f"SELECT * FROM <{GRAPH[:-1]}> {{ ?a a smv:Application }}",
            [("unknown-graph", f"<{GRAPH[:-1]}>", f"<{GRAPH}>")],
        ),
        ("ASK { GRAPH <http://x/g> { ?a ?p ?o } }", [("unknown-graph", "<http://x/g>")]),
        (
            'ASK { ?a rdfs:label "Mellerud" }',
            [("untagged-text", '"Mellerud"', '"Mellerud"@sv')],
        ),
        (
            "ASK { ?a rdfs:label ?l FILTER(?l = 'Mellerud') }",
            [("untagged-text", "'Mellerud'", "'Mellerud'@sv")],
        ),
        ("ASK { ?a a smv:Application . ?b a smv:Product }", [("slow-product", "1")]),
    ],
)
def test_what_is_odd_is_told(query: str, told: list[tuple[str, ...]], small: Store):
    assert _told(small, query) == told


@pytest.mark.parametrize(
    "query",
    [
        TYPICAL,
        "SELECT * { ?a rdfs:label 'Mellerud'@sv }",
        "SELECT * { ?a rdfs:label ?l FILTER(STR(?l) = 'Mellerud') }",
        "SELECT * { ?a rdfs:label ?l BIND(STR(?l) AS ?s) FILTER(?s = 'Mellerud') }",
        "SELECT * { ?a rdfs:label ?l FILTER(CONTAINS(?l, 'Mellerud')) }",
        "SELECT * { VALUES ?n { 'Mellerud' } ?a rdfs:label ?l FILTER(STRSTARTS(?l, ?n)) }",
        "SELECT (COUNT(?a) AS ?n) { ?a a smv:Application } HAVING(COUNT(?a) > 1)",
        "SELECT ?n { { SELECT (COUNT(?a) AS ?n) { ?a a smv:Application } } }",
        "SELECT ?x { ?a a smv:Application } VALUES ?x { 1 }",
        "SELECT ?x { VALUES (?x ?y) { (1 2) } }",
        "SELECT ?l { ?a (rdfs:label|skos:prefLabel) ?l }",
        "SELECT ?x { ?a a smv:Application BIND(xsd:date('2019-01-01') AS ?x) }",
        "SELECT ?a { ?a ?p ?o FILTER(?o > '2019-01-01'^^xsd:date && xsd:integer(?o) > 1) }",
        "CONSTRUCT { ?a a <http://x/New> } { ?a a smv:Application }",
        "CONSTRUCT WHERE { ?a a smv:Application }",
        "DESCRIBE mun:1461",
        f"SELECT * {{ GRAPH <{GRAPH}> {{ ?a a smv:Application }} }}",
        "BASE <https://w3id.org/samverkan/ns/> SELECT * { ?a a <Application> }",
        "SELECT * { ?a a smv:Application OPTIONAL { ?a smv:systemOwner ?o } FILTER(!BOUND(?o)) }",
        "ASK { _:a a smv:Application }",
    ],
)
def test_nothing_is_told_of_a_query_that_is_as_it_should_be(query: str, small: Store):
    assert _told(small, query) == []


@pytest.mark.parametrize("query", shipped_library(), ids=lambda query: query.name)
def test_nothing_is_told_of_a_stored_query(query: StoredQuery, small: Store):
    assert notices(small, query.text) == ()


def test_the_graphs_of_the_protocol_are_looked_for_and_those_of_the_query_are_not(small: Store):
    query = "SELECT * FROM <http://x/query> { ?a a smv:Application }"

    assert _told(small, query, default_graphs=(GRAPH,)) == []
    assert _told(small, query, named_graphs=("http://x/parameter",)) == [
        ("unknown-graph", "<http://x/parameter>")
    ]


def test_a_query_that_is_odd_all_over_is_told_so_a_few_times(small: Store):
    query = "SELECT * { ?s " + ";".join(f"<http://x/{n}> ?o{n}" for n in range(100)) + " }"

    assert len(_told(small, query)) == MOST


def test_a_name_that_comes_into_the_store_later_is_known():
    store = Store()
    query = "ASK { ?s <http://x/p> ?o }"
    assert [notice.code for notice in notices(store, query)] == ["unknown-term"]

    store.add(Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), Literal("o")))
    assert notices(store, query) == ()


def test_what_is_known_of_one_store_is_not_told_of_another(small: Store):
    assert notices(small, TYPICAL) == ()

    assert [n.values for n in notices(Store(), TYPICAL)] == [
        {"term": "smv:Application"},
        {"term": "rdfs:label"},
    ]


class _Kept:
    def begin(self, head: object) -> None:
        self.head = head

    def write(self, data: bytes) -> None:
        self.data = data


def test_a_well_known_prefix_is_added_where_the_setting_says_so(small: Store):
    sink = _Kept()
    reply(small, Question("ASK { ?s dct:title ?t }"), sink, add_prefixes=True)

    assert sink.data.endswith(b'"boolean":true}')
    assert sink.head.notices == (  # type: ignore[attr-defined]
        Notice("prefix-added", {"prefix": "dct", "iri": "http://purl.org/dc/terms/"}),
    )


def test_a_prefix_that_nobody_knows_is_not_added(small: Store):
    with pytest.raises(SamverkanError, match="no PREFIX line declares nobody:"):
        reply(small, Question("ASK { ?s nobody:x ?t }"), _Kept(), add_prefixes=True)


def test_a_query_without_oddities_costs_next_to_nothing(small: Store):
    ask(small, TYPICAL)
    best = min(_seconds(small) for _ in range(200))

    # a fifteenth of a millisecond, twice what it takes on a slow machine
    assert best < 0.000_075


def _seconds(store: Store) -> float:
    begun = time.perf_counter()
    notices(store, TYPICAL)
    return time.perf_counter() - begun


def test_similar_names_are_gathered_before_they_are_asked_for(small: Store):
    vocabulary = vocabulary_of(small)
    vocabulary.learn()
    begun = time.perf_counter()

    assert vocabulary.near("https://w3id.org/samverkan/ns/systemOwnr")
    assert time.perf_counter() - begun < 0.05


PIECES = """SELECT * WHERE { } ( ) [ ] . ; , ?s ?p mun:1 smv:b <http://x/> <b> 'a' "b @sv ^^ FILTER
BIND AS OPTIONAL UNION GRAPH VALUES UNDEF NOT EXISTS MINUS a / * + | = 1 LIMIT PREFIX CONSTRUCT"""


@given(st.lists(st.sampled_from(PIECES.split()), max_size=30).map(" ".join))
def test_notices_never_fail_whatever_the_text(query: str):
    assert all(notice.values for notice in notices(Store(), query))


def test_the_documentation_has_every_notice():
    page = (Path(__file__).parents[2] / "docs" / "http.md").read_text(encoding="utf-8")
    from samverkan.web.notices import TOLD

    assert all(f"| `{code}` |" in page for code in TOLD)

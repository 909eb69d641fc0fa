"""What a query leaves open in the order of its rows is decided, and nothing else is changed."""

import pytest
from pyoxigraph import QuerySolutions, Store

from samverkan.query.answer import ask, table
from samverkan.query.ordering import wholly_ordered

ENDS = [
    ("SELECT ?a ?b { ?a ?p ?b }", " ORDER BY ?a ?b"),
    ("SELECT ?a { ?a ?p ?b } ORDER BY DESC(?b) # why", "ORDER BY DESC(?b) # why ?a"),
    ("SELECT ?a { ?a ?p ?b } LIMIT 3 OFFSET 1", " ORDER BY ?a LIMIT 3 OFFSET 1"),
    (
        "SELECT ?p (COUNT(*) AS ?n) (EXISTS { ?x ?y ?z } AS ?e) { ?a ?p ?b } "
        "GROUP BY ?p HAVING (COUNT(*) > 1) VALUES ?p { 1 }",
        "HAVING (COUNT(*) > 1) ORDER BY ?p ?n ?e VALUES ?p { 1 }",
    ),
    ("SELECT ?b { { SELECT ?b { ?a ?p ?b } ORDER BY ?a LIMIT 2 } }", "} } ORDER BY ?b"),
    ("PREFIX order: <http://limit/> SELECT * { ?order order:limit 1 }", " 1 } ORDER BY ?order"),
]


@pytest.mark.parametrize(("query", "end"), ENDS)
def test_all_columns_decide_where_the_query_does_not(query: str, end: str):
    ordered = " ".join(wholly_ordered(query).split())

    assert ordered.endswith(" ".join(end.split()))
    assert wholly_ordered(query).startswith(query[: query.index("}")])


@pytest.mark.parametrize(
    "query", ["ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }", "SELEC", "SELECT * {}"]
)
def test_what_has_no_columns_stays_as_it_is(query: str):
    assert wholly_ordered(query) == query


def test_the_pages_of_a_query_without_an_order_are_its_rows_each_once(store: Store):
    query = wholly_ordered("SELECT ?s ?p ?o { ?s ?p ?o }")
    answer = ask(store, query)
    assert isinstance(answer, QuerySolutions)
    rows = [tuple(map(str, row)) for row in table(answer).rows]

    assert len(set(rows)) == len(rows) == 6
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)

"""Rows made here are written in every form exactly as the engine writes its own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple

from samverkan.query.labelling import Row
from samverkan.query.rewriting import solutions

NODES = st.sampled_from([NamedNode("http://x/å,b"), NamedNode("urn:a"), BlankNode("b1")])
LITERALS = st.one_of(
    st.text().map(Literal),
    st.text().map(lambda text: Literal(text, language="sv")),
    st.text().map(lambda text: Literal(text, datatype=NamedNode("http://x/kind"))),
    st.integers().map(Literal),
    st.booleans().map(Literal),
)
TERMS = st.one_of(
    st.none(),
    NODES,
    LITERALS,
    st.builds(Triple, NODES, st.just(NamedNode("urn:p")), st.one_of(NODES, LITERALS)),
)


@given(rows=st.lists(st.tuples(TERMS, TERMS)))
@settings(deadline=None)
def test_every_term_comes_through_as_it_is(rows: list[Row]):
    read = [tuple(solution) for solution in solutions(["a", "b"], iter(rows))]

    assert read == rows


@given(rows=st.lists(st.tuples(TERMS)))
@settings(deadline=None)
def test_a_table_of_one_column_keeps_its_empty_rows(rows: list[Row]):
    assert [tuple(solution) for solution in solutions(["a"], iter(rows))] == rows


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (QueryResultsFormat.CSV, b'a,b\r\n"x,""y""",\r\n'),
        (QueryResultsFormat.TSV, b'?a\t?b\n"x,\\"y\\""@sv\t\n'),
    ],
)
def test_the_form_is_the_engines(form: QueryResultsFormat, written: bytes):
    rows = iter([(Literal('x,"y"', language="sv"), None)])

    assert solutions(["a", "b"], rows).serialize(format=form) == written


def test_no_more_rows_are_read_than_are_written():
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield (Literal("x" * 100),)

    found = iter(solutions(["a"], endless()))
    next(found)

    assert 0 < taken < 2000

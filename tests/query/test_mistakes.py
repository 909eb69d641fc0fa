"""A mistake in a query is shown where it was made."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from samverkan.errors import SamverkanError
from samverkan.query.answer import ask
from samverkan.query.refusal import QuerySyntaxError

#: The query with a ^ before what is wrong, and what is said of it.
MISTAKES = [
    ("^SELCET * { ?s ?p ?o }", "SELCET is no word of SPARQL; did you mean SELECT?"),
    (
        "SELECT * { ?s ?p ^åäö }",
        'åäö is no word of SPARQL; a variable begins with ?, a text with "',
    ),
    ("SELECT * ^{ ?s ?p ?o", "{ is never closed"),
    ("SELECT * { ?s ?p ?o } ^}", "} closes nothing"),
    ("SELECT * { FILTER(?o > 3 ^} }", "} where ) is wanted"),
    ("SELECT * { ?s ?p ^'open }", "a quotation mark that none closes on this line"),
    ("SELECT * { ?s ^foaf2:name ?o }", "no PREFIX line declares foaf2:"),
    ("SELECT * { ?s ^:name ?o }", "no PREFIX line declares :"),
    ("SELECT * { ?s ?p ^}", "} cannot stand here"),
    ("SELECT * {\n  ?s ?p ?o .\n\tFILTER(?o > ^)\n}", ") cannot stand here"),
    ("SELECT * { ?s ?p ?o . ^UNION { ?a ?b ?c } }", "UNION cannot stand here"),
    ("SELECT ^COUNT(?a) { ?a ?b ?c }", "( cannot stand here"),
    ("SELECT * { ?s ?p ?o } LIMIT ^?x", "?x cannot stand here"),
    ('SELECT * { ?s ?p "åäö"@sv, "ö" } ^; ASK {}', "; cannot stand here"),
    ("SELECT * { ?s ?p ?o } ORDER BY^", "the query ends too early"),
    (
        "SELECT * FROM ^<here> { ?s ?p ?o }",
        "not an absolute IRI; write it in full, or declare a BASE",
    ),
]


def _mistake(query: str) -> QuerySyntaxError:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(Store(), query)
    return caught.value


@pytest.mark.parametrize(("marked", "why"), MISTAKES)
def test_a_mistake_is_shown_with_line_column_and_a_caret_below_it(marked: str, why: str):
    before, _, after = marked.partition("^")
    if "COUNT" in marked:
        before, after = before + "COUNT", after.removeprefix("COUNT")
    error = _mistake(before + after)
    line = before.count("\n") + 1
    column = len(before.rpartition("\n")[2]) + 1

    text = (before + after).split("\n")[line - 1].replace("\t", " ")
    assert str(error) == (
        f"the query is not SPARQL: line {line}, column {column}: {why}\n"
        f"{text}\n{' ' * (column - 1)}^"
    )
    assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("", "the query is empty"),
        (" # nothing\n", "the query is empty"),
        (
            "SELECT (COUNT(?s) AS ?n) ?p { ?s ?p ?o }",
            "The SELECT contains a variable that is unbound",
        ),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * is not authorized with GROUP BY"),
        (
            "SELECT * { ?s ?p ?o BIND(1 AS ?s) }",
            "well formed, but a name is used twice where it may be only once; does BIND, AS or "
            "VALUES name a variable that has a value before?",
        ),
    ],
)
def test_a_mistake_without_a_place_is_told_in_a_line(query: str, why: str):
    error = _mistake(query)

    assert str(error) == f"the query is not SPARQL: {why}"
    assert error.line is None


def test_of_a_long_line_only_what_is_around_the_mistake_is_shown():
    _, shown, caret = str(_mistake("SELECT " + "?x " * 500 + "] { }")).split("\n")

    assert len(shown) <= 100
    assert shown[caret.index("^")] == "]"


def test_a_label_of_a_blank_node_is_not_taken_for_a_prefix():
    assert "} cannot stand here" in str(_mistake("SELECT * { _:a ?p }"))


PIECES = """SELECT * WHERE { } ( ) [ ] . ; , ?s ?p ex:a smv:b <http://x/> <a b> 'a' "b @sv ^^ FILTER
BIND AS OPTIONAL UNION GRAPH VALUES UNDEF service ?service 1 -1 1e5 LIMIT PREFIX ex: # \\ $ ö"""


@given(st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join))
def test_whatever_is_asked_there_is_an_answer_or_an_error_of_ours(query: str):
    with contextlib.suppress(SamverkanError):
        ask(Store(), query)

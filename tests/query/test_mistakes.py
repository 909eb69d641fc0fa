"""A mistake in a query is shown where it was made."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from samverkan.errors import SamverkanError
from samverkan.query.answer import ask
from samverkan.query.reasons import REASONS
from samverkan.query.refusal import QuerySyntaxError

#: The query with a ¤ before what is wrong, the code of it, and what is said.
MISTAKES = [
    ("¤SELCET * { ?s ?p ?o }", "near-word", "SELCET is no word of SPARQL; did you mean SELECT?"),
    (
        "SELECT * { ?s ?p ¤åäö }",
        "unknown-word",
        'åäö is no word of SPARQL; a variable begins with ?, a text with "',
    ),
    ("ASK { ?s ?p ?o FILTER(?o ¤AND ?s) }", "other-language", "AND is no word of SPARQL; write &&"),
    (
        'ASK { ?s ?p ?o FILTER(?o ¤like "a%") }',
        "other-language",
        'like is no word of SPARQL; write CONTAINS(?text, "part")',
    ),
    ("SELECT * ¤{ ?s ?p ?o", "never-closed", "{ is never closed"),
    ("SELECT * { ?s ?p ?o } ¤}", "closes-nothing", "} closes nothing"),
    ("SELECT * { FILTER(?o > 3 ¤} }", "other-bracket", "} where ) is wanted"),
    (
        "SELECT * { ?s ?p ¤'open }",
        "open-string",
        "a quotation mark that none closes on this line",
    ),
    (
        "SELECT * { ?s ?p ¤<http://a b> }",
        "open-iri",
        "an IRI that no > closes, or with a space in it",
    ),
    ("SELECT * { ?s ?p ¤http://a/b }", "bare-iri", "an IRI stands between < and >"),
    ("PREFIX x: ¤https://a/b ASK {}", "bare-iri", "an IRI stands between < and >"),
    ("SELECT * { ?s ¤foo:name ?o }", "unknown-prefix", "no PREFIX line declares foo:"),
    ("SELECT * { ?s ¤:name ?o }", "unknown-prefix", "no PREFIX line declares :"),
    (
        "SELECT * { ?s ¤foaf2:name ?o }",
        "near-prefix",
        "no PREFIX line declares foaf2:; did you mean foaf:?",
    ),
    (
        "SELECT * { ?s ¤schema:name ?o }",
        "known-prefix",
        "no PREFIX line declares schema:; add PREFIX schema: <https://schema.org/>",
    ),
    ("PREFIX ¤ex <http://x/> ASK {}", "prefix-form", "a prefix is declared as PREFIX name: <IRI>"),
    (
        "¤@prefix ex: <http://x/> . ASK {}",
        "turtle-prefix",
        "@prefix cannot stand here; in SPARQL it is PREFIX name: <IRI>, without @ and without a "
        "dot",
    ),
    (
        "PREFIX ex: <http://x/>¤; ASK {}",
        "prefix-ends",
        "; cannot stand here; a PREFIX line ends with the IRI",
    ),
    (
        "SELECT * { ?s ?p ¤}",
        "part-missing",
        "} cannot stand here; a triple has three parts: subject, predicate, object",
    ),
    ("SELECT * {\n  ?s ?p ?o .\n\tFILTER(?o > ¤)\n}", "stuck", ") cannot stand here"),
    (
        "SELECT * { ?s ?p ?o . ¤UNION { ?a ?b ?c } }",
        "union-of-groups",
        "UNION cannot stand here; it joins two groups: { ... } UNION { ... }",
    ),
    (
        "SELECT COUNT¤(?a) { ?a ?b ?c }",
        "bare-aggregate",
        "( cannot stand here; write (COUNT(?a) AS ?n), with both brackets",
    ),
    (
        "SELECT (COUNT(?a)¤) { ?a ?b ?c }",
        "no-name",
        ") cannot stand here; what is computed needs a name: (COUNT(?a) AS ?n)",
    ),
    (
        "SELECT ?a¤, ?b { ?a ?b ?c }",
        "comma-in-select",
        ", cannot stand here; variables are selected without commas",
    ),
    (
        "SELECT * { VALUES ?x { 1¤, 2 } }",
        "comma-in-values",
        ", cannot stand here; values are listed without commas",
    ),
    (
        "SELECT * { ?s ?p ?o } LIMIT 10¤, 20",
        "comma-in-limit",
        ", cannot stand here; write LIMIT 20 OFFSET 10",
    ),
    (
        "ASK { ?s ?p ?o FILTER(?o =¤= 3) }",
        "double-equals",
        "= cannot stand here; equal is a single =",
    ),
    ("ASK { ?s ?p ?o FILTER(?o ¤<> 3) }", "not-equal", "<> cannot stand here; unequal is !="),
    (
        "ASK { ?s ?p ?o FILTER(?o ¤& 3) }",
        "single-sign",
        "& cannot stand here; and is &&, or is ||",
    ),
    (
        "ASK { ?s ?p ?o FILTER ¤?o = 3 }",
        "bracket-missing",
        "?o cannot stand here; FILTER is followed by (",
    ),
    (
        "ASK { ?s ?p ?o OPTIONAL ¤?a ?b ?c }",
        "brace-missing",
        "?a cannot stand here; OPTIONAL is followed by {",
    ),
    (
        "SELECT * { ?s ?p ?o } LIMIT 3 ¤ORDER BY ?s",
        "clause-order",
        "ORDER cannot stand here; the order is GROUP BY, HAVING, ORDER BY, LIMIT",
    ),
    (
        "SELECT ¤{ ?s ?p ?o }",
        "nothing-selected",
        "{ cannot stand here; say what is selected: variables, or *",
    ),
    (
        "¤{ ?s ?p ?o }",
        "no-form",
        "{ cannot stand here; a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE",
    ),
    (
        "ASK { ?s ?p+ ¤?o }",
        "variable-in-path",
        "?o cannot stand here; a path is made of IRIs, not of variables",
    ),
    (
        'ASK { ?s ?p "1"^¤xsd:date }',
        "datatype-sign",
        "xsd:date cannot stand here; a datatype follows ^^",
    ),
    (
        "ASK { ?s ?p 2019-10-¤01 }",
        "bare-date",
        '01 cannot stand here; a date is written "2019-10-01"^^xsd:date',
    ),
    (
        "ASK { ?s ?p ¤“a” }",
        "curly-quotes",
        "“ cannot stand here; write straight quotation marks",
    ),
    (
        'ASK { ?s ?p ¤"a\\q" }',
        "bad-escape",
        '"a\\q" cannot stand here; a backslash is written \\\\, a quotation mark \\"',
    ),
    (
        "ASK { ?s a smv:Agreement ¤?s ?p ?o }",
        "dot-missing",
        "?s cannot stand here; is a . missing before it?",
    ),
    (
        "ASK { ?s ?p ?o ¤// all of them\n }",
        "comment-sign",
        "// cannot stand here; a comment begins with #",
    ),
    (
        "ASK { GRAPH ¤{ ?s ?p ?o } }",
        "graph-missing",
        "{ cannot stand here; GRAPH is followed by the IRI of a graph",
    ),
    (
        'ASK { ?s ¤"name" ?o }',
        "predicate-wanted",
        '"name" cannot stand here; a predicate is wanted: an IRI, a prefixed name or a variable',
    ),
    ('SELECT * { ?s ?p "åäö"@sv, "ö" } ¤; ASK {}', "stuck", "; cannot stand here"),
    ("SELECT * { ?s ?p ?o } ORDER BY¤", "too-early", "the query ends too early"),
    (
        "SELECT * FROM ¤<here> { ?s ?p ?o }",
        "relative-iri",
        "not an absolute IRI; write it in full, or declare a BASE",
    ),
    (
        "SELECT * { ?s ?p ?o BIND(1 AS ¤?s) }",
        "given-twice",
        "?s has a value before; give this one another name",
    ),
    (
        "SELECT (STR(?s) AS ¤?s) { ?s ?p ?o }",
        "given-twice",
        "?s has a value before; give this one another name",
    ),
    (
        "SELECT (COUNT(?s) AS ?n) ¤?p { ?s ?p ?o }",
        "not-grouped",
        "?p is selected, but is neither in GROUP BY nor inside COUNT, SUM, SAMPLE or the like",
    ),
]
#: Mistakes without a place.
PLACELESS = [
    ("", "empty", "the query is empty"),
    (" # nothing\n", "empty", "the query is empty"),
    (
        "SELECT * { ?s ?p ?o } GROUP BY ?s",
        "engine",
        "SELECT * is not authorized with GROUP BY",
    ),
    (
        "ASK { ?s ?p ?o LATERAL { VALUES ?s { 1 } } }",
        "twice",
        "well formed, but a name is used twice where it may be only once; does BIND, AS or "
        "VALUES name a variable that has a value before?",
    ),
]


def _mistake(query: str) -> QuerySyntaxError:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(Store(), query)
    return caught.value


@pytest.mark.parametrize(("marked", "reason", "why"), MISTAKES)
def test_a_mistake_is_shown_with_line_column_and_a_caret_below_it(
    marked: str, reason: str, why: str
):
    before, _, after = marked.partition("¤")
    error = _mistake(before + after)
    line = before.count("\n") + 1
    column = len(before.rpartition("\n")[2]) + 1

    text = (before + after).split("\n")[line - 1].replace("\t", " ")
    assert str(error) == (
        f"the query is not SPARQL: line {line}, column {column}: {why}\n"
        f"{text}\n{' ' * (column - 1)}^"
    )
    assert (error.line, error.column, error.reason) == (line, column, reason)


@pytest.mark.parametrize(("query", "reason", "why"), PLACELESS)
def test_a_mistake_without_a_place_is_told_in_a_line(query: str, reason: str, why: str):
    error = _mistake(query)

    assert str(error) == f"the query is not SPARQL: {why}"
    assert (error.line, error.reason) == (None, reason)


def test_every_reason_is_shown_by_a_mistake():
    assert {reason for _, reason, _ in [*MISTAKES, *PLACELESS]} == set(REASONS)


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

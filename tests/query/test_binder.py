"""A value goes into the place of a parameter's default, exactly, and into no other place."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from samverkan.query.answer import ask, table
from samverkan.query.binder import (
    MissingParameterError,
    ParameterTypeError,
    UnboundParameterError,
    UnknownParameterError,
    bind,
    term,
)
from samverkan.query.header import StoredQuery
from samverkan.query.parameters import Parameter

Stored = Callable[..., StoredQuery]
TEXT = """\
# VALUES ?x { "comment" }
SELECT ?x ?y ?iri ?text ?other WHERE {
  VALUES ?x { "default" }
  VALUES ?y { "y" }
  VALUES ?other { "VALUES ?x { 'in a text' }" } # VALUES ?x { "}" }
  BIND(<http://x/VALUES?x> AS ?iri) BIND('VALUES ?x { }' AS ?text)
}
"""
TEXTS = (
    "parameters:",
    "  x: {type: xsd:string, default: default}",
    "  y: {type: xsd:string, default: y}",
)


def _parameter(kind: str) -> Parameter:
    return Parameter("x", kind, None, {"en": "what it is"})


@given(value=st.text())
@example(value='" } VALUES ?y { "injected')
@example(value="\\u0022 } #")
@example(value="\\")
@example(value="a\r\nb\u2028\x00\x85")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_bound_as_that_text_and_changes_nothing_else(value: str, stored: Stored):
    query = stored(TEXT, *TEXTS)
    bound = bind(query, {"x": value})
    answer = ask(Store(), bound)
    assert isinstance(answer, QuerySolutions)

    assert table(answer).rows == [
        (
            Literal(value),
            Literal("y"),
            NamedNode("http://x/VALUES?x"),
            Literal("VALUES ?x { }"),
            Literal("VALUES ?x { 'in a text' }"),
        )
    ]
    before, _, after = query.text.partition('VALUES ?x { "default" }')
    assert bound.startswith(before + "VALUES ?x { ")
    assert bound.endswith(" }" + after)


def test_without_a_value_the_text_stays_as_it_is(stored: Stored):
    query = stored(TEXT, *TEXTS)

    assert bind(query, {}) == query.text


@pytest.mark.parametrize("block", ['values $x{"a"}', 'VALUES # why\n ?x\n{\n"a" "b" }'])
def test_a_block_is_found_however_it_is_written(block: str, stored: Stored):
    query = stored(f"SELECT * {{ {block} }}", "parameters: {x: {type: xsd:string, default: a}}")

    assert '{ "c" }' in bind(query, {"x": "c"})


@pytest.mark.parametrize(
    ("kind", "value", "bound"),
    [
        ("xsd:date", " 2019-10-01 ", '"2019-10-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("xsd:integer", "-12", '"-12"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("xsd:decimal", "1 250,50", '"1250.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("xsd:boolean", "true", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("xsd:string", " a ", '" a "'),
        ("xsd:string", "", '""'),
        ("iri", "mun:1461", "<https://w3id.org/samverkan/id/reference/municipality/1461>"),
        ("iri", "<http://x/å?a#b>", "<http://x/å?a#b>"),
        ("iri", "urn:x:y", "<urn:x:y>"),
    ],
)
def test_a_value_becomes_a_term_of_the_type(kind: str, value: str, bound: str):
    assert str(term(_parameter(kind), value)) == bound


@pytest.mark.parametrize(
    ("kind", "expected", "values"),
    [
        (
            "xsd:date",
            "a day that exists, written like 2019-10-01",
            ["2019-02-30", "1/10 2019", "2019", "2019-10-01T00:00:00", "２０１９-10-01"],
        ),
        ("xsd:integer", "a whole number, such as 12", ["12.5", "+-5", "tolv", "9" * 5000, "１"]),
        (
            "xsd:decimal",
            "a number, such as 1250.50",
            ["1e9", "NaN", "Infinity", "1.2.3", "1e999999999", "1,250.50"],
        ),
        ("xsd:boolean", "true or false", ["True", "1", "ja"]),
        (
            "iri",
            "an IRI or a prefixed name, such as mun:1461",
            [
                "",
                "Mellerud",
                "munn:1461",
                "http:",
                "http://x/a b",
                "http://x/> } #",
                "javascript:x",
            ],
        ),
        ("xsd:string", "a text in UTF-8", ["\udce5"]),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_is_expected(
    kind: str, expected: str, values: list[str]
):
    for value in values:
        with pytest.raises(ParameterTypeError) as caught:
            term(_parameter(kind), value)

        assert str(caught.value) == f"parameter 'x' must be {expected}; got {value!r}"


def test_an_unknown_parameter_is_answered_with_those_there_are(stored: Stored):
    with pytest.raises(UnknownParameterError) as caught:
        bind(stored(TEXT, *TEXTS), {"z": "1"})
    assert str(caught.value) == "mine has no parameter 'z'; it has x, y"

    with pytest.raises(UnknownParameterError) as caught:
        bind(stored("ASK {}"), {"z": "1"})
    assert str(caught.value) == "mine has no parameter 'z'; it has none"


DATE = ('parameters: {day: {type: xsd:date, description: "which day"%s}}',)


@pytest.mark.parametrize("values", [{}, {"day": ""}, {"day": "  "}])
def test_a_parameter_without_default_must_be_given(values: dict[str, str], stored: Stored):
    query = stored("ASK { VALUES ?day { UNDEF } }", DATE[0] % "")
    with pytest.raises(MissingParameterError) as caught:
        bind(query, values)

    assert str(caught.value) == "mine needs a value for 'day' (xsd:date): which day"


def test_an_empty_field_of_a_form_leaves_the_default(stored: Stored):
    query = stored('ASK { VALUES ?day { "2019-10-01" } }', DATE[0] % ", default: 2019-10-01")

    assert bind(query, {"day": ""}) == query.text


@pytest.mark.parametrize("body", ["ASK {}", "# VALUES ?day { 1 }\nASK {}", "VALUES ?day { 1"])
def test_a_parameter_without_its_block_is_a_fault_of_the_query(body: str, stored: Stored):
    with pytest.raises(UnboundParameterError) as caught:
        bind(stored(body, DATE[0] % ", default: x"), {})

    assert str(caught.value) == (
        "mine: parameter 'day' stands in the header, but the query has no "
        "`VALUES ?day { ... }`; add it, or take the parameter out"
    )

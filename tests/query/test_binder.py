"""A value goes into the place of a parameter's default, exactly, and into no other place."""

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from samverkan.namespaces import PREFIXES
from samverkan.query.answer import ask, table
from samverkan.query.binder import (
    MOST_VALUES,
    MissingParameterError,
    ParameterTypeError,
    RepeatedParameterError,
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
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


MANY = """\
SELECT ?x ?y WHERE {
  VALUES ?x { UNDEF }
  VALUES ?y { "y" }
}
"""


def _many(stored: Stored, told: str) -> StoredQuery:
    return stored(MANY, "parameters:", f"  x: {{{told}}}", "  y: {type: xsd:string, default: y}")


def _bound(query: StoredQuery, values: object) -> list[object]:
    answer = ask(Store(), bind(query, {"x": values}))
    assert isinstance(answer, QuerySolutions)
    rows = table(answer).rows
    assert all(row[1] == Literal("y") for row in rows)
    return [row[0] for row in rows]


@given(values=st.lists(st.text(), min_size=1, max_size=5))
@example(values=['" } VALUES ?y { "injected', "}"])
@example(values=["\\u0022 } #", "\\"])
@example(values=["UNDEF", "} UNION {"])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_text_of_a_list_is_bound_as_that_text_and_changes_nothing_else(
    values: list[str], stored: Stored
):
    query = _many(stored, "type: xsd:string, optional: true, list: true")
    lines = [line for value in values for line in re.split("\r\n|\r|\n", value)]
    kept = list(dict.fromkeys(line for line in lines if line.strip()))

    expected = [Literal(line) for line in kept] if kept else [None]
    assert _bound(query, values) == expected


@given(value=st.text())
@example(value="http://x/> } #")
@example(value="<http://x/a,b>,mun:1461")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_iri_of_a_list_can_end_its_block(value: str, stored: Stored):
    query = _many(stored, "type: iri, base: mun, optional: true, list: true")
    try:
        found = _bound(query, [value, "mun:1460"])
    except ParameterTypeError:
        return

    assert NamedNode(PREFIXES["mun"] + "1460") in found
    assert all(isinstance(term, NamedNode) for term in found)


MUN = PREFIXES["mun"]


@pytest.mark.parametrize(
    ("told", "values", "bound"),
    [
        ("type: iri, base: mun", "1461,1460", [NamedNode(MUN + "1461"), NamedNode(MUN + "1460")]),
        ("type: iri, base: mun", ["1461", "mun:1461"], [NamedNode(MUN + "1461")]),
        (
            "type: iri",
            "<http://x/a,b>, http://x/c",
            [NamedNode("http://x/a,b"), NamedNode("http://x/c")],
        ),
        ("type: xsd:string", ["a,b", "c\r\nd"], [Literal("a,b"), Literal("c"), Literal("d")]),
        ("type: xsd:integer", "2, 02,+2,3", [Literal(2), Literal(3)]),
        ("type: xsd:boolean", "true,false,true", [Literal(True), Literal(False)]),
        ("type: xsd:decimal", ["1,5", "1.50\n2"], None),
        ("type: xsd:date", "2019-10-01,,", None),
    ],
)
def test_a_list_takes_each_value_once(told: str, values: object, bound: object, stored: Stored):
    found = _bound(_many(stored, f"{told}, optional: true, list: true"), values)

    if bound is None:
        assert len(found) == (3 if "decimal" in told else 1)
    else:
        assert found == bound


@pytest.mark.parametrize("values", ["", "  ", [], ["", " "], ","])
def test_an_optional_parameter_without_a_value_is_left_to_be_any(values: object, stored: Stored):
    query = _many(stored, "type: xsd:integer, optional: true, list: true")

    assert bind(query, {"x": values}) == query.text


def test_several_values_for_a_parameter_that_takes_one_are_refused(stored: Stored):
    with pytest.raises(RepeatedParameterError) as caught:
        bind(stored(TEXT, *TEXTS), {"x": ["a", "b"]})

    assert str(caught.value) == "parameter 'x' takes one value; got 2"


def test_a_list_without_end_is_refused(stored: Stored):
    query = _many(stored, "type: xsd:integer, optional: true, list: true")
    values = [str(number) for number in range(MOST_VALUES + 1)]
    assert len(_bound(query, values[1:])) == MOST_VALUES

    with pytest.raises(RepeatedParameterError) as caught:
        bind(query, {"x": values})
    assert str(caught.value) == "parameter 'x' takes 500 values at most; got 501"

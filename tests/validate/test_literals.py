"""Literals that are not of the type that they state, and which engine does not find them."""

import pytest
from benchmarks.turbo import turbo

from samverkan.namespaces import SH, XSD
from samverkan.validate.engine import ENGINES
from samverkan.validate.fast import fast
from samverkan.validate.raw_results import EngineError
from samverkan.validate.reference import reference
from samverkan.validate.shapes import Shape, shipped_shapes
from validate.writing import shape, triples

ALONE = {"fast": fast, "reference": reference, "turbo": turbo}
#: The only datatype that the fast engine does not look into and our shapes ask for.
YEAR = "gYear"
FAR = "9" * 19
#: Values outside of a type, and the engines that do not see that they are.
ILL_TYPED = [
    ("2019-02-30", "date", ""),
    ("1900-02-29", "date", ""),
    ("2019-13-01", "date", ""),
    ("2019-00-10", "date", ""),
    ("2019-10-00", "date", ""),
    ("2019-1-1", "date", ""),
    ("19-10-01", "date", ""),
    ("20191001", "date", ""),
    ("2019-10", "date", ""),
    ("", "date", ""),
    ("2019-W40-2", "date", "reference"),
    ("2019-10-01+25:00", "date", "reference"),
    ("2019-10-01T00:00:00", "date", "reference"),
    (f"{FAR}-01-01", "date", ""),
    (FAR, "date", ""),
    (f"{FAR} tecken", "date", ""),
    ("1,50", "decimal", ""),
    ("1 000.00", "decimal", ""),
    ("1.2.3", "decimal", ""),
    ("", "decimal", ""),
    ("1e3", "decimal", "reference"),
    ("NaN", "decimal", "reference"),
    ("1_0", "decimal", "reference"),
    ("1.0", "integer", ""),
    ("1e3", "integer", ""),
    ("", "integer", ""),
    (" 7 ", "integer", "reference"),
    ("1_000", "integer", "reference"),
    ("ja", "boolean", ""),
    ("TRUE", "boolean", ""),
    ("", "boolean", ""),
    ("19", "gYear", "fast reference"),
    ("2019-20", "gYear", "fast reference"),
    ("", "gYear", "fast reference"),
]
#: Values of a type, and the engines that do not see that they are.
WELL_TYPED = [
    ("2020-02-29", "date", ""),
    ("2019-10-01Z", "date", ""),
    ("2019-10-01+02:00", "date", ""),
    ("-0044-03-15", "date", "reference"),
    ("12019-01-01", "date", "reference"),
    (".5", "decimal", ""),
    ("+5.", "decimal", ""),
    ("9" * 38, "decimal", "fast"),
    ("01", "integer", ""),
    ("9" * 20, "integer", ""),
    ("0", "boolean", ""),
    ("2019", "gYear", ""),
    ("2019Z", "gYear", ""),
    ("1e3", "string", ""),
    ("", "string", ""),
]


@pytest.mark.parametrize("engine", ALONE)
@pytest.mark.parametrize(("lexical", "kind", "missed"), ILL_TYPED)
def test_a_value_outside_of_its_type_is_found_but_by_engines_that_are_listed(
    lexical: str, kind: str, missed: str, engine: str
):
    found = ALONE[engine](valued(lexical, kind), shape(f"sh:datatype xsd:{kind}"))

    assert [result.value for result in found] == (
        [] if engine in missed else [f'"{lexical}"^^<{XSD}{kind}>']
    )


@pytest.mark.parametrize("engine", ALONE)
@pytest.mark.parametrize(("lexical", "kind", "missed"), WELL_TYPED)
def test_a_value_of_its_type_is_not_found_but_by_engines_that_are_listed(
    lexical: str, kind: str, missed: str, engine: str
):
    found = ALONE[engine](valued(lexical, kind), shape(f"sh:datatype xsd:{kind}"))

    assert len(found) == (engine in missed)


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_every_shape_with_a_datatype_finds_every_value_that_is_not_of_it(engine: str):
    everything = shipped_shapes()
    typed = [(one, kind) for one in everything.shapes.values() if (kind := datatype(one))]
    missed = []
    for kind in {kind for _, kind in typed}:
        asked = everything.only(one.iri for one, other in typed if other == kind).for_engine()
        for lexical, _, blind in (one for one in ILL_TYPED if one[1] == kind):
            data = "".join(valued(lexical, kind, one) for one, other in typed if other == kind)
            found = {result.shape for result in ENGINES[engine](data, asked)}
            if kind == YEAR or engine not in blind:
                missed += [
                    (one.code, lexical)
                    for one, other in typed
                    if other == kind and f"<{one.iri}>" not in found
                ]

    assert missed == []
    assert len(typed) > 30


def test_all_datatypes_that_our_shapes_ask_for_are_tested_here():
    asked = {datatype(one) for one in shipped_shapes().shapes.values()} - {""}

    assert asked <= {kind for _, kind, _ in (*ILL_TYPED, *WELL_TYPED)}


def test_a_year_that_the_fast_engine_cannot_count_is_no_later_than_another():
    data = triples(
        f':a smv:from "2019-01-01"^^xsd:date ; smv:until "{FAR}-12-31"^^xsd:date . '
        f':b smv:from "{FAR}-01-01"^^xsd:dateTime ; smv:until "2019-12-31"^^xsd:date .'
    )
    order = shape("sh:lessThanOrEquals smv:until")

    assert fast(data, order) == turbo(data, order)
    assert len(fast(data, order)) == 2


@pytest.mark.parametrize("text", [f'"far {FAR}"', f'"{FAR}"', rf'"a \"{FAR}"^^<{XSD}date>'])
def test_text_that_looks_like_such_a_year_is_left_as_it_is(text: str):
    [result] = fast(triples(f":a smv:from {text} ."), shape("sh:datatype xsd:date"))

    assert result.value == text


def test_an_engine_that_breaks_off_is_an_error_and_no_crash():
    bound = shape(f'sh:maxInclusive "{FAR}-01-01"^^xsd:date')

    with pytest.raises(EngineError, match="the fast SHACL engine stopped"):
        fast(valued("2019-01-01", "date"), bound)


def valued(lexical: str, kind: str, one: Shape | None = None) -> str:
    """Something that the shape, or that of `shape`, looks at, with that value."""
    focus = f"<https://example.org/{one.code if one else 'a'}>"
    path = f"<{one.path}>" if one else "smv:from"
    types = "".join(f"a <{name}> ; " for name in one.classes) if one else ""
    return triples(f'{focus} {types}{path} "{lexical}"^^xsd:{kind} .')


def datatype(one: Shape) -> str:
    """The XML Schema datatype that the shape asks for; empty if it asks for none."""
    node = f"<{one.iri}> <{SH}datatype> <{XSD}"
    told = shipped_shapes().for_engine()
    return told.split(node, 1)[1].split(">", 1)[0] if node in told else ""

"""Reports: their order, their counts and the short forms in them."""

from datetime import date

import pytest

from samverkan.namespaces import DALSLAND, SHAPES
from samverkan.validate.report import (
    Report,
    Result,
    in_order,
    requirement_order,
    short_requirement,
)


def result(severity: str = "Violation", focus: str = "a", shape: str = "S", **more) -> Result:
    return Result(focus=focus, shape=SHAPES + shape, severity=severity, messages={}, **more)


def report(*severities: str) -> Report:
    results = tuple(result(severity) for severity in severities)
    return Report("https://example.org/dataset", date(2019, 10, 1), results, 1)


def test_the_gravest_comes_first_then_things_shapes_and_values_in_order():
    first = result(focus="b", shape="A")
    second = result(focus="b", shape="B", value='"1"')
    third = result(focus="b", shape="B", value='"2"')
    fourth = result("Warning", focus="a")
    fifth = result("Info", focus="a")

    assert in_order([fifth, third, second, fourth, first]) == (first, second, third, fourth, fifth)


@pytest.mark.parametrize(
    ("severities", "conforms"),
    [
        ([], True),
        (["Info", "Info"], True),
        (["Warning"], False),
        (["Info", "Violation"], False),
    ],
)
def test_a_report_conforms_if_it_holds_nothing_graver_than_information(
    severities: list[str], conforms: bool
):
    assert report(*severities).conforms == conforms


def test_all_three_severities_are_counted_even_those_that_do_not_occur():
    assert report("Info", "Violation", "Info").counts() == {
        "Violation": 1,
        "Warning": 0,
        "Info": 2,
    }


def test_a_shape_is_called_by_its_short_form():
    assert result(shape="GovernedApplication-systemOwner").code == "GovernedApplication-systemOwner"


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (DALSLAND + "R-3.9", "R-3.9"),
        ("https://w3id.org/samverkan/policy/elsewhere-2020/R-1", "R-1"),
    ],
)
def test_a_requirement_is_called_by_the_last_part_of_its_iri(iri: str, short: str):
    assert short_requirement(iri) == short


def test_requirements_are_ordered_by_their_numbers():
    shorts = ["R-10.1", "R-3.10", "R-3.9", "R-3.9.1", "R-3"]

    assert sorted(shorts, key=requirement_order) == ["R-3", "R-3.9", "R-3.9.1", "R-3.10", "R-10.1"]
    assert result(requirements=(DALSLAND + "R-3.10", DALSLAND + "R-3.9")).requirement_ids == [
        "R-3.9",
        "R-3.10",
    ]


def test_a_message_comes_in_the_language_asked_for_else_in_the_other():
    both = Result("a", SHAPES + "S", "Info", {"sv": "Fel", "en": "Wrong"})
    swedish = Result("a", SHAPES + "S", "Info", {"sv": "Fel"})

    assert both.message("en") == "Wrong"
    assert both.message("sv") == "Fel"
    assert swedish.message("en") == "Fel"
    assert result(shape="Mute").message("sv") == "Mute"

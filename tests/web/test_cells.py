"""A table for people shows things by their labels, and numbers and dates alike."""

import pytest
from pyoxigraph import Literal, QuerySolutions, Store

from samverkan.query.answer import Table, ask, table
from samverkan.query.columns import Column, columns
from samverkan.web.cells import Cell, rows_of


def _cells(query: str, language: str = "sv") -> list[list[Cell]]:
    answer = ask(Store(), query)
    assert isinstance(answer, QuerySolutions)
    return rows_of(table(answer), 100, language)[1]


def test_a_label_stands_in_the_place_of_its_thing():
    assert columns(["x", "xLabel", "yLabel", "z"]) == [
        Column("x", 0, 1),
        Column("yLabel", 2),
        Column("z", 3),
    ]
    assert columns(["xLabel", "x"]) == [Column("x", 1, 0)]
    assert columns([]) == []


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("(mun:1461 AS ?x) ('Mellerud'@sv AS ?xLabel)", Cell("Mellerud", "text", "M")),
        ("(mun:1461 AS ?x) ('Mellerud'@en AS ?xLabel)", Cell("Mellerud", "text", "M", "en")),
        ("(mun:1461 AS ?x) (?none AS ?xLabel)", Cell("mun:1461", "iri", "M")),
        ("(?none AS ?x)", Cell("")),
        ("('a' AS ?x)", Cell("a")),
        ("('a'@sv AS ?x)", Cell("a")),
        ("(xsd:date('2019-10-01') AS ?x)", Cell("2019-10-01", "date")),
        ("(true AS ?x)", Cell("ja")),
        ("(2019 AS ?x)", Cell("2019", "number")),
        ("(1234567 AS ?x)", Cell("1\u00a0234\u00a0567", "number")),
        ("(-12.5 AS ?x)", Cell("−12,50", "number")),
        ("(1.5e0 AS ?x)", Cell("1.5", "number")),
        ("(12.125 AS ?x)", Cell("12,125", "number")),
    ],
)
def test_a_cell_shows_what_people_read(row: str, cell: Cell):
    [[first, *_]] = _cells(f"SELECT {row} {{}}")

    behind = "https://w3id.org/samverkan/id/reference/municipality/1461" if cell.iri else ""
    assert first == Cell(cell.text, cell.kind, behind, cell.language)


def test_the_decimals_of_a_column_stand_below_each_other():
    amounts = "SELECT ?x { VALUES ?x { 85000 48047.99 0.5 1 -1234567.1 } }"

    assert [row[0].text for row in _cells(amounts)] == [
        "85\u00a0000,00",
        "48\u00a0047,99",
        "0,50",
        "1,00",
        "−1\u00a0234\u00a0567,10",
    ]
    assert [row[0].text for row in _cells(amounts, "en")][:2] == ["85,000.00", "48,047.99"]


def test_a_number_that_is_none_is_shown_as_it_was_written():
    wrong = Literal("tolv", datatype=Literal(1).datatype)

    assert rows_of(Table(("x",), [(wrong,)]), 1, "sv")[1] == [[Cell("tolv", "number")]]

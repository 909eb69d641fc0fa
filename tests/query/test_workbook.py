"""A table as a workbook: values of their kind, labels with links, and a sheet that tells of it."""

import io
from datetime import datetime

import openpyxl
import pytest
from pyoxigraph import Literal, NamedNode, Store

from samverkan.namespaces import XSD
from samverkan.query import workbook
from samverkan.query.answer import FormError
from samverkan.query.engine import _Kept
from samverkan.query.limits import Bounds, RowLimitError, SizeLimitError
from samverkan.query.question import XLSX, Part, Question, Wording
from samverkan.query.replying import reply
from samverkan.query.spreadsheet import Style
from samverkan.query.workbook import cell_of

TABLE = """
SELECT ?x ?xLabel ?year ?cost ?day WHERE {
  VALUES (?x ?xLabel ?year ?cost ?day) {
    (<http://x/b> "B" 2019 12000 "2019-10-01"^^xsd:date)
    (<http://x/a> UNDEF 2020 1.5 "1850-01-01"^^xsd:date)
  }
}
"""


def _asked(
    query: str, wording: Wording | None = None, bounds: Bounds | None = None
) -> openpyxl.Workbook:
    sink = _Kept()
    question = Question(query, table_form=XLSX, wording=wording or Wording())
    tail = reply(Store(), question, sink, bounds)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sink.pieces)))
    assert tail.rows == book.worksheets[0].max_row - 1
    return book


def test_a_thing_stands_by_its_label_and_its_iri_last():
    sheet = _asked(TABLE).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))

    assert rows[0] == ("x", "year", "cost", "day", "x (IRI)")
    assert rows[1] == ("B", 2019, 12000, datetime(2019, 10, 1), "http://x/b")  # noqa: DTZ001
    assert rows[2] == ("http://x/a", 2020, 1.5, "1850-01-01", "http://x/a")
    assert sheet["A2"].hyperlink.target == "http://x/b"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")


def test_numbers_of_a_column_look_alike_and_years_have_no_thousands():
    sheet = _asked(TABLE).worksheets[0]

    assert [sheet.cell(2, n).number_format for n in (2, 3, 4)] == ["0", "#,##0.00", r"yyyy\-mm\-dd"]
    great = _asked("SELECT * { VALUES ?n { 1 10000 } }").worksheets[0]
    assert great["A2"].number_format == "#,##0"


def test_headings_are_in_the_readers_words_and_no_two_alike():
    wording = Wording(headings=(("x", "saken"), ("year", "år"), ("cost", "år")))
    heading = next(_asked(TABLE, wording).worksheets[0].iter_rows(values_only=True))

    assert heading == ("Saken", "År", "År (2)", "day", "Saken (IRI)")


def test_the_second_sheet_tells_what_the_answer_is():
    wording = Wording("Svar", "Om svaret", facts=(("Fråga", "Vem?"),), rows="Antal rader")
    book = _asked(TABLE, wording)

    assert book.sheetnames == ["Svar", "Om svaret"]
    assert list(book["Om svaret"].values) == [("Fråga", "Vem?"), ("Antal rader", "2")]


def test_a_text_too_long_for_a_cell_is_cut_and_that_is_told():
    book = _asked(f'SELECT * {{ VALUES ?x {{ "{"x" * 40_000}" "y" }} }}')
    cut = book.worksheets[0]["A2"].value

    assert (len(cut), cut[-1]) == (32_767, "…")
    assert ("Texts cut short", "1") in list(book.worksheets[1].values)


def test_more_rows_than_a_sheet_holds_are_no_answer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    assert _asked("SELECT * { VALUES ?x { 1 2 } }").worksheets[0].max_row == 3

    with pytest.raises(RowLimitError) as caught:
        _asked("SELECT * { VALUES ?x { 1 2 3 } }")
    assert caught.value.rows == 2


def test_a_workbook_keeps_to_the_bounds_of_an_answer():
    with pytest.raises(RowLimitError):
        _asked("SELECT * { VALUES ?x { 1 2 } }", bounds=Bounds(rows=1))
    with pytest.raises(SizeLimitError):
        _asked("SELECT * { VALUES ?x { 1 2 } }", bounds=Bounds(size=100))


@pytest.mark.parametrize("query", ["ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_only_a_table_is_a_workbook(query: str):
    question = Question(query, table_form=XLSX, graph_form="")
    with pytest.raises(FormError):
        reply(Store(), question, _Kept())


def test_a_part_can_be_a_workbook():
    sink = _Kept()
    question = Question("SELECT * { VALUES ?x { 3 1 2 } }", table_form=XLSX, part=Part(1, 1))
    reply(Store(), question, sink)

    rows = openpyxl.load_workbook(io.BytesIO(b"".join(sink.pieces))).worksheets[0].values
    assert list(rows) == [("x",), (2,)]


@pytest.mark.parametrize(
    ("written", "kind", "value", "style"),
    [
        ("-012", "integer", -12, Style.WHOLE),
        ("1234567890123456", "integer", "1234567890123456", Style.PLAIN),
        ("tolv", "integer", "tolv", Style.PLAIN),
        ("1_000", "integer", "1_000", Style.PLAIN),
        ("12.50", "decimal", 12.5, Style.DECIMAL),
        ("NaN", "decimal", "NaN", Style.PLAIN),
        ("0.12345678901234567", "decimal", "0.12345678901234567", Style.PLAIN),
        ("1e3", "double", 1000.0, Style.PLAIN),
        ("INF", "double", "INF", Style.PLAIN),
        ("NaN", "double", "NaN", Style.PLAIN),
        ("2019-10-01", "date", 43739, Style.DATE),
        ("2019-02-30", "date", "2019-02-30", Style.PLAIN),
        ("2019-10-01+02:00", "date", "2019-10-01+02:00", Style.PLAIN),
        ("1900-02-28", "date", "1900-02-28", Style.PLAIN),
        ("2019-10-01T12:00:00Z", "dateTime", 43739.5, Style.TIME),
        ("2019-10-01T12:00:00+02:00", "dateTime", "2019-10-01T12:00:00+02:00", Style.PLAIN),
        ("1850-01-01T00:00:00", "dateTime", "1850-01-01T00:00:00", Style.PLAIN),
        ("true", "boolean", True, Style.PLAIN),
        ("P1Y", "duration", "P1Y", Style.PLAIN),
    ],
)
def test_a_value_is_of_its_kind_only_where_excel_has_the_same(
    written: str, kind: str, value: object, style: Style
):
    cell = cell_of(Literal(written, datatype=NamedNode(XSD + kind)))

    assert (cell.value, cell.style) == (value, style)
    assert type(cell.value) is type(value)

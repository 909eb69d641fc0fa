"""A workbook is written row by row, and read by others as it was meant."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from samverkan.query import spreadsheet
from samverkan.query.spreadsheet import Cell, Sheet, Style, Workbook, column, sheet_name


class _Sink(io.BytesIO):
    def begin(self, head: object) -> None:
        raise AssertionError


def _written(rows: object, sheet: Sheet | None = None) -> bytes:
    sink = _Sink()
    with Workbook(sink) as workbook:
        workbook.write(sheet or Sheet("Rows", [10, 20], table=True), rows)
        workbook.write(Sheet("About", []), [[Cell("a"), Cell("b")]])
    return sink.getvalue()


def _first(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


@given(text=st.text(min_size=1).filter(lambda text: "\x00" not in text))
@settings(deadline=None)
def test_any_text_is_read_as_that_text(text: str):
    data = _written([[Cell("heading")], [Cell(text)]])
    [_, [read]] = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    assert read == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@pytest.mark.parametrize("value", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-1"])
def test_a_text_is_never_a_formula(value: str):
    cell = _first(_written([[Cell(value)]])).cell(1, 1)

    assert (cell.value, cell.data_type) == (value, "s")


def test_numbers_and_truth_are_no_texts():
    row = [Cell(1), Cell(-1.5), Cell(True), Cell(None), Cell(1e300)]
    [cells] = _first(_written([row])).iter_rows(max_row=1)

    assert [cell.value for cell in cells] == [1, -1.5, True, None, 1e300]
    assert [cell.data_type for cell in cells] == ["n", "n", "b", "n", "n"]


def test_a_table_keeps_its_heading_in_sight_and_can_be_filtered():
    heading = [Cell("a", Style.HEADING), Cell("b", Style.HEADING)]
    sheet = _first(_written([heading, [Cell(1), Cell(2)], [Cell(3), Cell(4)]]))

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet["A1"].font.b
    assert sheet.column_dimensions["B"].width == 20


def test_a_link_is_a_uri_and_what_leads_nowhere_is_none():
    links = ["http://x/å?a=1&b=\"<>'", "urn:x", "javascript:alert(1)", "https://x/" + "a" * 3000]
    sheet = _first(_written([[Cell("text", link=link)] for link in links]))

    assert sheet["A1"].hyperlink.target == "http://x/%C3%A5?a=1&b=%22%3C%3E'"
    assert [sheet.cell(row, 1).hyperlink for row in (2, 3, 4)] == [None] * 3


def test_a_sheet_has_no_more_links_than_excel_takes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spreadsheet, "MOST_LINKS", 2)
    sheet = _first(_written([[Cell("a", link=f"http://x/{n}")] for n in range(3)]))

    assert [sheet.cell(row, 1).hyperlink is not None for row in (1, 2, 3)] == [True, True, False]
    assert sheet["A3"].value == "a"


def test_the_same_rows_are_the_same_bytes_and_all_parts_are_xml():
    rows = [[Cell("å"), Cell(1, link="http://x/")]]
    data = _written(rows)

    assert data == _written(rows)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
    assert {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml"} <= names


def test_rows_leave_while_they_are_written():
    sink = _Sink()
    sizes = []

    def rows() -> object:
        for number in range(200_000):
            sizes.append(sink.tell())
            yield [Cell(number)]

    with Workbook(sink) as workbook:
        workbook.write(Sheet("Rows", [10]), rows())

    assert sizes[-1] > 100_000


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_called_by_letters(index: int, letters: str):
    assert column(index) == letters


@pytest.mark.parametrize(
    ("text", "name"), [("a/b:c", "a b c"), ("", "1"), ("x" * 40, "x" * 31), ("'Svar'", "Svar")]
)
def test_the_name_of_a_sheet_is_one_that_excel_takes(text: str, name: str):
    assert sheet_name(text) == name

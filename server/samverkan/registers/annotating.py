"""Write a workbook back with the findings as comments in its cells, and a list of them."""

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties

from samverkan.registers.grids import UnreadableRegisterError
from samverkan.registers.names import FINDINGS
from samverkan.validate.report import Place, Result

_AUTHOR = "Samverkan"
_HEADERS = {
    "sv": ("Allvar", "Blad", "Cell", "Gäller", "Vad och åtgärd", "Fann", "Krav", "Regel"),
    "en": ("Severity", "Sheet", "Cell", "About", "What and remedy", "Found", "Requirement", "Rule"),
}
_WORDS = {
    "sv": {"Violation": "fel", "Warning": "varning", "Info": "upplysning"},
    "en": {"Violation": "violation", "Warning": "warning", "Info": "info"},
}
_WIDTHS = (12, 24, 8, 34, 80, 30, 16, 36)
#: Points: a line of text, and what a row may have at most.
_LINE, _HIGHEST = 15, 400
_NONE = {"sv": "Inget att anmärka på.", "en": "Nothing to remark on."}


def annotate(source: Path, target: Path, results: Iterable[Result], language: str) -> int:
    """
    Copy a workbook with the findings as comments and a summary sheet; formats stay.

    Comments of an earlier review are replaced; other people's comments are kept.

    Args:
        source: the register, an `.xlsx` or `.xlsm` workbook.
        target: where the copy goes; may be the same.
        results: the findings, with their cells.
        language: of the comments and the summary.

    Returns:
        How many cells got a comment.

    Raises:
        UnreadableRegisterError: if the register is no workbook that can hold comments.
    """
    if source.suffix.lower() not in (".xlsx", ".xlsm"):
        raise UnreadableRegisterError(
            source, "only .xlsx and .xlsm workbooks can be annotated; save it as one"
        )
    try:
        book = openpyxl.load_workbook(source, keep_vba=source.suffix.lower() == ".xlsm")
    except (OSError, ValueError, KeyError, TypeError, SyntaxError, zipfile.BadZipFile) as error:
        raise UnreadableRegisterError(
            source, f"cannot be opened for annotating ({error}); save it again"
        ) from error
    results = list(results)
    _remove_earlier(book)
    cells: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        place = result.place
        if place and place.sheet in book.sheetnames and place.cell:
            cells.setdefault((place.sheet, place.cell), []).append(result)
    for (sheet, cell), found in cells.items():
        _comment(book[sheet], cell, found, language)
    _summary(book, results, language)
    beside = target.with_name(target.name + ".part")
    try:
        book.save(beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return len(cells)


def _remove_earlier(book: Any) -> None:
    for name in FINDINGS.values():
        if name in book.sheetnames:
            del book[name]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == _AUTHOR:
                    kept = cell.comment.text.partition(_RULE)[0].strip()
                    cell.comment = Comment(kept, "") if kept else None


#: Between what somebody else had written in a comment and what a review adds.
_RULE = "— Samverkan —\n"


def _comment(sheet: Any, name: str, results: list[Result], language: str) -> None:
    cell = _top_left(sheet, name)
    told = "\n\n".join(
        f"{_WORDS[language][result.severity].upper()}: {result.message(language)}"
        + (f" [{', '.join(result.requirement_ids)}]" if result.requirements else "")
        for result in results
    )
    kept = f"{cell.comment.text.strip()}\n" if cell.comment is not None else ""
    comment = Comment(f"{kept}{_RULE}{told}", _AUTHOR)
    comment.width, comment.height = 380, min(60 + 70 * len(results), 400)
    cell.comment = comment


def _top_left(sheet: Any, name: str) -> Any:
    """The cell, or the first of those that it is merged with: only that can hold a comment."""
    for merged in sheet.merged_cells.ranges:
        if name in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet[name]


def _summary(book: Any, results: list[Result], language: str) -> None:
    sheet = book.create_sheet(FINDINGS[language], 0)
    sheet.append(list(_HEADERS[language]))
    for cell, width in zip(sheet[1], _WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    if not results:
        sheet.append([_NONE[language]])
    for result in results:
        place = result.place or Place("")
        row = (
            _WORDS[language][result.severity],
            place.sheet,
            place.cell,
            result.label or result.focus,
            result.message(language),
            result.value,
            ", ".join(result.requirement_ids),
            result.code,
        )
        sheet.append([None] * len(row))
        lines = max(
            -(-len(value or "") // width) for value, width in zip(row, _WIDTHS, strict=True)
        )
        sheet.row_dimensions[sheet.max_row].height = min(_LINE * max(lines, 1), _HIGHEST)
        for cell, value in zip(sheet[sheet.max_row], row, strict=True):
            # As text, whatever it begins with: a found “=1+1” must not become a formula.
            cell.value, cell.data_type = value or "", "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if place.sheet in book.sheetnames and place.cell:
            link = sheet.cell(sheet.max_row, 3)
            quoted = str(place.sheet).replace("'", "''")
            link.hyperlink = f"#'{quoted}'!{place.cell}"
            link.style = "Hyperlink"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"

"""
Write a workbook (.xlsx) row by row, in the memory of a row.

The libraries for this keep a sheet in memory or in temporary files; an answer may be long, and
the process that writes it may be killed at any moment and must leave nothing behind.

Source:
    ECMA-376, part 1, sections 18.2, 18.3 and 18.8.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import TracebackType
from typing import IO, cast
from urllib.parse import quote
from xml.sax.saxutils import escape

from samverkan.query.question import Sink
from samverkan.query.spreadsheet_parts import (
    MAIN,
    ROOT,
    STYLES,
    content_types,
    relations,
    workbook,
)

#: What a sheet and a cell may hold, and how many links a sheet may have, in Excel.
MOST_ROWS, MOST_CHARACTERS, MOST_LINKS = 1_048_576, 32_767, 65_000
_LONGEST_LINK = 2000
_LONGEST_NAME = 31
#: Of each file in the archive: that two answers which are the same are the same bytes.
_WRITTEN_ON = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


class Style(IntEnum):
    """How a cell looks: a place in the list of the styles' file."""

    PLAIN = 0
    HEADING = 1
    DATE = 2
    TIME = 3
    WHOLE = 4
    DECIMAL = 5
    LINK = 6
    WRAPPED = 7
    NAME = 8
    THOUSANDS = 9


@dataclass(frozen=True)
class Cell:
    """A text, number or truth value, and what it links to."""

    value: str | int | float | bool | None
    style: Style = Style.PLAIN
    link: str = ""


@dataclass(frozen=True)
class Sheet:
    """
    A sheet before its rows.

    Args:
        name: on its tab.
        widths: of the columns, in characters.
        table: whether the first row is a heading, to be kept in sight and filtered by.
    """

    name: str
    widths: Sequence[float]
    table: bool = False


class Workbook:
    """A workbook that goes into a sink while its sheets are written, one after the other."""

    def __init__(self, sink: Sink) -> None:
        self._archive = zipfile.ZipFile(cast("IO[bytes]", _Flushing(sink)), "w")
        self._sheets: list[tuple[str, str]] = []

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None:
            self._put("xl/styles.xml", STYLES)
            self._put("xl/workbook.xml", workbook(self._sheets))
            sheets = [
                (f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml", "")
                for n in range(1, len(self._sheets) + 1)
            ]
            styles = ("rIdStyles", "styles", "styles.xml", "")
            self._put("xl/_rels/workbook.xml.rels", relations([*sheets, styles]))
            self._put("_rels/.rels", ROOT)
            self._put("[Content_Types].xml", content_types(len(self._sheets)))
            self._archive.close()

    def write(self, sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> None:
        """The sheet; no more rows than `MOST_ROWS`."""
        number = len(self._sheets) + 1
        links: list[tuple[str, str]] = []
        last = 0
        with self._archive.open(_info(f"xl/worksheets/sheet{number}.xml"), "w") as file:
            file.write(_opening(sheet).encode())
            for last, row in enumerate(rows, 1):
                file.write(_row(last, row, links).encode())
            file.write(b"</sheetData>")
            end = (column(len(sheet.widths) - 1), max(last, 1))
            if sheet.table:
                file.write('<autoFilter ref="A1:{}{}"/>'.format(*end).encode())
            file.write(_links(links))
            file.write(b"</worksheet>")
        if links:
            told = [
                (f"rId{n}", "hyperlink", target, "External")
                for n, (_, target) in enumerate(links, 1)
            ]
            self._put(f"xl/worksheets/_rels/sheet{number}.xml.rels", relations(told))
        filtered = "$A$1:${}${}".format(*end) if sheet.table else ""
        self._sheets.append((sheet_name(sheet.name), filtered))

    def _put(self, name: str, text: str) -> None:
        self._archive.writestr(_info(name), text)


def sheet_name(text: str) -> str:
    """The text as Excel takes it for a tab."""
    return _NOT_IN_A_NAME.sub(" ", text)[:_LONGEST_NAME].strip() or "1"


def column(index: int) -> str:
    """The letters of a column, the first being 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _WRITTEN_ON)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _opening(sheet: Sheet) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet {MAIN}><sheetViews>'
        f'<sheetView workbookViewId="0">{pane if sheet.table else ""}</sheetView></sheetViews>'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
    )


def _row(number: int, cells: Sequence[Cell], links: list[tuple[str, str]]) -> str:
    written = "".join(_cells(number, cells, links))
    return f'<row r="{number}">{written}</row>'


def _cells(number: int, cells: Sequence[Cell], links: list[tuple[str, str]]) -> Iterator[str]:
    for index, cell in enumerate(cells):
        if cell.value is None:
            continue
        place = f"{column(index)}{number}"
        style = cell.style
        if cell.link and len(links) < MOST_LINKS and (target := _target(cell.link)):
            links.append((place, target))
            style = Style.LINK
        told = f'<c r="{place}"' + (f' s="{style:d}"' if style else "")
        if isinstance(cell.value, bool):
            yield f'{told} t="b"><v>{cell.value:d}</v></c>'
        elif isinstance(cell.value, int | float):
            yield f"{told}><v>{cell.value!r}</v></c>"
        else:
            kept = '<t xml:space="preserve">'
            yield f'{told} t="inlineStr"><is>{kept}{_text(cell.value)}</t></is></c>'


def _text(value: str) -> str:
    marked = _LOOKS_ESCAPED.sub("_x005F_", value)
    return escape(_NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", marked)).replace(
        "\r", "_x000D_"
    )


def _target(iri: str) -> str:
    """The IRI as a URI, as Excel wants it; "" for what a click would lead nowhere."""
    if not iri.startswith(("http://", "https://")):
        return ""
    uri = quote(iri, safe=":/?#@!$&'()*+,;=-._~%")
    return uri if len(uri) <= _LONGEST_LINK else ""


def _links(links: Sequence[tuple[str, str]]) -> bytes:
    if not links:
        return b""
    told = "".join(f'<hyperlink ref="{p}" r:id="rId{n}"/>' for n, (p, _) in enumerate(links, 1))
    return f"<hyperlinks>{told}</hyperlinks>".encode()


class _Flushing:
    """A sink as a file that can only be written to."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        self._sink.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

"""The sheets of a workbook as rows of cells."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from samverkan.registers.grids import Grid, UnreadableRegisterError
from samverkan.registers.names import LISTS


def read_workbook(path: Path) -> list[Grid]:
    """
    The visible sheets of a workbook.

    Raises:
        UnreadableRegisterError: if it cannot be opened.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        grids = [
            Grid(str(path), sheet.name, _rows(book, sheet.name))
            for sheet in book.sheets_metadata
            if sheet.name != LISTS and sheet.visible == SheetVisibleEnum.Visible
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableRegisterError(
            path, f"cannot be opened as a workbook ({error}); save it again, without a password"
        ) from error
    except BaseException as error:  # a panic of the reader derives from BaseException
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise UnreadableRegisterError(
            path, f"cannot be opened as a workbook ({error}); save it again"
        ) from error
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        for grid, faults in zip(grids, _faults(path, [g.name for g in grids]), strict=True):
            grid.faults = faults
    return grids


def _rows(book: CalamineWorkbook, name: str) -> list[list[object]]:
    return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


_FAULT = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
_REFERENCE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _faults(path: Path, names: list[str]) -> list[dict[tuple[int, int], str]]:
    """
    The cells whose formula failed (#REF!), which the reader gives as empty ones.

    None where the file cannot be read in this way: what is wrong with it, the reader itself tells.
    """
    try:
        return _read_faults(path, names)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError):
        return [{} for _ in names]


def _read_faults(path: Path, names: list[str]) -> list[dict[tuple[int, int], str]]:
    with zipfile.ZipFile(path) as archive:
        try:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        except (KeyError, ElementTree.ParseError):
            return [{} for _ in names]
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        parts = {
            sheet.get("name"): targets.get(sheet.get(_REL), "")
            for sheet in book.iter(f"{_MAIN}sheet")
        }
        found = []
        for name in names:
            part = parts.get(name, "")
            inside = part.lstrip("/") if part.startswith("/") else f"xl/{part}"
            text = archive.read(inside) if inside in archive.namelist() else b""
            found.append(dict(_fault_cells(text)))
        return found


def _fault_cells(text: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' not in text:
        return
    for match in _FAULT.finditer(text):
        where = _REFERENCE.search(match[1])
        if where:
            column = 0
            for letter in where[1]:
                column = column * 26 + letter - ord("A") + 1
            yield (int(where[2]) - 1, column - 1), match[2].decode()

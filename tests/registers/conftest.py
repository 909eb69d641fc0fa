"""Workbooks and CSV folders as people make them, written in a line."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from samverkan.registers.importing import Register, read_register

Rows = Sequence[Sequence[object]]


def write_book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook; dates become date cells, texts texts, None nothing."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
    book.close()
    return path


@pytest.fixture
def book(tmp_path: Path) -> Callable[[Mapping[str, Rows]], Path]:
    """Write a workbook called `register.xlsx`."""
    return lambda sheets: write_book(tmp_path / "register.xlsx", sheets)


@pytest.fixture
def read(book: Callable[[Mapping[str, Rows]], Path]) -> Callable[..., Register]:
    """Read sheets as Mellerud's register, problems beside."""

    def _read(sheets: Mapping[str, Rows], **more: object) -> Register:
        options = {"municipality": "1461", "strict": False} | more
        return read_register(book(sheets), **options)  # type: ignore[arg-type]

    return _read


@pytest.fixture
def told() -> Callable[[Register], list[str]]:
    """The problems of a register in English, places without the folder."""

    def _told(register: Register) -> list[str]:
        return [p.text("en").replace(f"{register.path}!", "") for p in register.problems]

    return _told

"""The kinds of faults that people make in a register's workbook, each made in one cell."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from openpyxl import Workbook

from faults.text import EXAMPLE
from samverkan.namespaces import RDF, XSD
from samverkan.registers.scheme import Column, Sheet, scheme

#: Sheets whose rows no other row points at, so that a fault in one is a fault in one.
LEAVES = {
    *("role-assignment", "use", "documentation", "support-arrangement", "specialist-competence"),
    *("training", "competence-count", "cost", "access-decision", "change-request", "adoption"),
    *("communication", "e-service", "assessment", "goal-status", "post-holding", "agreement"),
}
FIRST_ROW = 4
SUPPLIER = "example-mellerud"


@dataclass(frozen=True)
class Row:
    """One row of a sheet: where it stands, and its cells by the last part of their property."""

    sheet: Sheet
    title: str
    number: int
    columns: dict[str, tuple[str, Column]]
    values: dict[str, Any]

    def at(self, name: str) -> str:
        """The cell's name, such as C7."""
        return f"{self.columns[name][0]}{self.number}"


@dataclass(frozen=True)
class CellFault:
    """One fault: the cell, what is put into it, and where which shape must report it."""

    sheet: str
    cell: str
    value: object
    reported_at: str
    shape: str


CellKind = Callable[[Row, Random], CellFault | None]
CELL_KINDS: list[CellKind] = []


def rows(book: Workbook) -> Iterator[Row]:
    """The rows of the sheets, but those with an intended gap."""
    intended = {row["focus"] for row in csv.DictReader((EXAMPLE / "gaps.csv").open())}
    for sheet in scheme().sheets:
        title = sheet.names["sv"]
        if sheet.kind not in LEAVES or title not in book.sheetnames:
            continue
        worksheet = book[title]
        headers = {
            cell.value.rstrip(" *").lower(): cell.column_letter
            for cell in worksheet[FIRST_ROW - 1]
            if cell.value
        }
        columns = {
            column.predicate.rsplit("/", 1)[-1].rsplit("#", 1)[-1]: (letter, column)
            for column in sheet.columns
            if column.language in (None, "sv")
            and (letter := headers.get(column.labels["sv"].lower()))
        }
        for number in range(FIRST_ROW, worksheet.max_row + 1):
            key = worksheet[f"A{number}"].value
            supplier = SUPPLIER if sheet.access == "public" else f"{SUPPLIER}-internal"
            thing = f"https://w3id.org/samverkan/id/{supplier}/{sheet.kind}/{key}"
            if key and thing not in intended:
                values = {n: worksheet[f"{at[0]}{number}"].value for n, at in columns.items()}
                yield Row(sheet, title, number, columns, values)


def _kind(make: CellKind) -> CellKind:
    CELL_KINDS.append(make)
    return make


@_kind
def a_day_that_does_not_exist(row: Row, chance: Random) -> CellFault | None:
    return _put(row, chance, _is_day, "2019-02-30")


@_kind
def a_day_that_can_be_two_days(row: Row, chance: Random) -> CellFault | None:
    return _put(row, chance, _is_day, "01/02/2017")


@_kind
def a_word_for_a_day(row: Row, chance: Random) -> CellFault | None:
    return _put(row, chance, _is_day, "tills vidare")


@_kind
def a_last_day_before_the_first(row: Row, chance: Random) -> CellFault | None:
    first, last = row.values.get("from"), row.values.get("until")
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return None
    before = first.replace(year=first.year - 1, day=1)
    return _fault(row, "until", before, "Order-fromUntil", row.at("from"))


@_kind
def a_misspelt_code(row: Row, chance: Random) -> CellFault | None:
    return _put(row, chance, lambda column: bool(column.code_list), "qwertyuiop")


@_kind
def a_key_that_no_row_has(row: Row, chance: Random) -> CellFault | None:
    return _put(row, chance, _is_reference, "finns-inte-alls", "Register-reference")


@_kind
def somebody_elses_thing_that_is_not_there(row: Row, chance: Random) -> CellFault | None:
    name = _one(row, chance, _is_reference)
    if not name:
        return None
    return _fault(row, name, "example-dkf:post/ingen", f"Value-{name}", row.at(name))


@_kind
def what_is_required_left_out(row: Row, chance: Random) -> CellFault | None:
    name = _one(row, chance, lambda column: column.required and not _is_label(column))
    kind = row.sheet.cls.rsplit("/", 1)[-1]
    return _fault(row, name, None, f"Required-{kind}-{name}", row.at(name)) if name else None


@_kind
def a_name_left_out(row: Row, chance: Random) -> CellFault | None:
    if not row.columns["label"][1].required:
        return None
    return _fault(row, "label", None, "Label-swedish", row.at("label"))


@_kind
def a_key_left_out(row: Row, chance: Random) -> CellFault | None:
    cell = f"A{row.number}"
    return CellFault(row.title, cell, None, cell, "Register-key")


@_kind
def a_key_that_cannot_be_one(row: Row, chance: Random) -> CellFault | None:
    cell = f"A{row.number}"
    return CellFault(row.title, cell, "får inte: så här!", cell, "Register-key")


@_kind
def a_word_that_is_neither_yes_nor_no(row: Row, chance: Random) -> CellFault | None:
    return _put(row, chance, lambda column: column.datatype == XSD + "boolean", "kanske")


@_kind
def a_word_for_a_number(row: Row, chance: Random) -> CellFault | None:
    numbers = (XSD + "decimal", XSD + "integer")
    return _put(row, chance, lambda column: column.datatype in numbers, "många")


@_kind
def a_negative_cost(row: Row, chance: Random) -> CellFault | None:
    if row.sheet.kind != "cost":
        return None
    return _fault(row, "amount", -1200, "NotNegative-amount", row.at("amount"))


@_kind
def parts_of_an_ore(row: Row, chance: Random) -> CellFault | None:
    if "amount" not in row.columns:
        return None
    return _fault(row, "amount", "1200,0055", "Register-cell", row.at("amount"))


def _put(
    row: Row,
    chance: Random,
    fits: Callable[[Column], bool],
    value: object,
    shape: str = "Register-cell",
) -> CellFault | None:
    name = _one(row, chance, fits)
    return _fault(row, name, value, shape, row.at(name)) if name else None


def _one(row: Row, chance: Random, fits: Callable[[Column], bool]) -> str | None:
    """One of the columns that fit and in which the row has something."""
    found = [
        name
        for name, (_, column) in row.columns.items()
        if fits(column) and row.values[name] is not None
    ]
    return chance.choice(found) if found else None


def _fault(row: Row, name: str, value: object, shape: str, reported_at: str) -> CellFault:
    return CellFault(row.title, row.at(name), value, reported_at, shape)


def _is_day(column: Column) -> bool:
    return column.datatype == XSD + "date"


def _is_reference(column: Column) -> bool:
    return column.is_node and not column.code_list and bool(column.classes)


def _is_label(column: Column) -> bool:
    return column.predicate.endswith("#label") or column.datatype == RDF + "langString"

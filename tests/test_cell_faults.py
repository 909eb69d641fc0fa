"""Two hundred faults in workbooks of the example: each is found, and at the right cell."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pytest

from faults.cells import CELL_KINDS, SUPPLIER, CellFault, rows
from faults.text import EXAMPLE
from samverkan.registers.checking import register_report, register_view
from samverkan.registers.exporting import export_register
from samverkan.registers.importing import read_register
from samverkan.sources.dataset import Access, read_dataset

SEED = 1
COUNT = 200
BATCHES = 2
ON = date(2019, 10, 1)
DATASET = read_dataset(EXAMPLE)

#: Sheet and cell, and the codes of the shapes that are reported there.
Where = dict[tuple[str, str], set[str]]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "register.xlsx"
    export_register(DATASET, SUPPLIER, Access.INTERNAL, path, "sv")
    return path


@pytest.fixture(scope="module")
def made(exported: Path) -> list[tuple[str, CellFault]]:
    """As many of every kind, each in another row."""
    chance = Random(SEED)
    waiting = list(rows(openpyxl.load_workbook(exported)))
    assert len(waiting) > 500
    chance.shuffle(waiting)
    found: list[tuple[str, CellFault]] = []
    while len(found) < COUNT:
        for kind in CELL_KINDS:
            row, fault = next((row, fault) for row in waiting if (fault := kind(row, chance)))
            waiting.remove(row)
            found.append((kind.__name__.replace("_", " "), fault))
    return found[:COUNT]


@pytest.fixture(scope="module")
def reported(exported: Path, made: list[tuple[str, CellFault]]) -> list[Where]:
    """For each copy of the workbook, with its part of the faults, what is reported where."""
    found = []
    for number in range(BATCHES):
        book = openpyxl.load_workbook(exported)
        for _, fault in made[number::BATCHES]:
            assert book[fault.sheet][fault.cell].value != fault.value
            book[fault.sheet][fault.cell].value = fault.value
        path = exported.with_name(f"register-{number}.xlsx")
        book.save(path)
        found.append(where(path))
    return found


def test_every_fault_is_found_at_its_cell(made: list[tuple[str, CellFault]], reported: list[Where]):
    missed = [
        f"{kind}: {fault.sheet}!{fault.reported_at}: {fault.shape}, {fault.value!r}"
        for number, (kind, fault) in enumerate(made)
        if fault.shape not in reported[number % BATCHES][fault.sheet, fault.reported_at]
    ]

    assert len(made) == COUNT
    assert not missed, missed


def test_no_fault_is_found_where_it_was_not_made(
    made: list[tuple[str, CellFault]], reported: list[Where]
):
    invented = [
        f"{kind}: {fault.sheet}!{fault.reported_at}: {fault.shape}"
        for number, (kind, fault) in enumerate(made)
        if fault.shape in reported[(number + 1) % BATCHES][fault.sheet, fault.reported_at]
    ]

    assert not invented, invented


def where(path: Path) -> Where:
    """The codes of the shapes that are reported at each cell of the register."""
    register = read_register(path, strict=False)
    report = register_report(register, register_view(register, ON, within=DATASET))
    found: Where = defaultdict(set)
    for result in report.results:
        if result.place and result.place.sheet and result.place.cell:
            found[result.place.sheet, result.place.cell].add(result.code)
    return found

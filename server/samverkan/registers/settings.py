"""What a register says of itself, on its instruction sheet."""

from collections.abc import Iterable
from dataclasses import dataclass

from samverkan.registers.cells import text_of
from samverkan.registers.grids import Grid
from samverkan.registers.names import INSTRUCTIONS, plain
from samverkan.registers.numbers import read_yes
from samverkan.registers.problems import CellError, Problem

#: The settings by attribute, and what they are called on the sheet.
NAMES = {
    "municipality": {"sv": "Kommun", "en": "Municipality"},
    "supplier": {"sv": "Beteckning i adresser", "en": "Name in addresses"},
    "internal_costs": {"sv": "Kostnader är interna", "en": "Costs are internal"},
    "fictional": {"sv": "Uppgifterna är påhittade", "en": "The statements are made up"},
}


@dataclass
class Settings:
    """Whose register it is, and what in it is internal or made up."""

    municipality: str | None = None
    supplier: str | None = None
    internal_costs: bool = False
    fictional: bool = False


def read_settings(grids: Iterable[Grid]) -> tuple[Settings, list[Problem]]:
    """The settings on the instruction sheet; what is not set there keeps its default."""
    settings, problems = Settings(), []
    known = {plain(text): name for name, texts in NAMES.items() for text in texts.values()}
    for grid in grids:
        if not is_instructions(grid.name):
            continue
        for number, row in enumerate(grid.rows):
            name = known.get(plain(text_of(row[0]))) if row else None
            raw = row[1] if len(row) > 1 else None
            if name is None or not text_of(raw):
                continue
            try:
                told = text_of(raw) if name in ("municipality", "supplier") else read_yes(raw)
            except CellError as error:
                problems.append(Problem(grid.place(number, 1), error.code, error.texts))
                continue
            setattr(settings, name, told)
    return settings, problems


def is_instructions(name: str) -> bool:
    """Whether a sheet or file of that name holds the settings."""
    return plain(name) in map(plain, INSTRUCTIONS.values())

"""A sheet as rows of cells, and what says where in a file a cell is."""

from dataclasses import dataclass, field
from pathlib import Path

from samverkan.errors import SamverkanError
from samverkan.sources.formats import SUFFIXES
from samverkan.validate.report import Place

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TABLES = (".csv", ".tsv", ".txt")


class UnreadableRegisterError(SamverkanError):
    """The file is no workbook or table that can be opened."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


@dataclass
class Grid:
    """A sheet: its rows, from the first row and column on, empty ones included."""

    file: str
    name: str
    rows: list[list[object]]
    lines: list[int] | None = None
    faults: dict[tuple[int, int], str] = field(default_factory=dict)

    def place(self, row: int, column: int | None = None) -> Place:
        """Where a cell is, counted from nought; or the row's first cell."""
        line = self.lines[row] if self.lines and row < len(self.lines) else None
        return Place(self.file, line=line, sheet=self.name, cell=cell_name(row, column or 0))


def cell_name(row: int, column: int) -> str:
    """`C7` for row 6, column 2."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def is_register(path: Path) -> bool:
    """Whether the path is a workbook, a CSV file, or a folder with CSV files and no RDF."""
    if path.is_dir():
        endings = {p.suffix.lower() for p in path.iterdir()}
        return bool(endings.intersection(TABLES[:2])) and not endings.intersection(SUFFIXES)
    return path.suffix.lower() in (*WORKBOOKS, *TABLES[:2])

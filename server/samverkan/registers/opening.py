"""Open a register: a workbook, a CSV file, or a folder of CSV files."""

from pathlib import Path

from samverkan.registers.grids import TABLES, WORKBOOKS, Grid, UnreadableRegisterError
from samverkan.registers.tables import read_table
from samverkan.registers.workbooks import read_workbook
from samverkan.sources.reading import SourceNotFoundError


def read_grids(path: Path) -> list[Grid]:
    """
    The sheets of a workbook, or the tables of a CSV file or of a folder of such.

    Raises:
        SourceNotFoundError: if there is no such file.
        UnreadableRegisterError: if it is no workbook or table, or is locked by a password.
    """
    if not path.exists():
        raise SourceNotFoundError(path)
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.lower() in TABLES)
        if not files:
            raise UnreadableRegisterError(path, "no CSV file in this folder; put one there")
        return [read_table(file) for file in files]
    if path.suffix.lower() in TABLES:
        return [read_table(path)]
    if path.suffix.lower() not in WORKBOOKS:
        raise UnreadableRegisterError(
            path, f"not a register; name a file that ends with {', '.join((*WORKBOOKS, '.csv'))}"
        )
    return read_workbook(path)

"""The authored content: tables beside this module, one kind of thing each."""

import csv
import zlib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent / "tables"


class EmptyTableError(Exception):
    """A table without rows would make an example that lacks something unseen."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: no row")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """
    The rows of a table, by column.

    Raises:
        EmptyTableError: if it has none.
        ValueError: if a row has more or fewer cells than the header.
    """
    path = TABLES / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    if not rows:
        raise EmptyTableError(path)
    for row in rows:
        if None in row or None in row.values():
            raise ValueError(f"{path}: a row with the wrong number of cells: {row}")
    return tuple(rows)


def pick(seed: str, choices: int) -> int:
    """A number below `choices` that the seed alone decides, spread as if by chance."""
    return zlib.crc32(seed.encode()) % choices


def some_day(year: int, seed: str, first_month: int = 1, last_month: int = 12) -> date:
    """A working day in a year that the seed alone decides."""
    month = first_month + pick(seed + "month", last_month - first_month + 1)
    day = (1, 1, 1, 15, 4, 11, 19, 24)[pick(seed + "day", 8)]
    return working_day(date(year, month, day))


def working_day(day: date) -> date:
    """The day itself, or the Monday after it at a week-end; the second week after New Year."""
    if (day.month, day.day) == (1, 1):
        day += timedelta(days=7)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day

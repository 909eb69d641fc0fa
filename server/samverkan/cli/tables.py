"""Print a table: for the eye on a terminal, as CSV into a pipe or file."""

import csv
import json
import sys
from collections.abc import Sequence

import click

#: Characters to a line where no terminal says how many it has.
_WIDTH = 200


def chosen_form(form: str | None) -> str:
    """The form asked for, or table on a terminal, else CSV."""
    return form or ("table" if sys.stdout.isatty() else "csv")


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], form: str | None, empty: str = ""
) -> None:
    """
    Print rows under their columns.

    Args:
        columns: headings.
        rows: cells, as many as columns.
        form: `table`, `csv` or `json`; None for table on a terminal, else CSV.
        empty: what to say in a table's place when there is no row.
    """
    form = chosen_form(form)
    if form == "json":
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        click.echo(json.dumps(objects, ensure_ascii=False, indent=2))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif not rows and empty:
        click.echo(empty)
    else:
        _print_rich(columns, rows)


def _print_rich(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console  # noqa: PLC0415 costs a tenth of a second to import
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    width = None if sys.stdout.isatty() else _WIDTH
    Console(highlight=False, width=width).print(shown)

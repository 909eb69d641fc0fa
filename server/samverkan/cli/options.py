"""Options that several commands share."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from samverkan.dates import DateError, parse_date
from samverkan.sources.dataset import Access

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date, YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that the text names."""
        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except DateError as error:
            self.fail(str(error), param, ctx)


class OutputFile(click.Path):
    """A file to write, in a folder that is there."""

    name = "file"

    def __init__(self) -> None:
        super().__init__(dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The file's path."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"there is no folder {path.parent}", param, ctx)
        return path


as_of: Decorator = click.option(
    "--as-of",
    type=Day(),
    help="Evaluation date. Default: the dataset's own, else today in Stockholm.",
)
language: Decorator = click.option(
    "--lang",
    type=click.Choice(["sv", "en"]),
    default="en",
    show_default=True,
    help="Language of messages and descriptions.",
)
dataset: Decorator = click.option(
    "--dataset",
    "dataset_name",
    default="example",
    show_default=True,
    metavar="NAME|PATH",
    help="A shipped dataset (example, registers), a dataset folder, or an RDF file.",
)
access: Decorator = click.option(
    "--access",
    type=click.Choice([level.value for level in Access]),
    default=Access.INTERNAL.value,
    show_default=True,
    help="Whether internal files are read. The endpoint reads public ones only.",
)
table_format: Decorator = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    help="Default: table on a terminal, CSV when piped.",
)

"""What `samverkan validate` needs to know of a register, and how it reports on one."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from samverkan.cli.options import OutputFile
from samverkan.cli.registers import mapping, municipality, read_for, supplier
from samverkan.registers.grids import is_register
from samverkan.registers.importing import Register
from samverkan.sources.dataset import Dataset
from samverkan.sources.opening import open_source
from samverkan.validate.report import Report

_within = click.option(
    "--within",
    metavar="DATASET",
    help="The dataset that the register is a part of: what it points at there counts as known.",
)
_annotate = click.option(
    "--annotate",
    "annotated",
    type=OutputFile(),
    help="Write the workbook back with findings as cell comments and a sheet that lists them.",
)


@dataclass(frozen=True)
class RegisterOptions:
    """The options that only registers have."""

    municipality: str | None = None
    supplier: str | None = None
    mapping: Path | None = None
    within: str | None = None
    annotated: Path | None = None
    lang: str = "en"

    def reads(self, name: str) -> bool:
        """Whether the path is a register: a workbook, a CSV file, a folder of such."""
        path = Path(name)
        return path.exists() and is_register(path)

    def open(self, name: str) -> tuple[Register, Dataset | None]:
        """The register, and the dataset that it is a part of, if that was said."""
        read = self.read(Path(name))
        return read, open_source(self.within).dataset if self.within else None

    def read(self, path: Path) -> Register:
        """The register at the path, its problems beside it."""
        return read_for(path, self.municipality, self.supplier, self.mapping)

    def annotate(self, name: str, report: Report) -> None:
        """Write the workbook back with the findings in its cells, if that was asked."""
        if self.annotated is not None:
            from samverkan.registers.annotating import annotate  # noqa: PLC0415 slow to import

            annotate(Path(name), self.annotated, report.results, self.lang)


def register_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a register, bundled as `register`."""

    @functools.wraps(command)
    def bundled(
        municipality: str | None,
        supplier: str | None,
        mapping_file: Path | None,
        within: str | None,
        annotated: Path | None,
        **rest: Any,
    ) -> Any:
        if annotated is not None and len(rest.get("paths", ())) != 1:
            raise click.UsageError("--annotate writes one workbook: name one register")
        if annotated is not None and not is_register(Path(rest["paths"][0])):
            raise click.UsageError(f"--annotate: {rest['paths'][0]} is no register")
        options = RegisterOptions(
            municipality, supplier, mapping_file, within, annotated, rest.get("lang", "en")
        )
        return command(register=options, **rest)

    made: Callable[..., Any] = bundled
    for option in (_annotate, _within, mapping, supplier, municipality):
        made = option(made)
    return made

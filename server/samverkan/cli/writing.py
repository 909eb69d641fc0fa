"""Write reports to stdout and into files."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from samverkan.errors import SamverkanError
from samverkan.reporting import FORMATS, Checked, render
from samverkan.reporting.words import summary


class ReportNotWrittenError(SamverkanError):
    """The report's file cannot be written."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; choose another place for the report")
        self.path = path


class ReportFile(click.ParamType):  # type: ignore[type-arg]
    """`FORMAT=FILE`."""

    name = "format=file"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path]:
        """The format and the file that the text names."""
        form, equals, file = str(value).partition("=")
        if not equals or not file or form not in FORMATS:
            self.fail(f"{value!r} is not FORMAT=FILE with one of {', '.join(FORMATS)}", param, ctx)
        return form, Path(file)


def write_reports(
    datasets: Sequence[Checked],
    language: str,
    form: str,
    output: Path | None,
    reports: Iterable[tuple[str, Path]],
) -> None:
    """The report in its format to stdout or a file, and every further one into its file."""
    for extra, path in reports:
        _write(path, render(extra, datasets, language))
    text = render(form, datasets, language)
    if output:
        _write(output, text)
    else:
        click.echo(text, nl=False)
    if output or form not in ("text", "github"):
        for checked in datasets:
            click.echo(summary(checked, language), err=True)
    sys.stdout.flush()


def _write(path: Path, text: str) -> None:
    """Write beside, then replace: who reads the file sees all of it or the one before."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_text(click.unstyle(text), encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise ReportNotWrittenError(path, (error.strerror or str(error)).lower()) from error

"""`samverkan validate`: what is wrong, where, and what to do."""

import sys
from datetime import date

import click

from samverkan.cli.options import as_of, language
from samverkan.cli.progress import progress
from samverkan.cli.tables import print_table
from samverkan.namespaces import shorten
from samverkan.sources.dataset import Access, SourceFile
from samverkan.sources.finding import shipped
from samverkan.sources.opening import open_source
from samverkan.store.view import View, open_view
from samverkan.validate.report import Report, Result
from samverkan.validate.run import only_in

COLUMNS = (
    "dataset",
    "severity",
    "requirements",
    "shape",
    "focus",
    "label",
    "value",
    "message",
    "organization",
    "graph",
)
_COLOURS = {"Violation": "red", "Warning": "yellow", "Info": "cyan"}
_WORDS = {
    "sv": {"Violation": "fel", "Warning": "varning", "Info": "upplysning"},
    "en": {"Violation": "violation", "Warning": "warning", "Info": "info"},
}


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@as_of
@language
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json", "turtle"]),
    help="Default: text on a terminal, CSV when piped.",
)
@click.option(
    "--access",
    type=click.Choice([a.value for a in Access]),
    default=Access.INTERNAL.value,
    show_default=True,
    help="`public` validates what the public may see, internal files unread.",
)
@click.option(
    "--engine",
    type=click.Choice(["fast", "reference"]),
    default="fast",
    show_default=True,
    help="`reference` is pySHACL: slow, to hold the fast engine against.",
)
def validate(
    paths: tuple[str, ...],
    as_of: date | None,
    lang: str,
    form: str | None,
    access: str,
    engine: str,
) -> None:
    """
    Hold data against the policy's rules.

    PATHS are names of shipped datasets, dataset folders, or RDF files and folders of any
    kind. Without paths every shipped dataset is validated, each by itself.

    \b
    samverkan validate
    samverkan validate data/registers --as-of 2009-06-01 --lang sv
    samverkan validate data/example/mellerud.ttl
    samverkan validate data/example > findings.csv

    Exit code 0: nothing graver than information. 1: violations or warnings. 2: could not
    be checked.
    """
    form = form or ("text" if sys.stdout.isatty() else "csv")
    views: dict[tuple[SourceFile, ...], View] = {}
    reports = [_report(name, as_of, access, engine, views) for name in paths or shipped()]
    if form == "text":
        for name, report in reports:
            _print_text(name, report, lang)
    elif form == "turtle":
        click.echo(_turtle([report for _, report in reports]))
    else:
        rows = [_row(name, result, lang) for name, report in reports for result in report.results]
        print_table(COLUMNS, rows, form)
        for name, report in reports:
            click.echo(_summary(name, report, lang), err=True)
    sys.exit(0 if all(report.conforms for _, report in reports) else 1)


def _report(
    name: str,
    on: date | None,
    access: str,
    engine: str,
    views: dict[tuple[SourceFile, ...], View],
) -> tuple[str, Report]:
    """The report on what is named; files of one dataset share its view."""
    with progress(f"Validating {name}"):
        opened = open_source(name)
        key = opened.dataset.files
        if key not in views:
            views[key] = open_view(opened.dataset, on, Access(access))
            views[key].engine = engine
        report = views[key].report
    return name, report if opened.only is None else only_in(report, opened.only)


def _row(name: str, result: Result, language: str) -> list[str]:
    return [
        name,
        result.severity,
        " ".join(result.requirement_ids),
        result.code,
        result.focus,
        result.label or "",
        result.value or "",
        result.message(language),
        result.organization or "",
        result.graph or "",
    ]


def _print_text(name: str, report: Report, language: str) -> None:
    for result in report.results:
        word = click.style(
            _WORDS[language][result.severity], fg=_COLOURS[result.severity], bold=True
        )
        cited = f" [{', '.join(result.requirement_ids)}]" if result.requirements else ""
        click.echo(f"{word}{cited} {result.label or shorten(result.focus)}")
        click.echo(f"  {result.message(language)}")
        if result.value and result.value != f"<{result.focus}>":
            found = "fann" if language == "sv" else "found"
            click.echo(f"  {found}: {_shown(result.value)}")
        click.echo(click.style(f"  {result.code}  {result.focus}", dim=True))
    click.echo(_summary(name, report, language))


def _shown(value: str) -> str:
    return shorten(value[1:-1]) if value.startswith("<") else value.split("^^", 1)[0]


def _summary(name: str, report: Report, language: str) -> str:
    counts = report.counts()
    if language == "sv":
        told = (
            f"{counts['Violation']} fel, {counts['Warning']} varningar, "
            f"{counts['Info']} upplysningar ({report.shapes_checked} regler, per {report.on})"
        )
        verdict = "godkänd" if report.conforms else "inte godkänd"
    else:
        told = (
            f"{counts['Violation']} violations, {counts['Warning']} warnings, "
            f"{counts['Info']} infos ({report.shapes_checked} shapes, as of {report.on})"
        )
        verdict = "conforms" if report.conforms else "does not conform"
    return f"{name}: {verdict}: {told}"


def _turtle(reports: list[Report]) -> str:
    from pyoxigraph import RdfFormat, Triple, serialize  # noqa: PLC0415

    from samverkan.namespaces import PREFIXES  # noqa: PLC0415
    from samverkan.validate.findings import findings_quads  # noqa: PLC0415

    triples = {
        Triple(quad.subject, quad.predicate, quad.object)
        for report in reports
        for quad in findings_quads(report, [])
    }
    written = serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=PREFIXES)
    assert written is not None
    return written.decode()

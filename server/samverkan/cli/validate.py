"""`samverkan validate`: what is wrong, where, and what to do."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from samverkan.cli.checking import Asked, check
from samverkan.cli.options import as_of, language
from samverkan.cli.register_options import RegisterOptions, register_options
from samverkan.cli.watching import watch
from samverkan.cli.writing import ReportFile, write_reports
from samverkan.reporting.formats import FORMATS
from samverkan.sources.dataset import Access
from samverkan.validate.gate import LEVELS

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@as_of
@language
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="Default: text on a terminal or beside --report, CSV when piped.",
)
@click.option("--output", "-o", type=_FILE, help="Write there instead of to stdout.")
@click.option(
    "--report",
    "reports",
    type=ReportFile(),
    multiple=True,
    help="One more report, such as sarif=findings.sarif; may be given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(LEVELS)),
    default="warning",
    show_default=True,
    help="The least grave result that gives exit code 1.",
)
@click.option(
    "--waivers", type=_FILE, help="Decisions to live with results. Default: waivers.toml in PATH."
)
@click.option("--baseline", type=_FILE, help="Fail only on what this file does not know.")
@click.option("--update-baseline", is_flag=True, help="Let the baseline know what is found now.")
@click.option(
    "--changed-since",
    metavar="REV",
    help="Report only what the change since that Git revision touches; all is read as context.",
)
@click.option("--watch", "watching", is_flag=True, help="Check again whenever a file is saved.")
@click.option(
    "--access",
    type=click.Choice([a.value for a in Access]),
    default=Access.INTERNAL.value,
    show_default=True,
    help="`public` validates what the public may see, internal files unread.",
)
@click.option(
    "--engine",
    type=click.Choice(["fast", "reference", "both"]),
    default="fast",
    show_default=True,
    help="`reference` is pySHACL: slow, to hold the fast engine against. `both` does that.",
)
@register_options
def validate(paths: tuple[str, ...], form: str | None, **options: Any) -> None:
    """
    Hold data against the policy's rules.

    PATHS are names of shipped datasets, dataset folders, RDF files and folders of any kind, or
    registers (workbooks, CSV). Without paths every shipped dataset is validated, each by
    itself. A file of a dataset is validated within it; several files of one dataset are
    validated together.

    \b
    samverkan validate
    samverkan validate data/registers --as-of 2009-06-01 --lang sv
    samverkan validate data/example/mellerud.ttl
    samverkan validate data/example > findings.csv
    samverkan validate data/example --report html=report.html --report sarif=report.sarif
    samverkan validate data/example --baseline known.json --update-baseline
    samverkan validate data/example --changed-since origin/main
    samverkan validate register.xlsx --municipality 1461 --annotate checked.xlsx

    Exit code 0: nothing as grave as --fail-on, waived and known results aside. 1: something
    is. 2: could not be checked. `samverkan explain CODE` says what a rule means.
    """
    run(paths, form, **options)


def run(
    paths: tuple[str, ...],
    form: str | None,
    *,
    as_of: date | None,
    lang: str,
    output: Path | None,
    reports: tuple[tuple[str, Path], ...],
    fail_on: str,
    waivers: Path | None,
    baseline: Path | None,
    update_baseline: bool,
    changed_since: str | None,
    watching: bool,
    access: str,
    engine: str,
    register: RegisterOptions,
) -> None:
    """Check, write the reports and end with the gate's exit code."""
    if update_baseline and baseline is None:
        raise click.UsageError("--update-baseline needs --baseline FILE")
    if update_baseline and changed_since:
        raise click.UsageError("--update-baseline knows nothing of --changed-since; leave one out")
    piped = output is not None or not sys.stdout.isatty()
    form = form or ("csv" if piped and not reports and not watching else "text")
    asked = Asked(
        paths=paths,
        on=as_of,
        access=Access(access),
        engine=engine,
        fail_on=fail_on,
        waivers=waivers,
        baseline=baseline,
        update_baseline=update_baseline,
        changed_since=changed_since,
        register=register,
    )
    if watching:
        written = [output, register.annotated, baseline if update_baseline else None]
        written += [path for _, path in reports]
        watch(
            asked,
            lambda datasets: write_reports(datasets, lang, form, output, reports),
            [path for path in written if path is not None],
        )
        return
    datasets = check(asked)
    write_reports(datasets, lang, form, output, reports)
    sys.exit(1 if any(checked.failing for checked in datasets) else 0)

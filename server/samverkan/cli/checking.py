"""Check what the user named: open, validate, and sort known from new."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from samverkan.cli.progress import progress
from samverkan.cli.register_options import RegisterOptions
from samverkan.registers.changes import register_before
from samverkan.registers.checking import graphs_of, register_report, register_view
from samverkan.reporting.checked import Checked
from samverkan.sources.dataset import Access
from samverkan.sources.finding import locate, shipped
from samverkan.sources.opening import Opened, open_source
from samverkan.store.changes import before, touched
from samverkan.store.view import open_view
from samverkan.validate.baseline import (
    compared,
    fixed,
    known_from,
    read_baseline,
    renewed,
    write_baseline,
)
from samverkan.validate.run import only_in


@dataclass(frozen=True)
class Asked:
    """What to check, and what to make of the results."""

    paths: tuple[str, ...]
    on: date | None = None
    access: Access = Access.INTERNAL
    engine: str = "fast"
    fail_on: str = "warning"
    waivers: Path | None = None
    baseline: Path | None = None
    update_baseline: bool = False
    changed_since: str | None = None
    register: RegisterOptions = field(default_factory=RegisterOptions)


def check(asked: Asked) -> list[Checked]:
    """
    What was asked, each dataset by itself, its results with their places.

    Writes the baseline if that was asked.

    Raises:
        SamverkanError: what opening, reading and validating raise.
    """
    registers = [name for name in asked.paths if asked.register.reads(name)]
    others = [name for name in asked.paths if name not in registers]
    datasets = [_check_register(name, asked) for name in registers]
    if others or not registers:
        datasets += [_check(name, opened, asked) for name, opened in open_all(others)]
    if asked.baseline is None:
        return datasets
    known = []
    if asked.baseline.exists() or not asked.update_baseline:
        known = read_baseline(asked.baseline)
    if asked.update_baseline:
        graphs = [(checked.report, checked.graphs) for checked in datasets]
        write_baseline(asked.baseline, renewed(known, graphs))
    return [
        replace(
            checked,
            report=compared(
                checked.report,
                known_from(checked.report) if asked.update_baseline else known,
            ),
            fixed=[*checked.fixed, *fixed(checked.report, known, checked.graphs)]
            if not asked.changed_since
            else checked.fixed,
        )
        for checked in datasets
    ]


def open_all(paths: Iterable[str]) -> list[tuple[str, Opened]]:
    """What the paths stand for (none: all that is shipped); files of one dataset together."""
    found: dict[object, tuple[str, Opened]] = {}
    for name in paths or shipped():
        opened = open_source(name)
        if opened.only is None:
            found[name] = name, opened
            continue
        described = opened.dataset.path
        if described in found:
            names, beside = found[described]
            assert beside.only is not None
            name, opened = f"{names}, {name}", replace(opened, only=opened.only | beside.only)
        found[described] = name, opened
    return list(found.values())


def _check_register(name: str, asked: Asked) -> Checked:
    """A workbook or tables, whose findings name cells."""
    with progress(f"Validating {name}"):
        register, within = asked.register.open(name)
        view = register_view(register, asked.on, asked.access, within)
        view.engine = asked.engine
        view.waivers = asked.waivers or view.waivers
        report = register_report(register, view)
        graphs = {graph.value for graph in graphs_of(register)}
        checked = Checked(name, view, report, graphs, fail_on=asked.fail_on)
        if asked.changed_since:
            with TemporaryDirectory() as scratch:
                then = register_before(
                    *(Path(name), asked.changed_since, view),
                    *(asked.register.read, within, Path(scratch)),
                )
            checked.fixed = fixed(report, known_from(replace(report, results=then.results)))
            checked.report = touched(report, view, then)
        asked.register.annotate(name, checked.report)
        return checked.with_places(Path.cwd())


def _check(name: str, opened: Opened, asked: Asked) -> Checked:
    with progress(f"Validating {name}"):
        view = open_view(opened.dataset, asked.on, asked.access)
        view.engine = asked.engine
        view.waivers = asked.waivers or view.waivers
        graphs = None if opened.only is None else {graph.value for graph in opened.only}
        report = view.report if opened.only is None else only_in(view.report, opened.only)
        checked = Checked(name, view, report, graphs, fail_on=asked.fail_on)
        if asked.changed_since:
            with TemporaryDirectory() as scratch:
                path = locate(name.split(", ", maxsplit=1)[0])
                then = before(path, opened, asked.changed_since, view, Path(scratch))
            old = replace(report, results=then.results)
            if opened.only is not None:
                old = only_in(old, opened.only)
            checked.fixed = fixed(report, known_from(old), graphs)
            checked.report = touched(report, view, then)
        return checked.with_places(Path.cwd())

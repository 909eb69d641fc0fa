"""A baseline: the results that were there already, so that only new ones fail."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from samverkan.errors import SamverkanError
from samverkan.validate.report import Report, Result

_VERSION = 1
_ABOUT = "Results that samverkan validate does not fail on; written by --update-baseline."


class BaselineError(SamverkanError):
    """The baseline cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; make it anew with --update-baseline")
        self.path = path


@dataclass(frozen=True, order=True)
class Known:
    """A result as a baseline keeps it: enough to know it again, and to say what it was."""

    dataset: str
    focus: str
    shape: str
    severity: str
    label: str
    graph: str
    key: str


def known_from(report: Report) -> list[Known]:
    """What a baseline keeps of the report: every result that is not waived."""
    return [
        Known(
            dataset=report.dataset,
            focus=result.focus,
            shape=result.code,
            severity=result.severity,
            label=result.label or "",
            graph=result.graph or "",
            key=result.key,
        )
        for result in report.results
        if result.stands
    ]


def read_baseline(path: Path) -> list[Known]:
    """
    The results that the file keeps.

    Raises:
        BaselineError: if it is not there, or not a baseline of this version.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BaselineError(path, (error.strerror or str(error)).lower()) from error
    except ValueError as error:
        raise BaselineError(path, f"is no JSON: {error}") from error
    try:
        if told["version"] != _VERSION:
            raise BaselineError(path, f"is of version {told['version']}, not {_VERSION}")
        return [Known(**entry) for entry in told["results"]]
    except (KeyError, TypeError) as error:
        raise BaselineError(path, "is no baseline of samverkan validate") from error


def write_baseline(path: Path, known: Iterable[Known]) -> None:
    """Write the file, one result a line so that versions compare well; never half of it."""
    lines = ",\n".join(
        "    " + json.dumps(asdict(entry), ensure_ascii=False) for entry in sorted(set(known))
    )
    head = f'{{\n  "about": "{_ABOUT}",\n  "version": {_VERSION},\n  "results": [\n'
    beside = path.with_name(path.name + ".part")
    beside.write_text(f"{head}{lines}\n  ]\n}}\n", encoding="utf-8", newline="\n")
    beside.replace(path)


def compared(report: Report, baseline: Sequence[Known]) -> Report:
    """The report with the results marked that the baseline knows."""
    keys = {entry.key for entry in baseline if entry.dataset == report.dataset}
    return replace(report, results=tuple(_marked(result, keys) for result in report.results))


def fixed(
    report: Report, baseline: Sequence[Known], graphs: Collection[str] | None = None
) -> list[Known]:
    """
    What the baseline knows and the report does not find any more.

    Args:
        report: of the whole dataset, or of those graphs.
        baseline: what was known.
        graphs: if the report is of these graphs only; None for all.
    """
    found = {result.key for result in report.results if result.stands}
    return [
        entry
        for entry in baseline
        if entry.dataset == report.dataset
        and entry.key not in found
        and (graphs is None or entry.graph in graphs)
    ]


def renewed(
    baseline: Sequence[Known], reports: Iterable[tuple[Report, Collection[str] | None]]
) -> list[Known]:
    """
    The baseline with what the reports find in place of what it knew of the same data.

    Args:
        baseline: what was known.
        reports: each with the graphs that it is of; None for all of its dataset.
    """
    kept = list(baseline)
    for report, graphs in reports:
        kept = [
            entry
            for entry in kept
            if entry.dataset != report.dataset or (graphs is not None and entry.graph not in graphs)
        ]
        kept += known_from(report)
    return kept


def _marked(result: Result, keys: Collection[str]) -> Result:
    return replace(result, known=True) if result.stands and result.key in keys else result

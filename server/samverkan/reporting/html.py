"""One self-contained page: a heat map of municipality and requirement, and every result."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from samverkan import __version__
from samverkan.coverage import Requirement
from samverkan.reporting.checked import LANGUAGES, Checked, Finding
from samverkan.reporting.words import (
    SEVERITY,
    as_of,
    found_and_expected,
    summary,
    tally,
    verdict_on,
    waiver_sentence,
)
from samverkan.validate.conformance import Conformance
from samverkan.validate.labels import Labels
from samverkan.validate.report import SEVERITIES, requirement_order

#: Statuses that say something of a member; a row without any is left out at first.
_TELLING = {"met", "notMet", "waived", "notAssessed"}


def as_html(datasets: Sequence[Checked], language: str) -> str:
    """The page; it shows the language first and lets the reader switch to the other."""
    return _template().render(
        language=language,
        datasets=[_dataset(number, checked) for number, checked in enumerate(datasets, start=1)],
        severities={name: _both(lambda sv, n=name: SEVERITY[sv][n]) for name in SEVERITIES},
        version=__version__,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("samverkan.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html")


def _dataset(number: int, checked: Checked) -> dict[str, Any]:
    dataset = checked.view.dataset
    return {
        "id": f"dataset-{number}",
        "name": checked.name,
        "label": dict(dataset.labels) if dataset else {},
        "fictional": bool(dataset and dataset.fictional),
        "partial": checked.graphs is not None,
        "verdict": _both(lambda language: verdict_on(checked, language)),
        "summary": _both(lambda language: summary(checked, language)),
        "as_of": _both(lambda language: as_of(checked, language)),
        "tally": tally(checked),
        "members": checked.members,
        "columns": [_both(lambda sv, n=names: _brief(n[sv])) for names in checked.members.values()],
        "rows": _rows(checked),
        "findings": [_finding(finding, checked) for finding in checked.findings],
        "fixed": checked.fixed,
        "requirements": _cited(checked),
    }


def _rows(checked: Checked) -> list[dict[str, Any]]:
    """The heat map: a row for each requirement, with a cell for each member."""
    labels = Labels(checked.view.store)
    cells: dict[str, dict[str, Conformance]] = defaultdict(dict)
    for count in checked.conformance:
        cells[count.requirement][count.organization] = count
    return [
        {
            "requirement": requirement,
            "name": _both(lambda language, iri=requirement.iri: labels.of(iri, language) or ""),
            "cells": [_cell(cells[requirement.iri].get(iri)) for iri in checked.members],
            "telling": any(c.status in _TELLING for c in cells[requirement.iri].values()),
        }
        for requirement in checked.requirements
    ]


def _cell(count: Conformance | None) -> dict[str, Any]:
    if count is None:
        return {"status": "notApplicable", "checked": 0, "failed": 0, "waived": 0, "heat": 0}
    share = count.failed / count.checked if count.checked else 1.0
    heat = 0 if not count.failed else 1 if share <= 1 / 3 else 2 if share <= 2 / 3 else 3
    return {
        "status": count.status,
        "checked": count.checked,
        "failed": count.failed,
        "waived": count.waived,
        "heat": heat,
    }


def _finding(finding: Finding, checked: Checked) -> dict[str, Any]:
    result = finding.result
    shape = checked.shapes.get(result.shape)
    names = shape.names if shape else {}
    return {
        "result": result,
        "state": finding.state,
        "place": str(result.place) if result.place else "",
        "name": {language: names.get(language, result.code) for language in LANGUAGES},
        "message": _both(result.message),
        "details": _both(lambda language: found_and_expected(finding, language)),
        "waiver": _both(lambda language: waiver_sentence(finding, language)),
        "requirements": finding.requirements,
        "member": checked.members.get(result.organization or "", {}),
    }


def _cited(checked: Checked) -> list[Requirement]:
    """The requirements that some result is about, in their order."""
    told = {r.iri: r for finding in checked.findings for r in finding.requirements}
    return sorted(told.values(), key=lambda requirement: requirement_order(requirement.short))


def _brief(name: str) -> str:
    """The name without what stands in parentheses at its end: columns are narrow."""
    return re.sub(r"\s*\([^()]*\)$", "", name)


def _both(tell: Any) -> Mapping[str, Any]:
    return {language: tell(language) for language in LANGUAGES}

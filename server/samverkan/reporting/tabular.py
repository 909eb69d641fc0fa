"""The report as rows (CSV) and as an object with everything (JSON)."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from samverkan.reporting.checked import Checked, Finding
from samverkan.reporting.words import tally
from samverkan.validate.report import Place

#: New columns come at the end, so that what reads a file by position goes on working.
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
    "file",
    "line",
    "column",
    "state",
)


def as_csv(datasets: Sequence[Checked], language: str) -> str:
    """One row a result; of a cell in a workbook, line is the row, and file names the sheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        _row(checked.name, finding, language)
        for checked in datasets
        for finding in checked.findings
    )
    return text.getvalue()


def as_json(datasets: Sequence[Checked], language: str) -> str:
    """Everything that is known of each dataset and its results, messages in both languages."""
    told = [_dataset(checked, language) for checked in datasets]
    passed = not any(checked.failing for checked in datasets)
    return json.dumps({"passed": passed, "datasets": told}, ensure_ascii=False, indent=2) + "\n"


def _row(name: str, finding: Finding, language: str) -> list[str]:
    result = finding.result
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
        *_place(result.place),
        finding.state,
    ]


def _place(place: Place | None) -> list[str]:
    if place is None:
        return ["", "", ""]
    if place.sheet:
        cell = place.cell or ""
        letters = cell.rstrip("0123456789")
        return [f"{place.file}!{place.sheet}", cell.removeprefix(letters), letters]
    return [place.file, str(place.line or ""), str(place.column or "")]


def _dataset(checked: Checked, language: str) -> dict[str, Any]:
    return {
        "name": checked.name,
        "dataset": checked.report.dataset,
        "asOf": checked.report.on.isoformat(),
        "conforms": checked.report.conforms,
        "failing": len(checked.failing),
        "shapesChecked": checked.report.shapes_checked,
        "counts": tally(checked),
        "results": [_result(finding, language) for finding in checked.findings],
        "fixed": [
            {"focus": known.focus, "shape": known.shape, "label": known.label}
            for known in checked.fixed
        ],
        "conformance": [
            {
                "requirement": count.requirement,
                "organization": count.organization,
                "status": count.status,
                "checked": count.checked,
                "failed": count.failed,
                "waived": count.waived,
                "notAssessed": count.not_assessed,
            }
            for count in checked.conformance
        ],
    }


def _result(finding: Finding, language: str) -> dict[str, Any]:
    result, place, waiver = finding.result, finding.result.place, finding.result.waiver
    return {
        "key": result.key,
        "severity": result.severity,
        "state": finding.state,
        "shape": result.code,
        "rule": result.shape,
        "requirements": result.requirement_ids,
        "focus": result.focus,
        "label": result.label,
        "path": result.path,
        "value": result.value,
        "component": result.component,
        "message": result.message(language),
        "messages": dict(sorted(result.messages.items())),
        "found": finding.found,
        "expected": finding.expected,
        "organization": result.organization,
        "graph": result.graph,
        "place": {k: v for k, v in vars(place).items() if v is not None} if place else None,
        "waiver": {**vars(waiver), "until": waiver.until.isoformat()} if waiver else None,
    }

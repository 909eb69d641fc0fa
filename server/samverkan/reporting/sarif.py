"""SARIF 2.1.0: what code scanning of GitHub, Azure DevOps and editors read."""

import json
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from samverkan import __version__
from samverkan.namespaces import BASE
from samverkan.reporting.checked import Checked, Finding
from samverkan.reporting.words import sentence, waiver_sentence
from samverkan.validate.report import Place

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
_BASELINE = {"new": "new", "known": "unchanged", "waived": "unchanged"}


def as_sarif(datasets: Sequence[Checked], language: str) -> str:
    """One run a dataset; its rules are the shapes that found something."""
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [_run(checked, language) for checked in datasets],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _run(checked: Checked, language: str) -> dict[str, Any]:
    used = sorted({finding.result.shape for finding in checked.findings})
    return {
        "tool": {
            "driver": {
                "name": "Samverkan",
                "informationUri": BASE,
                "version": __version__,
                "semanticVersion": __version__,
                "language": language,
                "rules": [_rule(iri, checked, language) for iri in used],
            }
        },
        "automationDetails": {"id": f"samverkan/{checked.report.dataset.rsplit('/', 1)[-1]}/"},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The folder in which samverkan was run."}}
        },
        "results": [_result(finding, used, language) for finding in checked.findings],
        "properties": {"asOf": checked.report.on.isoformat(), "dataset": checked.report.dataset},
    }


def _rule(iri: str, checked: Checked, language: str) -> dict[str, Any]:
    shape = checked.shapes.get(iri)
    first = next(f.result for f in checked.findings if f.result.shape == iri)
    message = first.message(language)
    asked = [r for r in checked.requirements if r.iri in first.requirements]
    why = [
        f"{r.short} ({'; '.join(r.sections)}, p. {', '.join(r.pages)}): "
        f"{r.paraphrase.get(language, '')}"
        for r in asked
    ]
    return {
        "id": first.code,
        "name": first.code,
        "shortDescription": {"text": (shape.names.get(language) if shape else None) or first.code},
        "fullDescription": {"text": message},
        "help": {
            "text": "\n\n".join([message, *why]),
            "markdown": "\n".join([message, "", *(f"- {line}" for line in why)]).rstrip(),
        },
        "helpUri": iri,
        "defaultConfiguration": {"level": _LEVELS[first.severity]},
        "properties": {"tags": [requirement.short for requirement in asked]},
    }


def _result(finding: Finding, rules: list[str], language: str) -> dict[str, Any]:
    result = finding.result
    told: dict[str, Any] = {
        "ruleId": result.code,
        "ruleIndex": rules.index(result.shape),
        "level": _LEVELS[result.severity],
        "message": {"text": sentence(finding, language)},
        "locations": [_location(result.place, result.label or result.focus, result.focus)],
        "partialFingerprints": {"samverkanResult/v1": result.key},
        "baselineState": _BASELINE[finding.state],
        "properties": {
            "requirements": result.requirement_ids,
            "focus": result.focus,
            **({"value": result.value} if result.value else {}),
            **({"organization": result.organization} if result.organization else {}),
        },
    }
    if result.waiver:
        told["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": waiver_sentence(finding, language),
            }
        ]
    return told


def _location(place: Place | None, name: str, focus: str) -> dict[str, Any]:
    logical: dict[str, Any] = {"name": name, "fullyQualifiedName": focus}
    if place is None:
        return {"logicalLocations": [logical]}
    if place.sheet:
        logical["decoratedName"] = str(place)
    # What has no lines, such as a workbook, is shown at its first: code scanning asks for one.
    region = {"startLine": place.line or 1}
    if place.line and place.column:
        region["startColumn"] = place.column
    physical = {"artifactLocation": _artifact(place.file), "region": region}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _artifact(file: str) -> dict[str, str]:
    path = PurePosixPath(file)
    if path.is_absolute():
        return {"uri": "file://" + quote(file)}
    return {"uri": quote(file), "uriBaseId": "%SRCROOT%"}

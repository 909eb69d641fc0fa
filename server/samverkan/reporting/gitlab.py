"""GitLab's code quality report."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from samverkan.reporting.checked import Checked, Finding
from samverkan.reporting.words import sentence

_SEVERITIES = {"Violation": "major", "Warning": "minor", "Info": "info"}


def as_gitlab(datasets: Sequence[Checked], language: str) -> str:
    """
    An array of findings. Waived results are left out; GitLab itself tells new ones from old.

    GitLab wants a line for each: where only the file is known, it is the first.
    """
    told = [
        _issue(checked.report.dataset, finding, language)
        for checked in datasets
        for finding in checked.findings
        if finding.state != "waived"
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _issue(dataset: str, finding: Finding, language: str) -> dict[str, Any]:
    result, place = finding.result, finding.result.place
    cited = f" [{', '.join(result.requirement_ids)}]" if result.requirements else ""
    where = f" ({place.sheet}!{place.cell})" if place and place.sheet else ""
    thing = result.label or result.focus
    return {
        "description": f"{thing}{where}: {sentence(finding, language)}{cited}",
        "check_name": result.code,
        "fingerprint": hashlib.sha256(f"{dataset} {result.key}".encode()).hexdigest(),
        "severity": _SEVERITIES[result.severity],
        "location": {
            "path": place.file if place else "",
            "lines": {"begin": place.line if place and place.line else 1},
        },
    }

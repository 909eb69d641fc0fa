"""GitHub's workflow commands: an annotation beside the line of each result."""

from collections.abc import Sequence

from samverkan.namespaces import shorten
from samverkan.reporting.checked import Checked, Finding
from samverkan.reporting.words import sentence, summary, waiver_sentence

_COMMANDS = {"Violation": "error", "Warning": "warning", "Info": "notice"}


def as_github(datasets: Sequence[Checked], language: str) -> str:
    """
    `::error file=…,line=…,col=…,title=…::message` for each new result; waived ones are notices.

    Results that a baseline knows get no annotation. The summary follows as plain lines.
    """
    lines = [
        _annotation(finding, language)
        for checked in datasets
        for finding in checked.findings
        if finding.state != "known"
    ]
    # A line that begins with "::" would be a command, whoever chose a dataset's name.
    lines += [summary(checked, language).lstrip(":").replace("\n", " ") for checked in datasets]
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding, language: str) -> str:
    result, place = finding.result, finding.result.place
    command = "notice" if result.waiver else _COMMANDS[result.severity]
    cited = f" [{', '.join(result.requirement_ids)}]" if result.requirements else ""
    properties = {}
    if place:
        properties["file"] = place.file
        if place.line:
            properties["line"] = str(place.line)
        if place.column:
            properties["col"] = str(place.column)
    properties["title"] = f"{result.code}{cited}"
    thing = result.label or shorten(result.focus)
    told = [f"{thing}: {sentence(finding, language)}"]
    if place and place.sheet:
        told.insert(0, str(place))
    if result.waiver:
        told.append(waiver_sentence(finding, language))
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {written}::{_message(chr(10).join(told))}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")

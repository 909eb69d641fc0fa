"""JUnit XML, as GitLab and Jenkins read it."""

from collections import defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from samverkan.namespaces import shorten
from samverkan.reporting.checked import Checked, Finding
from samverkan.reporting.words import sentence, waiver_sentence
from samverkan.validate.report import Result

#: Characters that XML 1.0 cannot hold, not even escaped.
_BARRED = {code: "\ufffd" for code in (*range(0x20), 0xFFFE, 0xFFFF) if code not in (9, 10, 13)}


def as_junit(datasets: Sequence[Checked], language: str) -> str:
    """
    One suite a dataset. A rule without results is a case that passed; each result is a case
    of its own: failed if the gate counts it, skipped if it is waived, else passed with output.
    """
    root = ET.Element("testsuites", name="samverkan")
    for checked in datasets:
        root.append(_suite(checked, language))
    for total in ("tests", "failures", "skipped"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(checked: Checked, language: str) -> ET.Element:
    failing = {result.key for result in checked.failing}
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        found[finding.result.shape].append(finding)
    suite = ET.Element("testsuite", name=_clean(checked.name), errors="0", time="0")
    suite.set("timestamp", f"{checked.report.on.isoformat()}T00:00:00")
    for iri in sorted({*checked.shapes, *found}):
        for finding in found.get(iri, []):
            suite.append(_case(checked, finding, finding.result.key in failing, language))
        if iri not in found:
            shape = checked.shapes[iri]
            name = f"{shape.code}: {shape.names.get(language, '')}"
            ET.SubElement(suite, "testcase", classname=_class(checked), name=_clean(name), time="0")
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _case(checked: Checked, finding: Finding, failed: bool, language: str) -> ET.Element:
    result = finding.result
    told = sentence(finding, language)
    case = ET.Element("testcase", classname=_class(checked), name=_clean(_name(result)), time="0")
    if result.place:
        case.set("file", _clean(result.place.file))
        if result.place.line:
            case.set("line", str(result.place.line))
    details = [
        str(result.place or ""),
        told,
        "; ".join(finding.cited(language)),
        result.focus,
        result.shape,
    ]
    text = _clean("\n".join(line for line in details if line))
    if result.waiver:
        ET.SubElement(case, "skipped", message=_clean(waiver_sentence(finding, language)))
    elif failed:
        failure = ET.SubElement(case, "failure", message=_clean(told), type=result.severity)
        failure.text = text
    else:
        ET.SubElement(case, "system-out").text = text
    return case


def _name(result: Result) -> str:
    thing = result.label or shorten(result.focus)
    return f"{result.code}: {thing} [{result.key}]"


def _class(checked: Checked) -> str:
    return f"samverkan.{checked.report.dataset.rsplit('/', 1)[-1]}"


def _clean(text: str) -> str:
    return text.translate(_BARRED)

"""Words and sentences that several formats share, in Swedish and English."""

from samverkan.reporting.checked import Checked, Finding
from samverkan.validate.report import SEVERITIES

SEVERITY = {
    "sv": {"Violation": "fel", "Warning": "varning", "Info": "upplysning"},
    "en": {"Violation": "violation", "Warning": "warning", "Info": "info"},
}
_LEADS = {
    "sv": {"found": "Hittat", "expected": "Förväntat"},
    "en": {"found": "Found", "expected": "Expected"},
}
#: One of them, several of them.
_COUNTED = {
    "sv": {
        "Violation": ("fel", "fel"), "Warning": ("varning", "varningar"),
        "Info": ("upplysning", "upplysningar"), "shapes": ("regel", "regler"),
        "waived": ("undantagen", "undantagna"), "fixed": ("åtgärdad", "åtgärdade"),
        "known": ("känd sedan förut", "kända sedan förut"),
    },
    "en": {
        "Violation": ("violation", "violations"), "Warning": ("warning", "warnings"),
        "Info": ("info", "infos"), "shapes": ("shape", "shapes"), "waived": ("waived", "waived"),
        "fixed": ("fixed", "fixed"), "known": ("known before", "known before"),
    },
}  # fmt: skip
_AS_OF = {"sv": "per", "en": "as of"}
_VERDICTS = {
    "sv": ("godkänd", "inte godkänd men släpps igenom", "inte godkänd"),
    "en": ("conforms", "does not conform but passes", "does not conform"),
}


def found_and_expected(finding: Finding, language: str) -> list[str]:
    """`Found: …` and `Expected: …`, where there is something to say."""
    told = (("found", finding.found), ("expected", finding.expected))
    leads = _LEADS[language]
    return [f"{leads[name]}: {texts[language]}" for name, texts in told if language in texts]


def sentence(finding: Finding, language: str) -> str:
    """The message with what was found and expected, in one line."""
    told = [finding.result.message(language), *found_and_expected(finding, language)]
    return " ".join(told[:1] + [f"{part}." for part in told[1:]])


def waiver_sentence(finding: Finding, language: str) -> str:
    """Who decided to live with it, until when and why."""
    waiver = finding.result.waiver
    if waiver is None:
        return ""
    if language == "sv":
        return (
            f"Undantag till och med {waiver.until}, beslutat av {waiver.decided_by}: {waiver.why}"
        )
    return f"Waived until {waiver.until}, decided by {waiver.decided_by}: {waiver.why}"


def counted(number: int, what: str, language: str) -> str:
    """`1 violation`, `2 violations`; also of `shapes`, `waived`, `known` and `fixed`."""
    one, many = _COUNTED[language][what]
    return f"{number} {one if number == 1 else many}"


def as_of(checked: Checked, language: str) -> str:
    """`486 shapes, as of 2019-10-01`."""
    shapes = counted(checked.report.shapes_checked, "shapes", language)
    return f"{shapes}, {_AS_OF[language]} {checked.report.on}"


def summary(checked: Checked, language: str) -> str:
    """One line: the verdict and the counts."""
    told = [
        counted(number, what, language)
        for what, number in tally(checked).items()
        if number or what in SEVERITIES
    ]
    verdict = verdict_on(checked, language)
    return f"{checked.name}: {verdict}: {', '.join(told)} ({as_of(checked, language)})"


def verdict_on(checked: Checked, language: str) -> str:
    """Whether the data conform, and if not, whether they pass the gate all the same."""
    conforms, passes, fails = _VERDICTS[language]
    return conforms if checked.report.conforms else fails if checked.failing else passes


def tally(checked: Checked) -> dict[str, int]:
    """How many new results of each severity, and how many are waived, known and fixed."""
    states = [finding.state for finding in checked.findings]
    new = [finding.result for finding in checked.findings if finding.state == "new"]
    numbers = {name: sum(result.severity == name for result in new) for name in SEVERITIES}
    numbers["waived"], numbers["known"] = states.count("waived"), states.count("known")
    return {**numbers, "fixed": len(checked.fixed)}

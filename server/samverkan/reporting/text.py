"""The report for the eye, on a terminal or in a log."""

from collections.abc import Iterator, Sequence

import click

from samverkan.namespaces import shorten
from samverkan.reporting.checked import Checked, Finding
from samverkan.reporting.words import (
    SEVERITY,
    found_and_expected,
    summary,
    waiver_sentence,
)

_COLOURS = {"Violation": "red", "Warning": "yellow", "Info": "cyan"}
_FIXED = {"sv": "åtgärdad", "en": "fixed"}
_WAIVED = {"sv": "undantagen", "en": "waived"}


def as_text(datasets: Sequence[Checked], language: str) -> str:
    """
    Each result as `file:line:column: severity [requirements] thing`, message and remedy below.

    Results that a baseline knows are only counted. Colours are for a terminal; who prints
    elsewhere strips them.
    """
    return "".join(f"{line}\n" for checked in datasets for line in _lines(checked, language))


def _lines(checked: Checked, language: str) -> Iterator[str]:
    for finding in checked.findings:
        if finding.state != "known":
            yield from _finding(finding, language)
    for known in checked.fixed:
        word = click.style(_FIXED[language], fg="green", bold=True)
        yield f"{word} {known.label or shorten(known.focus)}"
        yield click.style(f"  {known.shape}  {known.focus}", dim=True)
    yield summary(checked, language)


def _finding(finding: Finding, language: str) -> Iterator[str]:
    result = finding.result
    place = f"{result.place}: " if result.place else ""
    told = SEVERITY[language][result.severity]
    word = click.style(told, fg=_COLOURS[result.severity], bold=True)
    if result.waiver:
        word = click.style(f"{told} ({_WAIVED[language]})", dim=True)
    asked = finding.cited(language)
    cited = f" [{'; '.join(asked)}]" if asked else ""
    yield f"{place}{word}{cited} {result.label or shorten(result.focus)}"
    yield f"  {result.message(language)}"
    for told in found_and_expected(finding, language):
        yield f"  {told}"
    if result.waiver:
        yield f"  {waiver_sentence(finding, language)}"
    yield click.style(f"  {result.code}  {result.focus}", dim=True)

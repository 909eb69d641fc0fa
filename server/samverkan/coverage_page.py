"""The coverage page: every requirement, what checks it, and a finding to show it at work."""

from collections.abc import Iterable, Mapping, Sequence

from samverkan.coverage import Requirement
from samverkan.namespaces import shorten
from samverkan.validate.report import Report, Result

_INTRODUCTION = """# The policy's requirements and what checks them

Made by `samverkan requirements --format markdown`; do not edit by hand.

*IT-policy med strategier Dalsland 2009-2013* holds {count} requirements: {shape} are enforced by
shapes, {query} are answered by stored queries ({both} by both), {none} by neither, with the
reason. A shape marked *stand-in* checks a sign of the requirement, not the thing itself.
Requirements are paraphrased; section and page lead to the source. "Our reading" is ours where
the text is open.
"""


def coverage_page(requirements: Sequence[Requirement], reports: Mapping[str, Report]) -> str:
    """
    The page as Markdown.

    Args:
        requirements: with the shapes and queries behind each.
        reports: by dataset name; the first that has a finding for a requirement gives it.
    """
    shaped = {r.iri for r in requirements if r.shapes}
    asked = {r.iri for r in requirements if r.queries}
    parts = [
        _INTRODUCTION.format(
            count=len(requirements),
            shape=len(shaped),
            query=len(asked),
            both=len(shaped & asked),
            none=len(requirements) - len(shaped | asked),
        )
    ]
    section = None
    for requirement in requirements:
        chapter = requirement.sections[0].split(" / ")[0] if requirement.sections else ""
        if chapter != section:
            section = chapter
            parts.append(f"## {chapter}\n")
        parts.append(_entry(requirement, reports))
    return "\n".join(parts)


def _entry(requirement: Requirement, reports: Mapping[str, Report]) -> str:
    pages = ", ".join(requirement.pages)
    lines = [
        f"### {requirement.short}",
        "",
        f"{requirement.paraphrase.get('en', '')}  ",
        f"*{requirement.paraphrase.get('sv', '')}*",
        "",
        f"- Source: {'; '.join(requirement.sections)} (p. {pages}); {requirement.modality}",
    ]
    if requirement.reading:
        lines.append(f"- Our reading: {requirement.reading.get('en', '')}")
    for shape in requirement.shapes:
        mark = ", stand-in" if shape.stand_in else ""
        name = shape.names.get("en", "")
        lines.append(f"- Shape `{shape.code}` ({shape.severity.lower()}{mark}): {name}")
    for query in requirement.queries:
        lines.append(f"- Query `{query.name}`: {query.question('en')}")
    if not requirement.shapes and not requirement.queries:
        lines.append(f"- Not checked: {requirement.not_checked.get('en', '')}")
    if requirement.shapes:
        lines.append(f"- {_finding(requirement, reports)}")
    return "\n".join([*lines, ""])


def _finding(requirement: Requirement, reports: Mapping[str, Report]) -> str:
    for name, report in reports.items():
        result = _first(report.results, requirement.iri)
        if result:
            return (
                f"Finding in `{name}` on {report.on}: {result.label or shorten(result.focus)}: "
                f"{result.message('en')}"
            )
    return "No finding in the shipped datasets."


def _first(results: Iterable[Result], requirement: str) -> Result | None:
    return next((result for result in results if requirement in result.requirements), None)

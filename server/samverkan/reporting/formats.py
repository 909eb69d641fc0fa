"""Which format is written by what."""

from collections.abc import Callable, Sequence

from samverkan.reporting.checked import Checked
from samverkan.reporting.github import as_github
from samverkan.reporting.gitlab import as_gitlab
from samverkan.reporting.html import as_html
from samverkan.reporting.junit import as_junit
from samverkan.reporting.sarif import as_sarif
from samverkan.reporting.tabular import as_csv, as_json
from samverkan.reporting.text import as_text
from samverkan.reporting.turtle import as_turtle

#: Each takes datasets and a language and gives the whole of a report, ending in a new line.
FORMATS: dict[str, Callable[[Sequence[Checked], str], str]] = {
    "text": as_text,
    "csv": as_csv,
    "json": as_json,
    "html": as_html,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
    "gitlab": as_gitlab,
    "turtle": as_turtle,
}


def render(form: str, datasets: Sequence[Checked], language: str) -> str:
    """The report on the datasets in that format, its texts in the language."""
    return FORMATS[form](datasets, language)

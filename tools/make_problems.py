"""
Write docs/problems.md: every type of problem document, what it means and what to do.

    python tools/make_problems.py            # write it
    python tools/make_problems.py --check    # exit 1 if the file is not what would be written
"""

import sys
from pathlib import Path

from samverkan.query.reasons import REASONS
from samverkan.web.problem_types import BASE, TYPES
from samverkan.web.problems import OF_HTTP, STATUS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "problems.md"
HEAD = f"""# Problems

Made by `python tools/make_problems.py`; do not edit by hand. How an error is told, and in which
form and language, is in [http.md](http.md#errors). The type of a problem is
`{BASE}` and one of these names.

"""


def statuses() -> dict[str, int]:
    """The HTTP status of each type."""
    ours = {kind.__name__.removesuffix("Error"): status.value for kind, status in STATUS.items()}
    inherited = {"TimeLimit": ours["Limit"], "Busy": ours["Limit"]}
    return {**ours, **inherited, **{name: status for status, name in OF_HTTP.items()}}


def page() -> str:
    """The page as Markdown."""
    status = statuses()
    sections = [
        f"## {name}\n\n{status[name]} · {known.en} · {known.sv}\n\n{known.meaning} {known.remedy}\n"
        for name, known in sorted(TYPES.items())
    ]
    rows = [f"| `{code}` | {_cell(reason)} |\n" for code, reason in REASONS.items()]
    reasons = (
        "## Reasons why a query cannot be read\n\n`reason` of a QuerySyntax problem.\n\n"
        "| reason | what is said |\n|---|---|\n" + "".join(rows)
    )
    return HEAD + "\n".join([*sections, reasons])


def _cell(reason: str) -> str:
    values = {name: f"`{name}`" for name in ("token", "near", "prefix", "line", "wanted", "word")}
    told = reason.format(**values, sentence="what the engine says of the query as a whole")
    return told.replace("|", "\\|").replace("<", "\\<")


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")

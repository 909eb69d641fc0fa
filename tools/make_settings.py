"""Write the table of settings into docs/operations.md, and deploy/samverkan.toml, from the code."""

import re
from pathlib import Path
from typing import Any

from samverkan.serving.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "operations.md"
EXAMPLE = ROOT / "deploy" / "samverkan.toml"

_HEAD = """\
# The settings of `samverkan serve`: samverkan.toml in its folder, or --config FILE.
# SAMVERKAN_... in the environment goes before this file, an option before both; a line that is
# commented out shows the default. docs/operations.md says more.
"""
#: What the example sets, or shows, where the default would say nothing.
_SET = {"dataset": "/srv/samverkan/dataset"}
_SHOWN = {"as_of": "2019-10-01"}
_ROW = re.compile(r"(\| `\w+` \| `SAMVERKAN_[^\n]*\n)+")


def table() -> str:
    """A row for each setting: name, environment variable, default, meaning."""
    return "".join(
        f"| `{name}` | `SAMVERKAN_{name.upper()}` | "
        f"{f'`{written(field.default)}` ' if field.default is not None else ''}"
        f"| {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )


def example() -> str:
    """A file with every setting, most of them commented out."""
    lines = [_HEAD]
    for name, field in Settings.model_fields.items():
        lines.append(f"# {field.description}\n")
        if name in _SET:
            lines.append(f"{name} = {written(_SET[name])}\n")
        else:
            lines.append(f"#{name} = {_SHOWN.get(name) or written(field.default)}\n")
    return "\n".join([lines[0], "".join(lines[1:])])


def written(value: Any) -> str:
    """The value as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, Path | str) else str(value)


def page() -> str:
    """The documentation with the table as it should be."""
    return _ROW.sub(lambda _: table(), PAGE.read_text(encoding="utf-8"), count=1)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    EXAMPLE.write_text(example(), encoding="utf-8")

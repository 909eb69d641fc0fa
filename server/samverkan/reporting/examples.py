"""A right and a wrong example of a rule: the fixtures that the rule is tested with."""

import re
from dataclasses import dataclass
from pathlib import Path

from samverkan.assets import examples

_PREFIX = re.compile(r"^@prefix [^\n]*\n", re.MULTILINE)
_NOTE = re.compile(r"\A\s*#\s*(?:Fictional\.\s*|Made up for the tests:[^,]*,\s*)?([^\n]*)\n")


@dataclass(frozen=True)
class Example:
    """Data that a rule is silent on, or that it finds fault with, and what to see in them."""

    note: str
    text: str


def example(code: str, name: str) -> Example | None:
    """
    The shape's example, its prefixes left out; None if it has none.

    Args:
        code: the shape's.
        name: `valid` or `invalid`.
    """
    folder = examples() / code
    files = (folder / f"{name}.{ending}" for ending in ("toml", "ttl", "csv"))
    return next((_read(file) for file in files if file.is_file()), None)


def _read(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    note = _NOTE.match(text)
    body = _PREFIX.sub("", text[note.end() :] if note else text).strip()
    return Example(note[1] if note else "", body)

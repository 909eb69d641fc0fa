"""The example's Turtle as lines: one thing a block, one property a line."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from samverkan.namespaces import PREFIXES

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "example"
_START = re.compile(r"^(\S+) a ([^;]+?) ;$")
_SAID = re.compile(r"^    (\S+) (.+) [;.]$")


@dataclass(frozen=True)
class Said:
    """One property of a thing: its line (from 1), its name, what is stated of it."""

    line: int
    name: str
    value: str
    text: str

    @property
    def is_last(self) -> bool:
        """Whether the thing's description ends here."""
        return self.text.endswith(" .")


@dataclass(frozen=True)
class Block:
    """One thing as a file describes it."""

    file: str
    line: int
    name: str
    kind: str
    text: str
    said: tuple[Said, ...]

    @cached_property
    def points_at(self) -> frozenset[str]:
        """The things that it refers to."""
        values = " ".join(said.value for said in self.said)
        return frozenset(re.findall(r"[a-z-]+:[a-z0-9-]+", values))

    def get(self, name: str) -> Said | None:
        """What is said under that name, if it is said once."""
        found = [said for said in self.said if said.name == name]
        return found[0] if len(found) == 1 else None


@cache
def blocks() -> tuple[Block, ...]:
    """Every thing of the example but those with an intended gap, in the files' order."""
    intended = {row["focus"] for row in csv.DictReader((EXAMPLE / "gaps.csv").open())}
    found = [
        block
        for path in sorted(EXAMPLE.glob("*.ttl"))
        if path.name != "dataset.ttl"
        for block in _blocks(path)
        if _iri(path, block.name) not in intended
    ]
    assert len(found) > 5000
    return tuple(found)


def _blocks(path: Path) -> Iterator[Block]:
    lines = path.read_text(encoding="utf-8").split("\n")
    number = 0
    while number < len(lines):
        start = _START.match(lines[number])
        if not start:
            number += 1
            continue
        first, said = number, []
        while not lines[number].endswith(" ."):
            number += 1
            if one := _SAID.match(lines[number]):
                said.append(Said(number + 1, one[1], one[2], lines[number]))
        yield Block(path.name, first + 1, start[1], start[2], lines[first], tuple(said))


@cache
def _prefixes(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    return dict(re.findall(r"^@prefix (\S*): <(\S+)> \.$", text, re.MULTILINE)) | PREFIXES


def _iri(path: Path, name: str) -> str:
    if name.startswith("<"):
        return name[1:-1]
    prefix, _, local = name.partition(":")
    return _prefixes(path)[prefix] + local

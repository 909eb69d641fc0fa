"""What a validation found: results in an order that does not change, and their count."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date

from samverkan.namespaces import DALSLAND, SHAPES

#: From the gravest down; a report lists them in this order.
SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Place:
    """Where in a source something stands: line and column in text, sheet and cell in a workbook."""

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """`mellerud.ttl:12:5`, or `register.xlsx!Avtal!C7`."""
        if self.sheet:
            return "!".join(part for part in (self.file, self.sheet, self.cell) if part)
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True)
class Waiver:
    """A decision to live with a result for a time."""

    why: str
    decided_by: str
    until: date
    name: str


@dataclass(frozen=True)
class Result:
    """One thing that is wrong with one focus node, under one shape."""

    focus: str
    shape: str
    severity: str
    messages: dict[str, str]
    requirements: tuple[str, ...] = ()
    path: str | None = None
    value: str | None = None
    component: str | None = None
    graph: str | None = None
    organization: str | None = None
    label: str | None = None
    place: Place | None = None
    waiver: Waiver | None = None
    known: bool = False

    @property
    def code(self) -> str:
        """The shape's short form."""
        return self.shape.removeprefix(SHAPES)

    @property
    def requirement_ids(self) -> list[str]:
        """The requirements' short forms, `R-3.9` before `R-3.10`."""
        return sorted((short_requirement(r) for r in self.requirements), key=requirement_order)

    @property
    def key(self) -> str:
        """What tells this result from others, whatever else is edited: 16 hexadecimal digits."""
        told = (self.focus, self.shape, self.component or "", self.path or "", self.value or "")
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]

    @property
    def stands(self) -> bool:
        """Whether nobody has decided to live with it."""
        return self.waiver is None

    def message(self, language: str) -> str:
        """The message in that language, else in the other."""
        return self.messages.get(language) or next(iter(self.messages.values()), self.code)


@dataclass(frozen=True)
class Report:
    """The results of holding one dataset, as of one day, against the shapes."""

    dataset: str
    on: date
    results: tuple[Result, ...]
    shapes_checked: int

    @property
    def conforms(self) -> bool:
        """Whether nothing graver than information stands; counted, never taken on trust."""
        return not any(result.stands and result.severity != "Info" for result in self.results)

    def counts(self) -> dict[str, int]:
        """How many results of each severity stand, all three named."""
        counted = Counter(result.severity for result in self.results if result.stands)
        return {severity: counted[severity] for severity in SEVERITIES}


def short_requirement(iri: str) -> str:
    """`R-3.9` for a requirement of the policy implemented first, else the IRI's last part."""
    return iri.removeprefix(DALSLAND).rsplit("/", 1)[-1]


def requirement_order(short: str) -> tuple[str, list[int]]:
    """Sort key that puts R-3.9 before R-3.10."""
    head, _, numbers = short.partition("-")
    return head, [int(part) for part in numbers.split(".") if part.isdigit()]


def position(result: Result) -> tuple[int, str, str, str, str, str]:
    """Sort key that puts the gravest first, and leaves no two results in doubt."""
    told = (result.focus, result.shape, result.value, result.path, result.component)
    focus, shape, value, path, component = (part or "" for part in told)
    return SEVERITIES.index(result.severity), focus, shape, value, path, component


def in_order(results: list[Result]) -> tuple[Result, ...]:
    """The results by severity, then focus node, shape, value, path and component."""
    return tuple(sorted(results, key=position))

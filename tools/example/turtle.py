"""Things and their facts, and how they are written as Turtle that the formatter leaves alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Self

THINGS = "https://w3id.org/samverkan/id/"
SUPPLIER = "example-"

PREFIXES = {
    "area": THINGS + "reference/business-area/",
    "code": "https://w3id.org/samverkan/ns/code/",
    "dalsland": "https://w3id.org/samverkan/policy/dalsland-2009/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "mun": THINGS + "reference/municipality/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "reforg": THINGS + "reference/organization/",
    "smv": "https://w3id.org/samverkan/ns/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Term(str):
    """A name with one of the prefixes above, or an IRI in angle brackets."""


@dataclass(frozen=True, order=True)
class Name:
    """The name of a thing of ours: in the graph `example-{graph}`, of that kind, with that key."""

    graph: str
    kind: str
    key: str

    @property
    def prefix(self) -> str:
        """What the things of its graph and kind are abbreviated by."""
        return f"{self.graph}-{self.kind}"

    @property
    def base(self) -> str:
        """The IRI up to the key."""
        return f"{THINGS}{SUPPLIER}{self.graph}/{self.kind}/"

    @property
    def iri(self) -> str:
        """The whole IRI."""
        return self.base + self.key


@dataclass(frozen=True)
class Text:
    """A text in a language."""

    value: str
    language: str


@dataclass(frozen=True)
class Year:
    """A calendar year."""

    number: int


Value = Term | Name | Text | Year | date | Decimal | bool | int | str


def texts(sv: str, en: str | None = None) -> list[Text]:
    """A text in Swedish and, where there is one, in English."""
    return [Text(sv, "sv"), *([Text(en, "en")] if en else [])]


@dataclass
class Node:
    """What is described, its class and its facts in the order in which they are written."""

    subject: Name | Term
    type: Term | None = None
    facts: dict[str, list[Value]] = field(default_factory=dict)

    def add(self, prop: str, *values: Value | None) -> Self:
        """State values of a property; a bare name is one of `smv:`. None states nothing."""
        stated = self.facts.setdefault(prop if ":" in prop else f"smv:{prop}", [])
        stated.extend(v for v in values if v is not None and v not in stated)
        return self

    def set(self, prop: str, *values: Value) -> Self:
        """State these values of a property instead of those there were; none states nothing."""
        self.facts[prop if ":" in prop else f"smv:{prop}"] = []
        return self.add(prop, *values)

    def values(self, prop: str) -> list[Value]:
        """What is stated of a property."""
        return self.facts.get(prop if ":" in prop else f"smv:{prop}", [])

    def day(self, prop: str) -> date | None:
        """The day stated."""
        return next((v for v in self.values(prop) if isinstance(v, date)), None)

    def names(self, prop: str) -> list[Name]:
        """The things of ours that it points at."""
        return [v for v in self.values(prop) if isinstance(v, Name)]

    def written(self) -> str:
        """The thing as a block of Turtle."""
        stated = [f"a {self.type}"] if self.type else []
        for prop, values in self.facts.items():
            if values:
                stated.append(f"{prop} {' , '.join(map(write, values))}")
        return f"{write(self.subject)} " + " ;\n    ".join(stated) + " .\n"

    def used(self) -> Iterator[tuple[str, str]]:
        """The prefixes that it is written with, and what they stand for."""
        for name in (self.subject, self.type):
            yield from _prefix(name) if name else ()
        for prop, values in self.facts.items():
            for value in (Term(prop), *values) if values else ():
                yield from _prefix(value)


@dataclass
class Thing(Node):
    """A thing of the register, which has a name of ours."""

    @property
    def name(self) -> Name:
        """Its name."""
        assert isinstance(self.subject, Name)
        return self.subject


def write(value: Value) -> str:
    """The value as a Turtle term."""
    match value:
        case Name():
            return f"{value.prefix}:{value.key}"
        case Term():
            return str(value)
        case Text():
            return f"{_quoted(value.value)}@{value.language}"
        case Year():
            return f'"{value.number}"^^xsd:gYear'
        case bool():
            return "true" if value else "false"
        case date():
            return f'"{value.isoformat()}"^^xsd:date'
        case Decimal():
            return f"{value:.2f}"
        case int():
            return str(value)
    return _quoted(value)


def document(comment: str, sections: Iterable[tuple[str, Sequence[Node]]]) -> str:
    """
    A Turtle file.

    Args:
        comment: the first line, that says what the file is.
        sections: headings, which may be empty, with the nodes below them.
    """
    blocks: list[str] = []
    used: set[tuple[str, str]] = set()
    for heading, things in sections:
        if heading and things:
            blocks.append(f"# {heading}\n")
        for thing in things:
            blocks.append(thing.written())
            used.update(thing.used())
    # The formatter puts a blank before a comment that opens a file.
    prefixes = [f" # {comment}"] + [f"@prefix {p}: <{base}> ." for p, base in sorted(used)]
    return "\n".join(["\n".join(prefixes) + "\n", *blocks])


def _prefix(value: Value) -> Iterator[tuple[str, str]]:
    if isinstance(value, Name):
        yield value.prefix, value.base
    elif isinstance(value, Term) and not value.startswith("<"):
        prefix = value.split(":")[0]
        yield prefix, PREFIXES[prefix]
    elif isinstance(value, date | Year):
        yield "xsd", PREFIXES["xsd"]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

"""N-Quads line by line: terms are made into text once, so that a million lines take seconds."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from samverkan.namespaces import PREFIXES, THINGS

#: A predicate and an object, as N-Triples terms.
Pair = tuple[str, str]


@cache
def term(name: str) -> str:
    """The IRI of a prefixed name (`a` for the type), as N-Triples."""
    if name == "a":
        name = "rdf:type"
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def day(value: date) -> str:
    """An xsd:date."""
    return f'"{value.isoformat()}"^^<{PREFIXES["xsd"]}date>'


def money(value: Decimal) -> str:
    """An xsd:decimal with two decimals."""
    return f'"{value:.2f}"^^<{PREFIXES["xsd"]}decimal>'


def whole(value: int) -> str:
    """An xsd:integer."""
    return f'"{value}"^^<{PREFIXES["xsd"]}integer>'


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return f'"{str(value).lower()}"^^<{PREFIXES["xsd"]}boolean>'


def text(value: str, language: str = "") -> str:
    """A string, in a language if one is given; the made-up texts need no escapes."""
    assert '"' not in value and "\\" not in value
    return f'"{value}"@{language}' if language else f'"{value}"'


def thing(supplier: str, kind: str, key: str) -> str:
    """The IRI of a thing, as N-Triples."""
    return f"<{THINGS}{supplier}/{kind}/{key}>"


def described(subject: str, kind: str, *pairs: Pair) -> list[str]:
    """The triples of a thing of that class, as N-Triples without the full stop."""
    lines = [f"{subject} {term('a')} {term(kind)}"]
    lines += [f"{subject} {term(predicate)} {value}" for predicate, value in pairs]
    return lines


def named(swedish: str, english: str = "") -> tuple[Pair, ...]:
    """Labels."""
    labels = [("rdfs:label", text(swedish, "sv"))]
    if english:
        labels.append(("rdfs:label", text(english, "en")))
    return tuple(labels)


def n_quads(lines: Iterable[str], graph: str) -> str:
    """The triples as N-Quads of one graph."""
    return "".join(f"{line} <{graph}> .\n" for line in lines)

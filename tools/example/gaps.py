"""
The intended gaps: the edits in `tables/gaps.csv`, made in the complete register.

A row edits one thing and names what is then found: the shapes, and the focus if it is another
thing. A row without a thing adds a finding to the row before; one without shapes adds an edit.
"""

import csv
import io
import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from example.organisation import PLACES
from example.register import Register
from example.tables import table
from example.turtle import PREFIXES, Name, Term, Thing, Value

_THING = re.compile(r"([BDFMAK])(!?)/([a-z-]+)/([a-zA-Z0-9-]+)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, order=True)
class Gap:
    """A finding that the register must give: on which thing, by which shape, for what."""

    focus: str
    shape: str
    requirements: str


class NoEffectError(Exception):
    """An edit that changes nothing makes no gap."""

    def __init__(self, row: dict[str, str], why: str) -> None:
        super().__init__(f"{row['thing']}: {row['edits']}: {why}")


def make_gaps(register: Register) -> list[Gap]:
    """
    Make the gaps in the register.

    Raises:
        NoEffectError: if an edit would not change anything.
        KeyError: if a row names a thing that there is not, or a shape without requirements row.
    """
    enforced = {row["shape"]: row["requirements"] for row in table("enforced")}
    gaps = []
    for row in table("gaps"):
        for edit in row["edits"].split("; ") if row["edits"] else []:
            _edit(register, row, edit)
        for shape in row["shapes"].split():
            focus = _iri(row["focus"] or row["thing"])
            gaps.append(Gap(focus, shape, enforced[shape]))
    return sorted(gaps)


def gaps_csv(gaps: list[Gap]) -> str:
    """The list of gaps as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("focus", "shape", "requirements"))
    writer.writerows((gap.focus, gap.shape, gap.requirements) for gap in gaps)
    return text.getvalue()


def _edit(register: Register, row: dict[str, str], edit: str) -> None:
    """Make one edit, written as verb, property and values."""
    name = _name(row["thing"])
    verb, *words = edit.split(" ")
    if verb == "drop":
        register.drop(name)
        return
    if verb == "new":
        register.describe(name, words[0], " ".join(words[1:]))
        return
    thing = register[name]
    if verb == "copy":
        register.add_copy(thing, words[0])
        return
    before = deepcopy(thing.facts)
    _change(thing, verb, words[0], words[1:])
    if thing.facts == before and not (verb == "clear" and words[0] in _MAY_BE_ABSENT):
        raise NoEffectError(row, "changes nothing")


#: What an edit may clear whether or not it is stated.
_MAY_BE_ABSENT = {"until", "renewalMonths", "noticeMonths"}


def _change(thing: Thing, verb: str, prop: str, words: list[str]) -> None:
    values = [_value(word) for word in words]
    match verb:
        case "clear":
            thing.set(prop)
        case "set":
            thing.set(prop, *values)
        case "add":
            thing.add(prop, *values)
        case "remove":
            thing.set(prop, *(value for value in thing.values(prop) if value not in values))
        case "shift":
            stated = [value for value in thing.values(prop) if isinstance(value, Decimal)]
            thing.set(prop, *(value + Decimal(words[0]) for value in stated))
        case "rename":
            thing.add(words[0], *thing.values(prop)).set(prop)
        case _:
            raise ValueError(f"{verb!r} is no edit")


def _name(cell: str) -> Name:
    found = _THING.fullmatch(cell)
    if not found:
        raise ValueError(f"{cell!r} names no thing")
    letter, internal, kind, key = found.groups()
    place = PLACES[letter]
    return place.internal(kind, key) if internal else place.thing(kind, key)


def _value(word: str) -> Value:
    if _THING.fullmatch(word):
        return _name(word)
    if ":" in word:
        return Term(word)
    if _DAY.fullmatch(word):
        return date.fromisoformat(word)
    if word in ("true", "false"):
        return word == "true"
    return int(word) if word.isdigit() else word


def _iri(cell: str) -> str:
    if _THING.fullmatch(cell):
        return _name(cell).iri
    prefix, local = cell.split(":")
    return PREFIXES[prefix] + local

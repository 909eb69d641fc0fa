"""Where in a file a thing, a value or a mention of it stands: line and column, from 1."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import RdfFormat

from samverkan.namespaces import THINGS
from samverkan.sources.formats import SUFFIXES
from samverkan.sources.turtle import triples_with_offsets

#: The formats whose text is read for places; in the others only the file is known.
PLACED = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES)
_LINE_END = re.compile(r"\r\n|\n|\r")


class Position(NamedTuple):
    """Line and column in characters, both from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class TriplePlace:
    """Where the three terms of a triple stand, and its object as N-Triples."""

    subject: Position
    predicate: Position
    object: Position
    value: str


@dataclass
class FilePlaces:
    """
    The places in one file of the things that were asked for; terms are N-Triples.

    `triples` are in the order of the text.
    """

    subjects: dict[str, Position] = field(default_factory=dict)
    mentions: dict[str, Position] = field(default_factory=dict)
    triples: dict[tuple[str, str], list[TriplePlace]] = field(default_factory=dict)


def places_in(path: Path, things: Iterable[str]) -> FilePlaces:
    """
    Where the file describes the things (N-Triples terms) or points at them.

    Empty for formats without places. The file has been read before, so it is well formed; only
    a comment may hold bytes that are no UTF-8, of which each counts as a character.
    """
    if SUFFIXES.get(path.suffix.lower()) not in PLACED:
        return FilePlaces()
    text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    return places_in_text(text, set(things), f"{THINGS}{path.stem}/")


def places_in_text(text: str, things: set[str], base: str) -> FilePlaces:
    """The same for the text of a file."""
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def position(offset: int) -> Position:
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    found = FilePlaces()
    for subject, predicate, value in triples_with_offsets(text, base):
        if value.term in things and value.term not in found.mentions:
            found.mentions[value.term] = position(value.start)
        if subject.term in things:
            place = TriplePlace(
                position(subject.start),
                position(predicate.start),
                position(value.start),
                value.term,
            )
            found.subjects.setdefault(subject.term, place.subject)
            found.triples.setdefault((subject.term, predicate.term), []).append(place)
    return found

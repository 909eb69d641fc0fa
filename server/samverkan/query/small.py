"""
Tell a small question from others by its text: so small that nothing about it need be looked for.

Each of its triples has a subject that is named, or was found by a triple before, so it follows
links from named things and never searches. It has neither filters nor texts, one pair of braces,
and so no place for SERVICE. What is said here of a query holds of what the engine reads, or else
the engine refuses it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from samverkan.namespaces import PREFIXES

#: Longer ones, and those of more triples, are not small; nor does any have so many names.
_LONGEST, _MOST = 4000, 8
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_NAME = r"[A-Za-z][\w-]*|"
_WHOLE = re.compile(
    rf"""\s*+
    (?P<prologue>(?:PREFIX\s++(?:{_NAME}):\s*+{_IRI}\s*+)*+)
    (?:ASK\s*+ | SELECT\s++(?:DISTINCT\s++)?(?P<selected>\*\s*+|(?:[?]\w++\s*+)++))
    (?:WHERE\s*+)?
    \{{(?P<triples>(?:[\w\s:;,.-]++|[?]\w|{_IRI})*+)\}}\s*+
    (?:LIMIT\s++\d{{1,6}}\s*+)?
    (?:\#[^\n\r]*+\s*+)*+""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DECLARED = re.compile(rf"({_NAME}):\s*({_IRI})", re.ASCII)
#: Names go on past dots and colons, as they do for the engine.
_TERM = re.compile(
    rf"{_IRI}|[?]\w+|(?:{_NAME}):(?:[\w:](?:[\w.:-]*[\w:-])?)?|[;,.]|[^\s;,.]+", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Small:
    """
    What a small question mentions.

    Args:
        terms: IRIs that are looked for.
        prefixes: that it uses without declaring them, all of them ours.
    """

    terms: tuple[str, ...]
    prefixes: dict[str, str]


@lru_cache(maxsize=16)
def small(sparql: str) -> Small | None:
    """What the question mentions, if it is a small one; None if it may be anything."""
    whole = _WHOLE.fullmatch(sparql) if len(sparql) <= _LONGEST else None
    if whole is None:
        return None
    reader = _Reader(_declared(whole["prologue"]))
    for written in _TERM.findall(whole["triples"]):
        if not reader.take(written):
            return None
    if reader.place not in (0, 3) or not 0 < reader.triples <= _MOST:
        return None
    if reader.begun > 1 and reader.followed > 1:
        return None  # two searches that share no variable, perhaps
    selected = whole["selected"]
    if selected and selected[0] != "*" and not reader.bound.issuperset(selected.split()):
        return None
    return Small(tuple(reader.terms), reader.prefixes)


@lru_cache(maxsize=64)
def _declared(prologue: str) -> dict[str, str]:
    """The prefixes of a prologue; programs send the same again and again."""
    return {name: iri[1:-1] for name, iri in _DECLARED.findall(prologue)}


class _Reader:
    """
    Reads terms one by one: `place` is that of the next in its triple, from 0.

    `begun` counts named subjects that lead to new variables, `followed` subjects that are found.
    """

    def __init__(self, declared: dict[str, str]) -> None:
        self._declared = declared
        self.place = self.triples = self.begun = self.followed = 0
        self._begins = False
        self.bound: set[str] = set()
        self.terms: dict[str, None] = {}
        self.prefixes: dict[str, str] = {}

    def take(self, written: str) -> bool:
        """Take the next; whether the question may still be small."""
        first = written[0]
        if first in ".;,":
            # A sign stands after a triple only; after it follow a triple, a predicate, an object.
            if self.place != 3:
                return False
            self.place = ".;,".index(first)
            return True
        if self.place == 3:
            return False
        known = self._variable(written) if first == "?" else self._name(written)
        self.place += 1
        self.triples += self.place == 3
        return known

    def _variable(self, written: str) -> bool:
        if self.place == 0:
            self.followed += 1
            self._begins = False
            return written in self.bound
        if self._begins and written not in self.bound:
            self.begun += 1
            self._begins = False
        self.bound.add(written)
        return True

    def _name(self, written: str) -> bool:
        if written == "a":
            return self.place == 1
        self._begins = self._begins or self.place == 0
        if written[0] == "<":
            iri = written[1:-1]
        else:
            prefix, colon, local = written.partition(":")
            if not colon:
                return False
            space = self._declared.get(prefix)
            if space is None:
                space = PREFIXES.get(prefix)
                if space is None:
                    return False
                self.prefixes[prefix] = space
            iri = space + local
        self.terms[iri] = None
        return ":" in iri

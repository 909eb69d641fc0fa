"""Read Turtle, TriG and N-Triples a second time, for where each term stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode

from samverkan.namespaces import RDF, XSD

_CHAR = r"(?:[A-Za-z0-9_\-]|[^\x00-\x7f])"
_ESCAPE = r"(?:\\[_~.\-!$&'()*+,;=/?#@%]|%[0-9A-Fa-f]{2})"
_NAME = (
    rf"(?:{_CHAR}(?:(?:{_CHAR}|\.)*{_CHAR})?)?:"
    rf"(?:(?:{_CHAR}|:|{_ESCAPE})(?:(?:{_CHAR}|[.:]|{_ESCAPE})*(?:{_CHAR}|:|{_ESCAPE}))?)?"
)
_IRI = r"<(?:[^<>\\\s]|\\.)*>"
# Possessive: a file may end in comments that are full of "#".
_SKIP = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_TOKEN = re.compile(
    rf"""{_SKIP}(?:
      (?P<iri>{_IRI})
    | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
        | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*')
    | (?P<directive>@prefix\b|@base\b|(?i:PREFIX|BASE|GRAPH)(?=[\s<\#]))
    | (?P<number>[+-]?(?:[0-9]+\.?[0-9]*[eE][+-]?[0-9]+|\.[0-9]+[eE][+-]?[0-9]+
        |[0-9]*\.[0-9]+|[0-9]+))
    | (?P<name>{_NAME})
    | (?P<word>true|false|a)(?!{_CHAR})
    | (?P<mark>[.;,\[\](){{}}])
    )""",
    re.VERBOSE | re.DOTALL,
)
#: What may follow a string and belongs to its literal.
_SUFFIX = re.compile(
    rf"{_SKIP}(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^{_SKIP}(?P<type>{_IRI}|{_NAME}))"
)
_UNESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_TYPE = f"<{RDF}type>"


class At(NamedTuple):
    """A term as N-Triples, and the offset of its first character."""

    term: str
    start: int


@dataclass
class _Level:
    """A triple in the making: at the top, in a blank node's property list or in a list."""

    opened_by: str
    subject: At | None = None
    predicate: At | None = None
    members_of: tuple[At, At, At] | None = None


@dataclass
class _Reader:
    text: str
    base: str
    prefixes: dict[str, str] = field(default_factory=dict)
    levels: list[_Level] = field(default_factory=lambda: [_Level("")])
    directive: str = ""
    declared: str = ""
    fresh: int = 0
    known: dict[str, str] = field(default_factory=dict)

    def triples(self) -> Iterator[tuple[At, At, At]]:
        position = 0
        while found := _TOKEN.match(self.text, position):
            kind = found.lastgroup or ""
            start, end = found.span(kind)
            token = found[kind]
            position = end
            if kind == "mark":
                yield from self._mark(token, start)
            elif kind == "directive":
                self.directive = token.lstrip("@").lower().replace("graph", "")
            elif self.directive:
                self._declare(kind, token)
            else:
                if kind == "string":
                    suffix = _SUFFIX.match(self.text, end)
                    if suffix:
                        position = suffix.end()
                    term = self._literal(token, suffix)
                elif (kind, token) == ("word", "a"):
                    term = _TYPE
                else:
                    term = self._cached(kind, token)
                yield from self._place(At(term, start))

    def _declare(self, kind: str, token: str) -> None:
        if kind == "name":
            self.declared = token[:-1]
            return
        iri = self._iri(token)
        if self.directive == "prefix":
            self.prefixes[self.declared] = iri
        else:
            self.base = iri
        self.directive = ""
        self.known.clear()

    def _mark(self, mark: str, start: int) -> Iterator[tuple[At, At, At]]:
        level = self.levels[-1]
        if mark == ";":
            level.predicate = None
        elif mark in ".{}":
            level.subject = level.predicate = None
        elif mark in "[(":
            self.fresh += 1
            node = At(str(BlankNode(f"place{self.fresh}")), start)
            triple = self._triple(node)
            if triple:
                yield triple
            members = triple or level.members_of
            self.levels.append(_Level(mark, None if mark == "(" else node, members_of=members))
        elif mark in "])" and len(self.levels) > 1:
            self.levels.pop()

    def _place(self, at: At) -> Iterator[tuple[At, At, At]]:
        triple = self._triple(at)
        if triple:
            yield triple

    def _triple(self, at: At) -> tuple[At, At, At] | None:
        """The triple that the term ends, if it ends one; else it becomes subject or predicate."""
        level = self.levels[-1]
        if level.opened_by == "(":
            return self._member(level, at)
        if level.subject is None:
            level.subject = at
        elif level.predicate is None:
            level.predicate = at
        else:
            return level.subject, level.predicate, at
        return None

    def _member(self, level: _Level, at: At) -> tuple[At, At, At] | None:
        """A list's member stands, for its place, as object of the triple that holds the list."""
        if level.members_of is None:
            return None
        subject, predicate, held = level.members_of
        return subject, predicate, At(at.term, held.start)

    def _cached(self, kind: str, token: str) -> str:
        if token not in self.known:
            self.known[token] = self._term(kind, token)
        return self.known[token]

    def _term(self, kind: str, token: str) -> str:
        if kind == "iri":
            return f"<{self._iri(token)}>"
        if kind == "name":
            return f"<{self._expanded(token)}>" if not token.startswith("_:") else token
        if kind == "number":
            name = "double" if "e" in token.lower() else "decimal" if "." in token else "integer"
        else:
            name = "boolean"
        return str(Literal(token, datatype=NamedNode(XSD + name)))

    def _iri(self, token: str) -> str:
        iri = _unescaped(token[1:-1])
        return iri if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", iri) else urljoin(self.base, iri)

    def _expanded(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self.prefixes.get(prefix, prefix + ":") + re.sub(r"\\(.)", r"\1", local)

    def _literal(self, token: str, suffix: re.Match[str] | None) -> str:
        quotes = 3 if token[:3] in ('"""', "'''") and len(token) > 5 else 1
        value = _unescaped(token[quotes:-quotes])
        if suffix is None:
            return str(Literal(value))
        if suffix["language"]:
            return str(Literal(value, language=suffix["language"]))
        kind = suffix["type"]
        iri = self._iri(kind) if kind.startswith("<") else self._expanded(kind)
        return str(Literal(value, datatype=NamedNode(iri)))


def triples_with_offsets(text: str, base: str) -> Iterator[tuple[At, At, At]]:
    """
    Subject, predicate and object of each triple, with where each stands in the text.

    Args:
        text: Turtle, TriG (all graphs as one) or N-Triples that is known to be well formed.
            From a token on that none of them has, nothing more is told.
        base: what relative IRIs are relative to.

    A blank node property list or list stands where it opens; a member of a list is told as an
    object of the triple that holds the list, and stands where the list opens.
    """
    yield from _Reader(text, base).triples()


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _UNESCAPE.sub(
        lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _LETTERS.get(m[3], m[3]), text
    )

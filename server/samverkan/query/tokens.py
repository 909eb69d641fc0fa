"""Split SPARQL text into tokens, so that strings, IRIs and comments are never taken for code."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"{3} | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
        | \"(?:[^\"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<number>(?:[0-9]*\.[0-9]+|[0-9]+\.?)[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+)
    | (?P<prefixed>(?:[^\W\d_](?:[\w.-]{0,98}[\w-])?)?:
        (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:\.*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))*)?)
    | (?P<word>@?[^\W\d_][\w-]*)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a query: its kind, its text, and where it begins."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next token begins."""
        return self.start + len(self.text)


def tokens(sparql: str) -> Iterator[Token]:
    """All tokens, in order; put together they are the text again."""
    for match in _TOKEN.finditer(sparql):
        yield Token(match.lastgroup or "other", match.group(), match.start())


@lru_cache(maxsize=16)
def code(sparql: str) -> tuple[Token, ...]:
    """The tokens that mean something: neither space nor comment."""
    return tuple(
        Token(kind, match.group(), match.start())
        for match in _TOKEN.finditer(sparql)
        if (kind := match.lastgroup or "other") not in ("space", "comment")
    )


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of the offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

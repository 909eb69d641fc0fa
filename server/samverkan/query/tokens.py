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


def code(sparql: str) -> list[Token]:
    """The tokens that mean something: neither space nor comment."""
    return list(_code(sparql))


#: A query is looked at several times on its way: refused, answered, and told what is odd in it.
@lru_cache(maxsize=8)
def _code(sparql: str) -> tuple[Token, ...]:
    return tuple(token for token in tokens(sparql) if token.kind not in ("space", "comment"))


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of the offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

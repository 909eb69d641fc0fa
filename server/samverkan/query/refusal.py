"""Refuse a query before the engine sees it: what would write, call out, or is not SPARQL."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pyoxigraph import Store

from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES
from samverkan.query.mistakes import Mistake, explain
from samverkan.query.tokens import Token, code, place

_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_SERVICE = re.compile("service", re.IGNORECASE)
#: Beyond this depth of brackets, or this many words, signs and variables, the engine's recursion
#: would end the process. Lists of values, however long, do no harm.
_DEEPEST, _MOST = 100, 2000
#: Characters of the query's line that a message shows around the mistake.
_SHOWN = 100


class QuerySyntaxError(SamverkanError):
    """
    The query is not SPARQL 1.1.

    Attributes:
        reason, values: the code of what is wrong (`reasons.REASONS`), and what it speaks of.
        line, column: the place, if the mistake has one; both from 1.
        shown: the query's line and a caret below the column; "" without a place.
    """

    def __init__(self, mistake: Mistake, sparql: str) -> None:
        self.reason, self.values = mistake.code, mistake.values
        self.line: int | None = None
        self.column: int | None = None
        self.shown = ""
        told = mistake.told
        if mistake.offset is not None:
            self.line, self.column = place(sparql, mistake.offset)
            self.shown = _shown(sparql, self.line, self.column)
            told = f"line {self.line}, column {self.column}: {told}\n{self.shown}"
        super().__init__(f"the query is not SPARQL: {told}")


class RefusedQueryError(SamverkanError):
    """The query asks for something that this endpoint does not do for anybody."""

    def __init__(self, word: str, line: int, column: int) -> None:
        why = (
            "this endpoint calls no other; send the query to the other endpoint and name this "
            "one in a SERVICE there"
            if "SERVICE" in word
            else "this endpoint is for reading; change the source files and load them anew"
        )
        super().__init__(f"{word} at line {line}, column {column} is refused: {why}")
        self.word, self.line, self.column = word, line, column


class OversizeQueryError(SamverkanError):
    """The query is built too deep or too long for the engine to take it in."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"the query has more than {limit} {what}; ask it in parts")
        self.what, self.limit = what, limit


def refuse(sparql: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """
    Stop what would write or call out, before the engine sees it.

    The engine reads letter by letter, without tokens, and calls out for `1e5SERVICE<...>` too.
    So whatever holds the letters of SERVICE must be well formed without that word as well.

    Args:
        sparql: the query.
        prefixes: those that the engine will be told.

    Raises:
        RefusedQueryError: for SERVICE anywhere, and for an update.
        QuerySyntaxError: where SERVICE hides in what would not be SPARQL without it.
        OversizeQueryError: for what the engine could not survive.
    """
    form = None
    seen = code(sparql)
    _measure(seen)
    for token in seen:
        word = token.text.upper()
        if token.kind != "word" or word.startswith("@"):
            continue
        if "SERVICE" in word or (form is None and word in _UPDATES):
            raise RefusedQueryError(word, *place(sparql, token.start))
        if word in _FORMS:
            form = form or word
    if _SERVICE.search(sparql) and _complaint(_disarmed(sparql)[0], prefixes) is not None:
        raise syntax_error(sparql, prefixes)


def _measure(seen: Sequence[Token]) -> None:
    depth = deepest = count = 0
    for token in seen:
        depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
        deepest = max(deepest, depth)
        count += token.kind in ("word", "other", "variable") and token.text != ","
    if deepest > _DEEPEST:
        raise OversizeQueryError("brackets inside each other", _DEEPEST)
    if count > _MOST:
        raise OversizeQueryError("words, signs and variables", _MOST)


def _disarmed(sparql: str) -> tuple[str, str]:
    """The query, letter by letter, with a word that means nothing for SERVICE; and that word."""
    stand_in = "".join(secrets.choice("bcdfghjkmpqvwxz") for _ in "service")
    return _SERVICE.sub(lambda found: _in_the_case_of(found[0], stand_in), sparql), stand_in


def _in_the_case_of(model: str, text: str) -> str:
    return "".join(t.upper() if m.isupper() else t for m, t in zip(model, text, strict=True))


def _complaint(sparql: str, prefixes: Mapping[str, str]) -> str | None:
    """What the engine says against the query, asked on nothing; None if it can read it."""
    try:
        Store().query(sparql, prefixes=dict(prefixes))
    except SyntaxError as error:
        return error.msg or str(error)
    except (RuntimeError, ValueError, OSError):
        return None
    return None


def syntax_error(sparql: str, prefixes: Mapping[str, str] = PREFIXES) -> QuerySyntaxError:
    """The complaint on a query, found without letting the engine see SERVICE again."""
    harmless, stand_in = _disarmed(sparql)
    mistake = explain(harmless, lambda text: _complaint(text, prefixes))
    words = re.compile(stand_in, re.IGNORECASE)
    values = {
        name: words.sub(lambda found: _in_the_case_of(found[0], "service"), value)
        for name, value in mistake.values.items()
    }
    return QuerySyntaxError(replace(mistake, values=values), sparql)


def _shown(sparql: str, line: int, column: int) -> str:
    """The query's line, cut where it is long, and a caret below the column."""
    text = sparql.split("\n")[line - 1].rstrip().replace("\t", " ")
    cut = max(0, column - 1 - _SHOWN // 2)
    return f"{text[cut : cut + _SHOWN]}\n{' ' * (column - 1 - cut)}^"

"""An order of rows in which each has one place, so that pages of a table never overlap."""

from collections.abc import Sequence

from pyoxigraph import QuerySolutions, Store

from samverkan.namespaces import PREFIXES
from samverkan.query.tokens import Token, code

_DEEPER, _LESS_DEEP = ("{", "(", "["), ("}", ")", "]")
_AFTER_ORDER = ("LIMIT", "OFFSET", "VALUES")


def wholly_ordered(sparql: str) -> str:
    """
    The query, with what it leaves open in the order of its rows decided by all their columns.

    A query that is no SELECT, or none at all, stays as it is.
    """
    variables = _variables(sparql)
    if not variables:
        return sparql
    after = _after_the_pattern(code(sparql))
    words = [token.text.upper() for token in after]
    position = next((t.start for t in after if t.text.upper() in _AFTER_ORDER), len(sparql))
    by = "" if "ORDER" in words else "ORDER BY"
    keys = " ".join(f"?{name}" for name in variables)
    ordered = f"{sparql[:position]}\n{by} {keys}\n{sparql[position:]}"
    return ordered if _variables(ordered) == variables else sparql


def _after_the_pattern(seen: Sequence[Token]) -> list[Token]:
    """What stands, in no brackets, behind the first group: the solution modifiers."""
    depth, passed, found = 0, False, []
    for token in seen:
        if token.text in _DEEPER:
            depth += 1
        elif token.text in _LESS_DEEP:
            depth -= 1
            passed = passed or (depth == 0 and token.text == "}")
        elif passed and depth == 0 and token.kind == "word":
            found.append(token)
    return found


def _variables(sparql: str) -> tuple[str, ...]:
    """What the query selects, found without asking it of any data."""
    try:
        answer = Store().query(sparql, prefixes=PREFIXES)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return ()
    if not isinstance(answer, QuerySolutions):
        return ()
    return tuple(variable.value for variable in answer.variables)

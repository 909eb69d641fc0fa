"""Know a mistake by the habit behind it: SQL, Turtle, another language, a sign left out."""

import re
from collections.abc import Callable, Sequence

from samverkan.query.tokens import Token

#: Words of other languages, and what stands for them in SPARQL.
FOREIGN = {
    "AND": "&&",
    "OR": "||",
    "LIKE": 'CONTAINS(?text, "part")',
    "ILIKE": 'CONTAINS(LCASE(?text), "part")',
    "ISNULL": "!BOUND(?a)",
    "NULL": "!BOUND(?a)",
    "TOP": "LIMIT at the end",
    "JOIN": "the patterns one after the other",
    "GROUP_BY": "GROUP BY",
    "ORDER_BY": "ORDER BY",
    "GROUPBY": "GROUP BY",
    "ORDERBY": "ORDER BY",
    "NVL": "COALESCE",
    "IFNULL": "COALESCE",
    "SUBSTRING": "SUBSTR",
    "LENGTH": "STRLEN",
    "LOWER": "LCASE",
    "UPPER": "UCASE",
    "CASE": "IF(condition, then, else)",
}
_AGGREGATES = {"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"}
_BEFORE_BRACE = {"OPTIONAL", "UNION", "MINUS", "EXISTS", "WHERE", "ASK", "CONSTRUCT"}
_LATE = {"LIMIT", "OFFSET", "ORDER", "HAVING"}
_NODES = {"variable", "iri", "prefixed", "string", "number"}


def habit(seen: Sequence[Token], at: int) -> tuple[str, dict[str, str]] | None:
    """
    The code of the mistake at the token where the engine got stuck, and more of its values.

    None if it looks like no habit.
    """
    for known in _HABITS:
        found = known(seen, at)
        if found:
            return found
    return None


_Found = tuple[str, dict[str, str]] | None


def _word(seen: Sequence[Token], at: int) -> str:
    """The word at that place, in capitals; "" if there is none."""
    token = seen[at] if 0 <= at < len(seen) else None
    return token.text.upper() if token and token.kind == "word" else ""


def _text(seen: Sequence[Token], at: int) -> str:
    return seen[at].text if 0 <= at < len(seen) else ""


def _kind(seen: Sequence[Token], at: int) -> str:
    return seen[at].kind if 0 <= at < len(seen) else ""


def _selecting(seen: Sequence[Token], at: int) -> bool:
    """Whether the place is between a SELECT and its pattern."""
    for before in range(at - 1, -1, -1):
        if seen[before].text in ("{", "}"):
            return False
        if _word(seen, before) == "SELECT":
            return True
    return False


def _around(seen: Sequence[Token], at: int) -> tuple[str, str]:
    """The bracket that the place is in, and the word before it."""
    depth = 0
    for before in range(at - 1, -1, -1):
        text = seen[before].text
        if text in ("}", ")", "]"):
            depth += 1
        elif text in ("{", "(", "["):
            if depth == 0:
                return text, _word(seen, before - 1)
            depth -= 1
    return "", ""


def _comma(seen: Sequence[Token], at: int) -> _Found:
    if seen[at].text != ",":
        return None
    if _word(seen, at - 2) in ("LIMIT", "OFFSET"):
        return "comma-in-limit", {}
    if _selecting(seen, at) and _around(seen, at)[0] != "(":
        return "comma-in-select", {}
    for before in range(at - 1, max(-1, at - 2000), -1):
        if seen[before].text == "{":
            names_values = "VALUES" in {_word(seen, before - back) for back in range(1, 12)}
            return ("comma-in-values", {}) if names_values else None
    return None


def _sign(seen: Sequence[Token], at: int) -> _Found:
    text, before = seen[at].text, _text(seen, at - 1)
    if text == "=" == before:
        return "double-equals", {}
    if text == "<>" or (text == ">" and before == "<"):
        return "not-equal", {}
    if text in ("&", "|") and _around(seen, at)[0] == "(":
        return "single-sign", {}
    if before == "^" and _kind(seen, at - 2) == "string":
        return "datatype-sign", {}
    if text in "“”„’‘«»":
        return "curly-quotes", {}
    if seen[at].kind == "string" and re.search(r"\\[^tbnrf\"'\\uU]", text):
        return "bad-escape", {}
    return None


def _date(seen: Sequence[Token], at: int) -> _Found:
    written = "".join(token.text for token in seen[max(0, at - 4) : at + 4])
    is_part = seen[at].kind == "number" or seen[at].text == "-"
    return ("bare-date", {}) if is_part and re.search(r"\d{4}-\d\d-\d\d", written) else None


def _computed(seen: Sequence[Token], at: int) -> _Found:
    text = seen[at].text
    if text == "(" and _word(seen, at - 1) in _AGGREGATES and _selecting(seen, at):
        if _around(seen, at)[0] != "(":
            return "bare-aggregate", {}
    elif text == ")" and (_selecting(seen, at) or _around(seen, at) == ("(", "BIND")):
        return "no-name", {}
    return None


def _bracket(seen: Sequence[Token], at: int) -> _Found:
    before = _word(seen, at - 1)
    if before in ("FILTER", "BIND", "HAVING", "ASC", "DESC"):
        return "bracket-missing", {"word": before}
    if before in _BEFORE_BRACE:
        return "brace-missing", {"word": before}
    if before in ("GRAPH", "FROM", "NAMED"):
        return "graph-missing", {"word": before}
    if _word(seen, at - 2) == "GRAPH":
        return "brace-missing", {"word": f"GRAPH {_text(seen, at - 1)}"}
    return None


def _clause(seen: Sequence[Token], at: int) -> _Found:
    if _word(seen, at) in ("ORDER", "GROUP", "HAVING"):
        for before in range(at - 1, -1, -1):
            if seen[before].text == "}":
                break
            if _word(seen, before) in _LATE:
                return "clause-order", {}
    return None


def _beginning(seen: Sequence[Token], at: int) -> _Found:
    if seen[at].text in (";", ".") and _word(seen, at - 3) == "PREFIX":
        return "prefix-ends", {}
    pattern_begins = seen[at].text == "{" or _word(seen, at) in ("WHERE", "FROM")
    if pattern_begins and _word(seen, at - 1) in ("SELECT", "DISTINCT", "REDUCED"):
        return "nothing-selected", {}
    after_prefixes = at == 0 or _word(seen, at - 3) == "PREFIX"
    return ("no-form", {}) if after_prefixes and seen[at].kind != "word" else None


def _triple(seen: Sequence[Token], at: int) -> _Found:
    token, before = seen[at], seen[at - 1] if at else None
    if before is None or _around(seen, at)[0] != "{":
        return None
    if _kind(seen, at - 2) == "variable" and before.text in ("+", "*", "/"):
        return "variable-in-path", {}
    if _word(seen, at) == "UNION" and before.text != "}":
        return "union-of-groups", {}
    if token.text == "}" and (before.kind in _NODES or before.text == "a"):
        return "part-missing", {}
    if token.kind in _NODES and (before.kind in _NODES or before.text in ("]", ")")):
        return ("predicate-wanted" if seen[at - 2].text in ("{", ".", "}") else "dot-missing"), {}
    return None


_HABITS: tuple[Callable[[Sequence[Token], int], _Found], ...] = (
    _beginning,
    _comma,
    _sign,
    _date,
    _computed,
    _bracket,
    _clause,
    _triple,
)

"""What a query mentions: names, graphs, variables and texts, each told by where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samverkan.namespaces import PREFIXES
from samverkan.query.tokens import Token
from samverkan.query.vocabulary import unescaped

_PATTERN, _EXPRESSION, _TEMPLATE, _VALUES = range(4)
#: Words after which a bracket holds an expression, though it stands in a pattern.
_NO_WORD = ("VALUES", "A", "", "UNDEF")


@dataclass(slots=True)
class Mentions:
    """
    What a query mentions.

    Args:
        terms: IRIs that are looked for in the data, by how they are written.
        graphs: IRIs of graphs, by how they are written.
        selected: variables that the whole query returns.
        used: variables in filters and other expressions.
        bound: variables that a pattern, VALUES, BIND or AS can give a value.
        named: variables that BIND or AS give a value: of computed values.
        texts: plain texts that must be equal to something in the data.
    """

    terms: dict[str, str] = field(default_factory=dict)
    graphs: dict[str, str] = field(default_factory=dict)
    selected: dict[str, None] = field(default_factory=dict)
    used: dict[str, None] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    texts: list[tuple[str, str]] = field(default_factory=list)


def mentions(seen: Sequence[Token], added: Mapping[str, str]) -> Mentions:
    """
    Read a query's tokens once.

    Args:
        seen: of a query that the engine could read.
        added: prefixes that it uses without declaring them, beyond ours.
    """
    # One loop without calls: it stands on the way of every query that is asked.
    found = Mentions()
    terms, bound = found.terms, found.bound
    declared: dict[str, str] = {}
    stack: list[int] = []
    mode = -1
    selecting = False
    before, earlier, last = "", "", ""
    for at, (kind, text, _) in enumerate(seen):
        if kind == "variable":
            name = text[1:]
            if before == "AS":
                bound.add(name)
                found.named.add(name)
            elif mode == _EXPRESSION:
                found.used[name] = None
            elif mode == _TEMPLATE or (selecting and mode == -1):
                found.selected[name] = None
            elif not selecting and (mode == _PATTERN or before == "VALUES"):
                bound.add(name)
        elif kind == "prefixed":
            if before == "PREFIX":
                last = text
            elif before == "_" or (before == "^" == earlier) or mode == _TEMPLATE:
                pass
            else:
                prefix, _, local = text.partition(":")
                space = declared.get(prefix) or PREFIXES.get(prefix) or added.get(prefix, "")
                into = found.graphs if before in ("GRAPH", "FROM", "NAMED") else terms
                into[text] = space + unescaped(local)
        elif kind == "iri":
            if earlier == "PREFIX":
                declared[last[:-1]] = text[1:-1]
            elif before == "BASE" or (before == "^" == earlier) or mode == _TEMPLATE:
                pass
            elif ":" in text:
                into = found.graphs if before in ("GRAPH", "FROM", "NAMED") else terms
                into[text] = text[1:-1]
        elif kind == "string":
            if mode == _PATTERN or (mode == _EXPRESSION and before == "="):
                found.texts.append((text, earlier if before == "=" else ""))
            if found.texts and at + 1 < len(seen) and seen[at + 1].text[0] in "@^":
                found.texts = [pair for pair in found.texts if pair[0] != text]
        elif kind == "word":
            word = text.upper()
            if word in ("SELECT", "DESCRIBE"):
                selecting = True
            elif word in ("WHERE", "FROM"):
                selecting = False
            earlier, before = before, word
            continue
        elif text == "{":
            stack.append(mode)
            selecting = False
            if before == "CONSTRUCT":
                mode = _TEMPLATE
            elif _after_values(seen, at):
                mode = _VALUES
            elif mode != _TEMPLATE:
                mode = _PATTERN
        elif text == "(":
            stack.append(mode)
            if seen[at - 1].kind in ("prefixed", "iri") and (
                mode == _EXPRESSION or earlier == "FILTER"
            ):
                terms.pop(seen[at - 1].text, None)
                mode = _EXPRESSION
            elif selecting or (seen[at - 1].kind == "word" and before not in _NO_WORD):
                mode = _EXPRESSION
        elif text in ("}", ")") and stack:
            mode = stack.pop()
        earlier, before = before, text
    return found


def _after_values(seen: Sequence[Token], at: int) -> bool:
    """Whether the brace opens the rows of VALUES."""
    if at < 2:
        return False
    if seen[at - 1].kind == "variable":
        return seen[at - 2].text.upper() == "VALUES"
    if seen[at - 1].text != ")":
        return False
    for earlier in range(at - 2, -1, -1):
        if seen[earlier].kind != "variable":
            return seen[earlier].text == "(" and seen[earlier - 1].text.upper() == "VALUES"
    return False

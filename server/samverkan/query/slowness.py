"""Know the patterns that this engine is slow at, from a query's tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from samverkan.query.question import Notice
from samverkan.query.tokens import Token, code, place

_AGGREGATES = {"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "GROUP"}
#: Beyond so many statements nobody is told whether they belong together.
_MOST_PARTS = 200
_STEPS = {"prefixed", "iri"}


@dataclass(slots=True)
class _Part:
    """A statement, a filter or a group within a group: the variables that it joins."""

    variables: set[str] = field(default_factory=set)
    triples: bool = False
    subject: str = ""
    sequence: bool = False


@dataclass(slots=True)
class _Group:
    """What stands between two braces."""

    word: str
    start: int
    outer: frozenset[str] = frozenset()
    parts: list[_Part] = field(default_factory=list)
    joins: int = 0
    reaches: bool = False


def slow_patterns(sparql: str) -> tuple[Notice, ...]:
    """
    Hints on what in the query this engine is slow at; for a query that took too long, too.

    Each notice has a `line`. Codes: `slow-not-exists` (a join inside NOT EXISTS: MINUS is fast),
    `slow-aggregate` (counting inside EXISTS), `slow-product` (patterns that share no variable),
    `slow-path` (a path of any length with two open ends).
    """
    return tuple(
        Notice(name, {"line": str(place(sparql, start)[0])}) for name, start in slow(code(sparql))
    )


def slow(seen: Sequence[Token]) -> list[tuple[str, int]]:
    """The codes of what is slow, each with its offset."""
    # One loop without calls but at brackets: it stands on the way of every query that is asked.
    found: list[tuple[str, int]] = []
    paths: list[tuple[str, str, int]] = []
    counts: dict[str, int] = {}
    groups: list[_Group] = []
    part: _Part | None = None
    parens = 0
    before = ""
    outside = False  # an expression: its variables join, but bind nothing
    for at, (kind, text, start) in enumerate(seen):
        if not groups:
            if text == "{":
                groups.append(_Group("", start))
            elif text == "(":
                parens += 1
            elif text == ")":
                parens -= 1
            before = text.upper() if kind == "word" else text
            if len(groups) == 1:
                parens = 0
            continue
        group = groups[-1]
        if kind == "variable":
            if part is None:
                part = _Part(set(), not outside, text[1:])
                group.parts.append(part)
            elif not outside and text[1:] in group.outer:
                group.reaches = True
            part.variables.add(text[1:])
            if not outside:
                counts[text[1:]] = counts.get(text[1:], 0) + 1
        elif kind == "word":
            word = text.upper()
            if word in ("FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "GRAPH", "SELECT"):
                part = None
                outside = word in ("FILTER", "BIND", "VALUES", "SELECT")
            elif word in _AGGREGATES and any(g.word == "EXISTS" for g in groups):
                found.append(("slow-aggregate", start))
            before = f"NOT {word}" if before == "NOT" else word
            continue
        elif kind == "prefixed" or kind == "iri":
            if part is None and not outside:
                part = _Part(set(), True)
                group.parts.append(part)
        elif text == "." or text == ";" or text == ",":
            if not outside:
                group.joins += text != "." or part is not None
                if text == ".":
                    part = None
                elif part is not None:
                    counts[part.subject] = counts.get(part.subject, 0) + 1
        elif text == "/":
            if part is not None and not outside:
                part.sequence = True
                group.joins += 1
        elif text == "*" or text == "+":
            ends = part.subject if part else ""
            following = seen[at + 1] if at + 1 < len(seen) else None
            if (
                not outside
                and part is not None
                and ends
                and not part.sequence
                and (seen[at - 1].kind in _STEPS or seen[at - 1].text == ")")
                and following is not None
                and following.kind == "variable"
            ):
                paths.append((ends, following.text[1:], start))
        elif text == "(":
            parens += 1
        elif text == ")":
            parens -= 1
            if parens == 0 and outside:
                part, outside = None, False
        elif text == "{":
            outer = group.outer.union(*(p.variables for p in group.parts))
            word = before.removeprefix("NOT ")
            groups.append(_Group("NOT" if before == "NOT EXISTS" else word, start, outer))
            part, outside, parens = None, before == "VALUES" or _names(seen, at), 0
        elif text == "}":
            part, outside = None, False
            groups.pop()
            _closed(group, seen[at - 1], found)
            if groups:
                _joined(groups[-1], group)
        before = text
    found += [
        ("slow-path", start)
        for subject, object_, start in paths
        if counts.get(subject) == 1 == counts.get(object_)
    ]
    return found


def _names(seen: Sequence[Token], at: int) -> bool:
    """Whether the brace follows the variables of VALUES."""
    back = at - 1
    while back > 0 and (seen[back].kind == "variable" or seen[back].text in ("(", ")")):
        back -= 1
    return seen[back].text.upper() == "VALUES"


def _closed(group: _Group, last: Token, found: list[tuple[str, int]]) -> None:
    """Look at a group as a whole."""
    if group.word == "NOT":
        joins = group.joins - (last.text in (".", ";"))
        steps = group.reaches or any(part.sequence for part in group.parts) or _chained(group)
        if joins and steps:
            found.append(("slow-not-exists", group.start))
    if not 1 < len(group.parts) <= _MOST_PARTS:
        return
    first = group.parts[0].variables
    if not any(first.isdisjoint(part.variables) for part in group.parts):
        return
    islands: list[tuple[set[str], bool]] = []
    for part in group.parts:
        if not part.variables:
            continue
        joined, triples = set(part.variables), part.triples and bool(part.subject)
        apart = []
        for variables, holds in islands:
            if variables.isdisjoint(joined):
                apart.append((variables, holds))
            else:
                joined |= variables
                triples = triples or holds
        islands = [*apart, (joined, triples)]
    free = [island for island, triples in islands if triples and island.isdisjoint(group.outer)]
    if len(free) > 1:
        found.append(("slow-product", group.start))


def _chained(group: _Group) -> bool:
    """Whether two of its statements share a variable that is not from outside."""
    seen: set[str] = set()
    for part in group.parts:
        own = part.variables - group.outer
        if not seen.isdisjoint(own):
            return True
        seen |= own
    return False


def _joined(parent: _Group, child: _Group) -> None:
    """A group is a part of the one around it; the branches of a UNION are one."""
    variables: set[str] = set().union(*(part.variables for part in child.parts))
    if child.word == "UNION" and parent.parts:
        parent.parts[-1].variables |= variables
    else:
        parent.parts.append(_Part(variables))

"""Say what is wrong with a query that the engine could not read, and where."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from samverkan.namespaces import PREFIXES
from samverkan.query.habits import FOREIGN, habit
from samverkan.query.reasons import REASONS
from samverkan.query.tokens import Token, code, tokens
from samverkan.query.wellknown import WELL_KNOWN, line_for

#: What the engine says of the text: None if it can read it.
Reader = Callable[[str], str | None]

_WORDS = frozenset(
    """A ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT
    CONSTRUCT CONTAINS COPY COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT
    DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN
    INSERT INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGMATCHES LATERAL LCASE
    LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER
    PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR
    SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN
    STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION URI USING
    UUID VALUES WHERE WITH YEAR""".split()  # noqa: SIM905 a hundred quotation marks are no help
)
_SCHEMES = ("http", "https", "urn", "mailto")
_BRACKETS = {"{": "}", "(": ")", "[": "]"}
#: More than the longest word that the engine may try at one place.
_GAP = " " * 24


@dataclass(frozen=True)
class Mistake:
    """
    What is wrong, and where.

    Args:
        code: of `REASONS`.
        values: what the reason speaks of.
        offset: in the query; None where the mistake has no one place.
    """

    code: str
    values: dict[str, str] = field(default_factory=dict)
    offset: int | None = None

    @property
    def told(self) -> str:
        """The reason, in English."""
        return REASONS[self.code].format(**self.values)


def explain(sparql: str, read: Reader) -> Mistake:
    """
    The reason why the query cannot be read.

    Args:
        sparql: what the engine refused.
        read: asks the engine again, to find the place: it reports the furthest character that
            it looked at, which lies beyond the mistake.
    """
    seen = code(sparql)
    if not seen:
        return Mistake("empty")
    slips = [*_open(seen), *_unknown_words(seen), *_unknown_prefixes(seen)] or [*_brackets(seen)]
    if slips:
        return min(slips, key=lambda slip: slip.offset or 0)
    return _furthest(sparql, seen, read)


def _open(seen: Sequence[Token]) -> Iterator[Mistake]:
    """What makes all that follows unreadable: a text, an IRI or a comment without its sign."""
    depth = 0
    for token, after in zip(seen, [*seen[1:], Token("", "", -1)], strict=True):
        depth += (token.text == "(") - (token.text == ")")
        if token.text in ("'", '"'):
            yield Mistake("open-string", {}, token.start)
        elif token.text == "<" and depth == 0 and after.start == token.end:
            yield Mistake("open-iri", {}, token.start)
            return
        elif token.text == after.text and token.text in ("/", "-") and after.start == token.end:
            yield Mistake("comment-sign", {"token": token.text * 2}, token.start)


def _unknown_words(seen: Sequence[Token]) -> Iterator[Mistake]:
    for before, token in zip([None, *seen], seen, strict=False):
        word = token.text.upper()
        if token.kind != "word" or word in _WORDS or _is_tag(word):
            continue
        if before and before.text.upper() == "PREFIX":
            yield Mistake("prefix-form", {}, token.start)
            continue
        if word == "@PREFIX":
            yield Mistake("turtle-prefix", {"token": token.text}, token.start)
            continue
        if word in FOREIGN:
            values = {"token": token.text, "near": FOREIGN[word]}
            yield Mistake("other-language", values, token.start)
            continue
        near = get_close_matches(word, _WORDS, n=1, cutoff=0.75)
        if near:
            yield Mistake("near-word", {"token": token.text, "near": near[0]}, token.start)
        else:
            yield Mistake("unknown-word", {"token": token.text}, token.start)


def _is_tag(word: str) -> bool:
    """Whether it is a language after a text."""
    return word.startswith("@") and word != "@PREFIX"


def _unknown_prefixes(seen: Sequence[Token]) -> Iterator[Mistake]:
    declared = set(PREFIXES) | {prefix for prefix, _ in undeclared(seen, declared=True)}
    for prefix, token in undeclared(seen):
        near = get_close_matches(prefix, sorted(declared | set(WELL_KNOWN)), n=1, cutoff=0.7)
        if prefix.upper() == "PREFIX":
            yield Mistake("prefix-form", {}, token.start)
        elif prefix in _SCHEMES:
            yield Mistake("bare-iri", {}, token.start)
        elif line := line_for(prefix):
            yield Mistake("known-prefix", {"prefix": prefix, "line": line}, token.start)
        elif near:
            yield Mistake("near-prefix", {"prefix": prefix, "near": near[0]}, token.start)
        else:
            yield Mistake("unknown-prefix", {"prefix": prefix}, token.start)


def undeclared(seen: Sequence[Token], *, declared: bool = False) -> Iterator[tuple[str, Token]]:
    """
    The prefixes that are used without being known, each with where; in the order of use.

    Args:
        seen: the query.
        declared: instead, those that it declares.
    """
    known = set(PREFIXES)
    for before, token in zip([None, *seen], seen, strict=False):
        prefix = token.text.partition(":")[0]
        if token.kind != "prefixed" or (before and before.text == "_"):
            continue
        if before and before.text.upper() == "PREFIX":
            known.add(prefix)
            if declared:
                yield prefix, token
        elif prefix not in known and not declared:
            yield prefix, token


def missing_prefixes(sparql: str) -> dict[str, str]:
    """The well-known prefixes that the query uses without declaring them, and what they mean."""
    used = (prefix for prefix, _ in undeclared(code(sparql)))
    return {prefix: WELL_KNOWN[prefix] for prefix in used if prefix in WELL_KNOWN}


def _brackets(seen: Sequence[Token]) -> Iterator[Mistake]:
    opened: list[Token] = []
    for token in seen:
        if token.text in _BRACKETS:
            opened.append(token)
        elif token.text in _BRACKETS.values():
            if not opened or _BRACKETS[opened[-1].text] != token.text:
                break
            opened.pop()
    else:
        for bracket in opened[-1:]:
            yield Mistake("never-closed", {"token": bracket.text}, bracket.start)
        return
    if opened:
        values = {"token": token.text, "wanted": _BRACKETS[opened[-1].text]}
        yield Mistake("other-bracket", values, token.start)
    else:
        yield Mistake("closes-nothing", {"token": token.text}, token.start)


def _furthest(sparql: str, seen: Sequence[Token], read: Reader) -> Mistake:
    """
    Where the engine gets stuck.

    Spread out, with gaps wider than any word, the token that it could not read is the last
    one it looked at.
    """
    spread, starts = "", []
    for token in tokens(sparql.rstrip()):
        starts.append((len(spread), token))
        spread += token.text
        if token.kind == "space" or token.text in ("{", "}", "(", ")", ".", ";", ","):
            spread += _GAP
    told = read(spread.rstrip()) or ""
    wanted = re.sub(r"\['?.*?'?\]", "", told, flags=re.DOTALL)
    for sentence in re.findall(r"[A-Z]\w*(?: [\w*]+){2,}", wanted):
        return _of_engine(sentence, sparql, seen)
    found = re.match(r"error at (\d+):(\d+): expected (.*)", told, re.DOTALL)
    if not found:
        return _given_twice(seen)
    line, column = int(found[1]), int(found[2])
    offset = sum(len(text) + 1 for text in spread.split("\n")[: line - 1]) + column - 1
    if offset >= len(spread.rstrip()):
        ends = found[3] in ("[_]", "<unreported>")
        return _given_twice(seen) if ends else Mistake("too-early", {}, len(sparql.rstrip()))
    token = [t for start, t in starts if start <= offset and t.kind not in ("space", "comment")][-1]
    why, more = habit(seen, seen.index(token)) or ("stuck", {})
    return Mistake(why, {"token": token.text, **more}, token.start)


def _of_engine(sentence: str, sparql: str, seen: Sequence[Token]) -> Mistake:
    """What the engine says of a query as a whole, with its place where that can be found."""
    if sentence.startswith("IRI parsing"):
        return Mistake("relative-iri", {}, _relative(sparql))
    if sentence == "The SELECT contains a variable that is unbound":
        grouped = _not_grouped(seen)
        if grouped:
            return Mistake("not-grouped", {"token": grouped.text}, grouped.start)
    if sentence in ("BIND is overriding an existing variable", _OVERRIDES):
        return _given_twice(seen)
    return Mistake("engine", {"sentence": sentence})


_OVERRIDES = "The SELECT overrides an existing variable using an expression"


def _given_twice(seen: Sequence[Token]) -> Mistake:
    """
    All is read, and yet refused: what the engine says of names that clash.

    The first `AS ?x` is shown whose variable stands before it, or anywhere if SELECT has it.
    """
    texts = [token.text for token in seen]
    for at in range(1, len(seen)):
        if texts[at - 1].upper() != "AS" or seen[at].kind != "variable":
            continue
        opening = texts.index("{") if "{" in texts else len(seen)
        elsewhere = texts[opening:] if at < opening else texts[opening:at]
        if texts[at] in elsewhere:
            return Mistake("given-twice", {"token": texts[at]}, seen[at].start)
    return Mistake("twice")


def _not_grouped(seen: Sequence[Token]) -> Token | None:
    """The first variable that a SELECT with groups selects as it is, without grouping by it."""
    words = [token.text.upper() if token.kind == "word" else token.text for token in seen]
    if words.count("SELECT") != 1 or "{" not in words:
        return None
    grouped = set(words[words.index("GROUP") :]) if "GROUP" in words else set()
    depth = 0
    for at in range(words.index("SELECT"), words.index("{")):
        depth += (words[at] == "(") - (words[at] == ")")
        if seen[at].kind == "variable" and depth == 0 and words[at] not in grouped:
            return seen[at]
    return None


def _relative(sparql: str) -> int | None:
    """Where the first IRI without a scheme is."""
    iris = (token for token in code(sparql) if token.kind == "iri")
    return next((iri.start for iri in iris if not re.match(r"<\w[\w.+-]*:", iri.text)), None)

"""Say what is wrong with a query that the engine could not read, and where."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches

from samverkan.namespaces import PREFIXES
from samverkan.query.tokens import Token, code, tokens

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
_BRACKETS = {"{": "}", "(": ")", "[": "]"}
#: More than the longest word that the engine may try at one place.
_GAP = " " * 24


def explain(sparql: str, read: Reader) -> tuple[str, int | None]:
    """
    The reason why the query cannot be read, and the offset of it where it has one.

    Args:
        sparql: what the engine refused.
        read: asks the engine again, to find the place: it reports the furthest character that
            it looked at, which lies beyond the mistake.
    """
    seen = code(sparql)
    if not seen:
        return "the query is empty", None
    slips = sorted([*_open_strings(seen), *_unknown_words(seen), *_unknown_prefixes(seen)])
    for offset, why in slips or _brackets(seen):
        return why, offset
    return _furthest(sparql, read)


def _open_strings(seen: Sequence[Token]) -> Iterator[tuple[int, str]]:
    for token in seen:
        if token.text in ("'", '"'):
            yield token.start, "a quotation mark that none closes on this line"


def _unknown_words(seen: Sequence[Token]) -> Iterator[tuple[int, str]]:
    for token in seen:
        word = token.text.upper()
        if token.kind == "word" and not word.startswith("@") and word not in _WORDS:
            near = get_close_matches(word, _WORDS, n=1, cutoff=0.75)
            hint = f"did you mean {near[0]}?" if near else 'a variable begins with ?, a text with "'
            yield token.start, f"{token.text} is no word of SPARQL; {hint}"


def _unknown_prefixes(seen: Sequence[Token]) -> Iterator[tuple[int, str]]:
    declared = set(PREFIXES)
    for before, token in zip([None, *seen], seen, strict=False):
        prefix, colon, _ = token.text.partition(":")
        if token.kind != "prefixed" or (before and before.text == "_"):
            continue
        if before and before.text.upper() == "PREFIX":
            declared.add(prefix)
        elif prefix not in declared:
            yield token.start, f"no PREFIX line declares {prefix}{colon}"


def _brackets(seen: Sequence[Token]) -> Iterator[tuple[int, str]]:
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
            yield bracket.start, f"{bracket.text} is never closed"
        return
    if opened:
        wanted = _BRACKETS[opened[-1].text]
        yield token.start, f"{token.text} where {wanted} is wanted"
    else:
        yield token.start, f"{token.text} closes nothing"


def _furthest(sparql: str, read: Reader) -> tuple[str, int | None]:
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
        if sentence.startswith("IRI parsing"):
            return "not an absolute IRI; write it in full, or declare a BASE", _relative(sparql)
        return sentence, None
    found = re.match(r"error at (\d+):(\d+): expected (.*)", told, re.DOTALL)
    if not found:
        return _TWICE, None
    line, column = int(found[1]), int(found[2])
    offset = sum(len(text) + 1 for text in spread.split("\n")[: line - 1]) + column - 1
    if offset >= len(spread.rstrip()):
        ends = found[3] in ("[_]", "<unreported>")
        return (_TWICE, None) if ends else ("the query ends too early", len(sparql.rstrip()))
    token = [t for start, t in starts if start <= offset and t.kind not in ("space", "comment")][-1]
    return f"{token.text} cannot stand here", token.start


#: All is read, and yet refused: what the engine says of names that clash.
_TWICE = (
    "well formed, but a name is used twice where it may be only once; does BIND, AS or VALUES "
    "name a variable that has a value before?"
)


def _relative(sparql: str) -> int | None:
    """Where the first IRI without a scheme is."""
    iris = (token for token in code(sparql) if token.kind == "iri")
    return next((iri.start for iri in iris if not re.match(r"<\w[\w.+-]*:", iri.text)), None)

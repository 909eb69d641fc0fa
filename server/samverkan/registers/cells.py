"""One cell and the values in it: read, and written so that reading gives the same values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from samverkan.namespaces import RDF, XSD
from samverkan.registers.days import has_time, read_day
from samverkan.registers.lists import LONG, SHORT, join, split
from samverkan.registers.names import composed
from samverkan.registers.numbers import read_amount, read_whole, read_year, read_yes
from samverkan.registers.problems import CellError, expected
from samverkan.registers.references import References
from samverkan.registers.scheme import Column

Term = NamedNode | Literal
#: What a cell holds.
Value = str | int | float | date
YES = {True: {"sv": "ja", "en": "yes"}, False: {"sv": "nej", "en": "no"}}
LONGEST = 32_767
_FIRST_DAY = date(1900, 3, 1)
_DATE, _BOOLEAN = NamedNode(XSD + "date"), NamedNode(XSD + "boolean")
_DECIMAL, _INTEGER = NamedNode(XSD + "decimal"), NamedNode(XSD + "integer")
_YEAR = NamedNode(XSD + "gYear")
_READERS: dict[str, Callable[[object], Literal]] = {
    XSD + "date": lambda raw: Literal(read_day(raw).isoformat(), datatype=_DATE),
    XSD + "boolean": lambda raw: Literal("true" if read_yes(raw) else "false", datatype=_BOOLEAN),
    XSD + "decimal": lambda raw: Literal(str(read_amount(raw)), datatype=_DECIMAL),
    XSD + "integer": lambda raw: Literal(str(read_whole(raw)), datatype=_INTEGER),
    XSD + "gYear": lambda raw: Literal(read_year(raw), datatype=_YEAR),
    XSD + "string": lambda raw: Literal(str(raw)),
}


@dataclass
class Reading:
    """What a cell says, what in it cannot be read, and what is read but not kept."""

    terms: list[Term] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    notices: list[CellError] = field(default_factory=list)


def text_of(raw: object) -> str:
    """The cell's content as text, as somebody sees it."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return YES[raw]["sv"]
    if isinstance(raw, float) and raw == int(raw):
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.isoformat(" ")
    return str(raw).strip() if isinstance(raw, str) else str(raw)


def read_cell(column: Column, raw: object, references: References) -> Reading:
    """The values in a cell of that column; errors and notices without their place."""
    reading = Reading()
    parts = _parts(column, raw)
    if len(parts) > 1 and not column.many:
        reading.errors.append(
            expected(
                raw,
                "är flera värden, men här får bara ett stå: behåll ett.",
                "is several values, but only one may stand here: keep one.",
            )
        )
        return reading
    for part in parts:
        try:
            term = _read(column, part, references)
        except CellError as error:
            reading.errors.append(error)
            continue
        if column.datatype == XSD + "date" and has_time(part):
            reading.notices.append(
                expected(
                    part,
                    "har ett klockslag, som inte tas med: bara dagen läses.",
                    "has a time of day, which is left out: only the day is read.",
                    "leftOut",
                )
            )
        if term not in reading.terms:
            reading.terms.append(term)
    return reading


def _parts(column: Column, raw: object) -> Sequence[object]:
    if not isinstance(raw, str):
        return [raw] if raw is not None else []
    text = raw.strip()
    if not text:
        return []
    if column.is_text:
        return split(text, LONG) if column.many else [text]
    if column.is_node:
        # Keys, codes and names hold no line break; people put one between several of them.
        return split(text.replace("\n", SHORT), SHORT)
    if column.many or column.datatype != XSD + "string":
        return split(text, SHORT)
    return [text]


def _read(column: Column, part: object, references: References) -> Term:
    if column.is_node:
        return references.resolve(column, composed(" ".join(text_of(part).split())))
    if column.language:
        return Literal(text_of(part), language=column.language)
    if column.datatype == XSD + "string":
        part = text_of(part)
    assert column.datatype is not None
    return _READERS[column.datatype](part)


def write_cell(
    column: Column, terms: Sequence[Term], references: References, language: str
) -> tuple[Value | None, list[Term]]:
    """
    The cell that says those terms, and the terms that no cell of the column can say.

    Reading the cell gives exactly the terms that are not left over.
    """
    left: list[Term] = []
    said: list[tuple[Term, Value]] = []
    for term in terms:
        value = _write(column, term, references, language)
        full = bool(said) and not column.many
        if value is None or full or not _fits(column, value, term, references):
            left.append(term)
        else:
            said.append((term, value))
    if len(said) < 2:
        only = said[0][1] if said else None
        if isinstance(only, str) and column.many:
            only = join([only], LONG if column.is_text else SHORT)
        return only, left
    texts = [_as_text(value) for _, value in said]
    return join(texts, LONG if column.is_text else SHORT), left


def _fits(column: Column, value: Value, term: Term, references: References) -> bool:
    if isinstance(value, str):
        if value != value.strip() or len(value) > LONGEST // 2:
            return False
        if column.many:
            value = join([value], LONG if column.is_text else SHORT)
    reading = read_cell(column, value, references)
    return reading.terms == [term] and not reading.errors


def _write(column: Column, term: Term, references: References, language: str) -> Value | None:
    if isinstance(term, NamedNode):
        return references.write(column, term.value, language) if column.is_node else None
    if column.is_node:
        return None
    told = term.datatype.value
    if told != column.datatype or term.language != column.language:
        return None
    return _plain(term, told, language)


def _plain(term: Literal, datatype: str, language: str) -> Value | None:
    text = term.value
    if datatype in (RDF + "langString", XSD + "string"):
        return text
    try:
        if datatype == XSD + "boolean":
            return YES[{"true": True, "false": False}[text]][language]
        if datatype == XSD + "date":
            day = date.fromisoformat(text)
            return day if day >= _FIRST_DAY else text
        if datatype == XSD + "decimal":
            return float(Decimal(text))
        return int(text)
    except (KeyError, ValueError, ArithmeticError):
        return None


def _as_text(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)

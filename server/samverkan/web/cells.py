"""An answer's table for people: things by their labels, numbers and dates written alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode

from samverkan.namespaces import XSD, shorten
from samverkan.query.answer import Table, plain
from samverkan.query.columns import Column, columns

Term = NamedNode | BlankNode | Literal | None

_INTEGER, _DECIMAL = XSD + "integer", XSD + "decimal"
_FLOATING = (XSD + "double", XSD + "float")
_BOOLEAN = {"sv": {"true": "ja", "false": "nej"}, "en": {"true": "yes", "false": "no"}}
#: Thousands and decimals are parted so; the first is a no-break space in Swedish.
_MARKS = {"sv": ("\u00a0", ","), "en": (",", ".")}
#: Up to here a whole number may be a year, and is written without a mark.
_UNMARKED = 10_000


@dataclass(frozen=True)
class Cell:
    """What a cell shows, of which kind it is, and what stands behind it."""

    text: str
    kind: str = "text"
    iri: str = ""
    language: str = ""


def rows_of(table: Table, limit: int, language: str) -> tuple[list[Column], list[list[Cell]]]:
    """The columns, and the cells of the first rows."""
    shown = columns(table.variables)
    rows = table.rows[:limit]
    places = [_places([row[column.index] for row in rows]) for column in shown]
    return shown, [
        [
            _cell(row[column.index], _label(row, column), digits, language)
            for column, digits in zip(shown, places, strict=True)
        ]
        for row in rows
    ]


def _label(row: Sequence[Term], column: Column) -> Term:
    return None if column.label is None else row[column.label]


def _cell(term: Term, label: Term, places: int, language: str) -> Cell:
    iri = term.value if isinstance(term, NamedNode) else ""
    shown = label or term
    if isinstance(shown, NamedNode):
        return Cell(shorten(shown.value), "iri", iri)
    if not isinstance(shown, Literal):
        return Cell(plain(shown))
    kind = shown.datatype.value
    if kind in (_INTEGER, _DECIMAL):
        return Cell(_number(shown.value, places, language), "number", iri)
    if kind in _FLOATING:
        return Cell(shown.value, "number", iri)
    if kind == XSD + "boolean":
        return Cell(_BOOLEAN[language].get(shown.value, shown.value), "text", iri)
    if kind == XSD + "date":
        return Cell(shown.value, "date", iri)
    foreign = shown.language if shown.language != language else ""
    return Cell(shown.value, "text", iri, foreign or "")


def _places(terms: Sequence[Term]) -> int:
    """The most decimals that a decimal of the column has; two where it has any, as money does."""
    written = [t.value for t in terms if isinstance(t, Literal) and t.datatype.value == _DECIMAL]
    most = max((len(value.partition(".")[2]) for value in written), default=0)
    return 2 if 0 < most < 2 else most


def _number(written: str, places: int, language: str) -> str:
    try:
        number = Decimal(written)
    except ArithmeticError:
        return written
    thousands, point = _MARKS[language]
    marked = "," if abs(number) >= _UNMARKED or places else ""
    told = f"{number:{marked}.{places}f}" if places else f"{number:{marked}f}"
    return told.replace(",", "\0").replace(".", point).replace("\0", thousands).replace("-", "−")

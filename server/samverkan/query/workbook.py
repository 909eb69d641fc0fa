"""A table as a workbook: dates and numbers as such, things by their labels, and what it answers."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from pyoxigraph import BlankNode, Literal, NamedNode

from samverkan.namespaces import XSD
from samverkan.query.answer import plain
from samverkan.query.columns import Column, columns
from samverkan.query.labelling import Row, Term
from samverkan.query.limits import Bounds, RowLimitError
from samverkan.query.parts import Rows
from samverkan.query.question import Sink, Wording
from samverkan.query.spreadsheet import MOST_CHARACTERS, MOST_ROWS, Cell, Sheet, Style, Workbook

#: Whole numbers beyond this many digits would be rounded: they are written as texts.
_DIGITS = 15
#: Days are counted from here; before March 1900 Excel counts wrongly.
_DAY_0, _FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
#: Excel has no greater number.
_GREATEST = 9.99e307
#: Up to here a column of whole numbers may hold years.
_UNMARKED = 10_000
_NARROWEST, _WIDEST = 10, 60
_CUT = "…"


def write_workbook(found: Rows, wording: Wording, sink: Sink, bounds: Bounds) -> int:
    """
    Write the rows, and a sheet that says what they answer.

    A thing stands by its label, with a link; the IRIs themselves stand last, for joining tables.

    Returns:
        How many rows there are.

    Raises:
        RowLimitError: for more rows than a sheet, or an answer, may have.
    """
    people = columns(found.variables)
    layout = people + [
        Column(column.name, column.index) for column in people if column.label is not None
    ]
    headings = _headings(layout, dict(wording.headings), len(people))
    first = [list(_Rows(layout).cells(row)) for row in found.first]
    judged = [[row[index] for row in first] for index in range(len(layout))]
    widths = [_width(heading, cells) for heading, cells in zip(headings, judged, strict=True)]
    styles = [_number_style(cells) for cells in judged]
    made = _Rows(layout, styles, min(MOST_ROWS - 1, bounds.rows))
    with Workbook(sink) as workbook:
        workbook.write(Sheet(wording.answer, widths, table=True), made.all(headings, found.rows))
        facts = [*wording.facts, (wording.rows, str(made.count))]
        if made.shortened:
            facts.append((wording.shortened, str(made.shortened)))
        workbook.write(Sheet(wording.about, (24, 90)), [_fact(*fact) for fact in facts])
    return made.count


class _Rows:
    """Rows of cells, counted on their way."""

    def __init__(
        self, layout: Sequence[Column], styles: Sequence[Style] = (), most: int = MOST_ROWS
    ) -> None:
        self._layout, self._most = layout, most
        self._styles = styles or [Style.WHOLE] * len(layout)
        self.count = self.shortened = 0

    def all(self, headings: Sequence[str], rows: Iterator[Row]) -> Iterator[list[Cell]]:
        yield [Cell(heading, Style.HEADING) for heading in headings]
        for row in rows:
            if self.count == self._most:
                raise RowLimitError(self._most)
            self.count += 1
            yield list(self.cells(row))

    def cells(self, row: Row) -> Iterator[Cell]:
        for column, style in zip(self._layout, self._styles, strict=True):
            term = row[column.index]
            label = None if column.label is None else row[column.label]
            cell = cell_of(term if label is None else label)
            if isinstance(cell.value, str) and len(cell.value) > MOST_CHARACTERS:
                self.shortened += 1
                cell = Cell(cell.value[: MOST_CHARACTERS - 1] + _CUT, cell.style)
            link = term.value if isinstance(term, NamedNode) else ""
            yield Cell(cell.value, style if cell.style == Style.WHOLE else cell.style, link)


def cell_of(term: Term) -> Cell:
    """The term as a cell: a number, a day or a truth value where Excel has the same value."""
    if isinstance(term, NamedNode):
        return Cell(term.value)
    if isinstance(term, BlankNode) or term is None:
        return Cell(plain(term) or None)
    if not isinstance(term, Literal):
        return Cell(str(term))
    kind = term.datatype.value.removeprefix(XSD)
    try:
        found = _KINDS[kind](term.value) if kind in _KINDS else None
    except ValueError:  # a day that does not exist, an hour 25
        found = None
    return Cell(term.value) if found is None else found


def _whole(written: str) -> Cell | None:
    if not _WHOLE.fullmatch(written) or len(written.lstrip("+-0")) > _DIGITS:
        return None
    return Cell(int(written), Style.WHOLE)


def _decimal(written: str) -> Cell | None:
    if not _DECIMAL.fullmatch(written) or sum(map(str.isdigit, written.strip("0"))) > _DIGITS:
        return None
    return Cell(float(written), Style.DECIMAL)


def _floating(written: str) -> Cell | None:
    number = float(written)
    return Cell(number) if abs(number) < _GREATEST else None


def _day(written: str) -> Cell | None:
    if not _DATE.fullmatch(written):
        return None
    day = date.fromisoformat(written)
    return Cell((day - _DAY_0).days, Style.DATE) if day >= _FIRST_DAY else None


def _moment(written: str) -> Cell | None:
    if not _TIME.fullmatch(written):
        return None
    moment = datetime.fromisoformat(written.removesuffix("Z"))
    if moment.date() < _FIRST_DAY:
        return None
    since = moment - datetime.combine(_DAY_0, datetime.min.time())
    return Cell(since.days + since.seconds / 86400, Style.TIME)


def _truth(written: str) -> Cell | None:
    return Cell(written in ("true", "1"))


_KINDS = {
    "integer": _whole,
    "int": _whole,
    "long": _whole,
    "nonNegativeInteger": _whole,
    "gYear": _whole,
    "decimal": _decimal,
    "double": _floating,
    "float": _floating,
    "date": _day,
    "dateTime": _moment,
    "boolean": _truth,
}


def _headings(layout: Sequence[Column], known: dict[str, str], people: int) -> list[str]:
    """One for each column, no two alike, since other programs take them for names."""
    headings: list[str] = []
    for index, column in enumerate(layout):
        told = known.get(column.name) or column.name
        heading = told[:1].upper() + told[1:] if column.name in known else told
        if index >= people:
            heading = f"{heading} (IRI)"
        number = 2
        unique = heading
        while unique in headings:
            unique = f"{heading} ({number})"
            number += 1
        headings.append(unique)
    return headings


def _number_style(cells: Sequence[Cell]) -> Style:
    """How the whole numbers of a column look: as the decimals beside them, or with thousands."""
    numbers = [abs(c.value) for c in cells if isinstance(c.value, int) and c.style == Style.WHOLE]
    if any(cell.style == Style.DECIMAL for cell in cells):
        return Style.DECIMAL
    return Style.THOUSANDS if max(numbers, default=0) >= _UNMARKED else Style.WHOLE


def _width(heading: str, cells: Sequence[Cell]) -> float:
    lengths = [len(str(cell.value)) for cell in cells if cell.value is not None]
    words = max((len(word) for word in heading.split()), default=0)
    return min(_WIDEST, max(_NARROWEST, words + 4, *lengths, 0) + 2)


def _fact(name: str, text: str) -> list[Cell]:
    link = text if text.startswith(("http://", "https://")) else ""
    return [Cell(name, Style.NAME), Cell(text, Style.WRAPPED, link)]

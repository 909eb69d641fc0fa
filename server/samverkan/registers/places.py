"""Where in a register each statement stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from samverkan.registers.grids import Grid
from samverkan.validate.report import Place

#: Subject, predicate and the value as N-Triples has it.
Statement = tuple[str, str, str]


@dataclass
class Places:
    """The cell of every statement, and the row of every thing; worked out when asked for."""

    _things: dict[str, tuple[Grid, int, int]] = field(default_factory=dict)
    _statements: dict[Statement, tuple[Grid, int, int]] = field(default_factory=dict)
    _columns: dict[tuple[int, str], int] = field(default_factory=dict)

    def add_thing(self, iri: str, grid: Grid, row: int, column: int) -> None:
        """The thing's key stands in that cell."""
        self._things.setdefault(iri, (grid, row, column))

    def add(
        self,
        subject: NamedNode,
        predicate: NamedNode,
        value: NamedNode | Literal,
        cell: tuple[Grid, int, int],
    ) -> None:
        """The statement stands in that cell."""
        statement = (subject.value, predicate.value, str(value))
        self._statements.setdefault(statement, cell)

    def add_column(self, grid: Grid, predicate: str, column: int) -> None:
        """What the sheet says of that property stands in that column."""
        self._columns.setdefault((id(grid), predicate), column)

    def of(
        self, subject: str, predicate: str | None = None, value: str | None = None
    ) -> Place | None:
        """
        The cell of the statement; else the thing's cell in the property's column, which may
        be empty; else the thing's key. None for a thing that the register does not hold.

        Args:
            subject: an IRI.
            predicate: an IRI.
            value: a term as N-Triples has it.
        """
        thing = self._things.get(subject)
        if predicate is not None:
            if value is not None:
                found = self._statements.get((subject, predicate, value))
                if found:
                    return _place(*found)
            if thing and (column := self._columns.get((id(thing[0]), predicate))) is not None:
                return thing[0].place(thing[1], column)
        return _place(*thing) if thing else None

    def statements(self) -> Iterator[tuple[Statement, Place]]:
        """Every statement and its cell."""
        for statement, found in self._statements.items():
            yield statement, _place(*found)


def _place(grid: Grid, row: int, column: int) -> Place:
    return grid.place(row, column)

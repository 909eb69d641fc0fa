"""Read a register into quads, each with its cell; or list everything that is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from samverkan.errors import SamverkanError
from samverkan.namespaces import GRAPHS, RDF, SMV, XSD
from samverkan.registers.cells import read_cell, text_of
from samverkan.registers.examples import REMARK
from samverkan.registers.grids import Grid
from samverkan.registers.headers import Layout, is_other, lay_out
from samverkan.registers.mapping import NOTHING, NameMapping
from samverkan.registers.names import composed
from samverkan.registers.opening import read_grids
from samverkan.registers.other import read_statements
from samverkan.registers.places import Places
from samverkan.registers.problems import (
    CellError,
    Grade,
    Problem,
    RegisterError,
    both,
    errors,
    expected,
    quoted,
)
from samverkan.registers.references import References
from samverkan.registers.scheme import LABEL, Scheme, scheme
from samverkan.registers.settings import Settings, is_instructions, read_settings
from samverkan.registers.shared_names import shared_names
from samverkan.validate.report import Place

_TYPE = NamedNode(RDF + "type")
_TRUE = Literal("true", datatype=NamedNode(XSD + "boolean"))
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class SupplierError(SamverkanError):
    """It is not said, or not clear, whose register it is."""


@dataclass
class Register:
    """What a register says, and where."""

    path: Path
    supplier: str
    publisher: NamedNode | None
    public_quads: list[Quad] = field(default_factory=list)
    internal_quads: list[Quad] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    problems: list[Problem] = field(default_factory=list)

    @property
    def public_graph(self) -> NamedNode:
        """The graph that everybody may see."""
        return NamedNode(GRAPHS + self.supplier)

    @property
    def internal_graph(self) -> NamedNode:
        """The graph of persons, and of costs where they are internal."""
        return NamedNode(f"{GRAPHS}{self.supplier}-internal")


def read_register(
    path: Path,
    *,
    municipality: str | None = None,
    supplier: str | None = None,
    mapping: NameMapping = NOTHING,
    strict: bool = True,
) -> Register:
    """
    Read a workbook, a CSV file or a folder of CSV files.

    Args:
        path: the register.
        municipality: whose it is, code or name; else what its instruction sheet says.
        supplier: the name in its things' IRIs; else the instruction sheet's, else the code.
        mapping: somebody else's names for sheets and columns.
        strict: whether problems raise; else they are in the result, beside what was read.

    Raises:
        RegisterError: if anything cannot be read; lists all of it.
        SupplierError: if it is not clear whose register it is.
        UnreadableRegisterError, SourceNotFoundError: if the file cannot be opened.
    """
    grids = read_grids(path)
    settings, problems = read_settings(grids)
    publisher = _publisher(municipality, settings)
    slug = supplier or settings.supplier or (publisher and publisher.value.rsplit("/", 1)[-1])
    if slug is None:
        raise SupplierError(
            f"{path}: whose register is it? Say --municipality CODE, such as 1461, or fill it in "
            "on the instruction sheet"
        )
    if not _SLUG.fullmatch(slug) or slug == "reference":
        raise SupplierError(
            f"{slug!r} cannot be a supplier's name in addresses; use lower-case letters, digits "
            "and hyphens, such as 1461 or mellerud"
        )
    reader = _Reader(Register(path, slug, publisher, problems=problems), settings, scheme())
    register = reader.read(grids, mapping)
    if strict and errors(register.problems):
        raise RegisterError(register.problems)
    return register


def _publisher(municipality: str | None, settings: Settings) -> NamedNode | None:
    """The municipality that is meant, by code or by name."""
    told = find_municipality(municipality) if municipality else None
    written = find_municipality(settings.municipality) if settings.municipality else None
    if told and written and told != written:
        raise SupplierError(
            f"the register says that it is {settings.municipality}'s, not {municipality}'s; "
            "correct the instruction sheet or the option"
        )
    return told or written


def find_municipality(name: str) -> NamedNode:
    """
    The municipality of that code or name.

    Raises:
        SupplierError: if there is none.
    """
    found = shared_names().find(name, (SMV + "Municipality",))
    if len(found) != 1:
        raise SupplierError(
            f"{name!r} is no municipality; use its code or name, such as 1461 or Mellerud"
        )
    return NamedNode(next(iter(found)))


@dataclass
class _Row:
    layout: Layout
    number: int
    cells: list[object]
    thing: NamedNode


class _Reader:
    """Reads the keys of all sheets first, so that any row may point at any other."""

    def __init__(self, register: Register, settings: Settings, known: Scheme) -> None:
        self._register = register
        self._settings = settings
        self._scheme = known
        self._references = References(known, register.supplier, settings.internal_costs)
        self._rows: dict[tuple[int, int], str] = {}

    def read(self, grids: list[Grid], mapping: NameMapping) -> Register:
        rows: list[_Row] = []
        first: dict[NamedNode, _Row] = {}
        for grid in grids:
            layout, problems = lay_out(grid, self._scheme, mapping)
            self._register.problems += problems
            if layout:
                rows += self._keyed(layout, first)
        for row in rows:
            self._read_row(row)
        for grid in grids:
            if is_other(grid.name):
                self._read_other(grid)
        self._say_made_up()
        self._refuse_nothing(grids)
        return self._register

    def _refuse_nothing(self, grids: list[Grid]) -> None:
        """A register of which nothing is read would pass whatever it holds."""
        register = self._register
        if register.public_quads or register.internal_quads or errors(register.problems):
            return
        sheets = [grid for grid in grids if not is_instructions(grid.name)]
        place = sheets[0].place(0) if sheets else Place(str(register.path))
        texts = both(
            "Inget i registret läses, så inget har prövats: fyll i rader under rubrikerna på "
            "registrets blad, var och en med en nyckel.",
            "Nothing in the register is read, so nothing was checked: fill in rows below the "
            "headers of its sheets, each with a key.",
        )
        register.problems.append(Problem(place, "Register-empty", texts))

    def _keyed(self, layout: Layout, first: dict[NamedNode, _Row]) -> Iterator[_Row]:
        """The rows of things, each with its thing; keys that will not do are reported."""
        grid, sheet = layout.grid, layout.sheet
        named = next((p for p, c in layout.columns.items() if c.predicate == LABEL), None)
        for position, column in layout.columns.items():
            self._register.places.add_column(grid, column.predicate, position)
        for number in range(layout.header + 1, len(grid.rows)):
            cells = grid.rows[number]
            key = text_of(cells[layout.key]) if layout.key < len(cells) else ""
            key = composed(" ".join(key.split()))
            if key.startswith(REMARK):
                continue
            if not key:
                self._without_key(layout, number)
                continue
            if layout.makes_keys:
                key = slug_of(key)
            try:
                thing = self._references.thing(sheet, key)
            except CellError as error:
                self._report(grid, number, layout.key, error)
                continue
            row = _Row(layout, number, cells, thing)
            if thing in first:
                self._twice(first[thing], row, key)
                continue
            first[thing] = row
            self._rows[id(grid), number] = thing.value
            name = text_of(cells[named]) if named is not None and named < len(cells) else None
            self._references.add(sheet, key, thing.value, name)
            self._register.places.add_thing(thing.value, grid, number, layout.key)
            yield row

    def _read_row(self, row: _Row) -> None:
        layout, grid = row.layout, row.layout.grid
        internal = row.thing.value.startswith(self._references.internal)
        graph = self._register.internal_graph if internal else self._register.public_graph
        quads = self._register.internal_quads if internal else self._register.public_quads
        kind = NamedNode(layout.sheet.cls)
        quads.append(Quad(row.thing, _TYPE, kind, graph))
        self._register.places.add(row.thing, _TYPE, kind, (grid, row.number, layout.key))
        for position, column in layout.columns.items():
            fault = grid.faults.get((row.number, position)) if grid.faults else None
            if fault:
                self._report(grid, row.number, position, _fault(fault), path=column.predicate)
            if position >= len(row.cells):
                continue
            raw = row.cells[position]
            if raw is None or raw == "":
                continue
            reading = read_cell(column, raw, self._references)
            for error in reading.errors:
                self._report(grid, row.number, position, error, path=column.predicate)
            for notice in reading.notices:
                self._report(
                    grid, row.number, position, notice, Grade.NOTICE, path=column.predicate
                )
            predicate = NamedNode(column.predicate)
            for term in reading.terms:
                quads.append(Quad(row.thing, predicate, term, graph))
                self._register.places.add(row.thing, predicate, term, (grid, row.number, position))

    def _read_other(self, grid: Grid) -> None:
        found, problems = read_statements(grid, self._references)
        self._register.problems += problems
        register = self._register
        for number, quad in found:
            subject, predicate, value = quad.subject, quad.predicate, quad.object
            assert isinstance(subject, NamedNode)
            assert isinstance(value, NamedNode | Literal)
            internal = subject == register.internal_graph or subject.value.startswith(
                self._references.internal
            )
            graph = register.internal_graph if internal else register.public_graph
            (register.internal_quads if internal else register.public_quads).append(
                Quad(subject, predicate, value, graph)
            )
            register.places.add_thing(subject.value, grid, number, 0)
            register.places.add(subject, predicate, value, (grid, number, 2))

    def _say_made_up(self) -> None:
        if not self._settings.fictional:
            return
        fictional = NamedNode(SMV + "fictional")
        register = self._register
        for graph, quads in (
            (register.public_graph, register.public_quads),
            (register.internal_graph, register.internal_quads),
        ):
            if quads:
                quads.append(Quad(graph, fictional, _TRUE, graph))

    def _report(
        self,
        grid: Grid,
        row: int,
        column: int,
        error: CellError,
        grade: Grade = Grade.ERROR,
        focus: str | None = None,
        path: str | None = None,
    ) -> None:
        self._register.problems.append(
            Problem(
                grid.place(row, column),
                error.code,
                error.texts,
                grade,
                focus=focus or self._rows.get((id(grid), row)),
                found=error.found,
                path=path,
            )
        )

    def _without_key(self, layout: Layout, number: int) -> None:
        """An empty row is no row; one that says something needs a key."""
        grid = layout.grid
        said = [
            position
            for position in layout.columns
            if position < len(grid.rows[number]) and text_of(grid.rows[number][position])
        ]
        if not said:
            return
        found = text_of(grid.rows[number][said[0]])
        self._register.problems.append(
            Problem(
                grid.place(number, layout.key),
                "Register-key",
                both(
                    f"Raden ({quoted(found)}) saknar nyckel: ge den ett "
                    "kort namn som aldrig ändras. (Sammanfogade celler räknas bara i den första.)",
                    f"The row ({quoted(found)}) has no key: give it a short name that never "
                    "changes. (Merged cells count in the first one only.)",
                ),
                found=found,
            )
        )

    def _twice(self, first: _Row, row: _Row, key: str) -> None:
        one = first.layout.grid.place(first.number, first.layout.key)
        self._report(
            row.layout.grid,
            row.number,
            row.layout.key,
            expected(
                key,
                f"är också nyckeln i {one}: ge den ena raden en annan nyckel, eller slå ihop dem.",
                f"is the key in {one} too: give one of the rows another key, or make them one.",
                "key",
            ),
            focus=row.thing.value,
        )


def slug_of(text: str) -> str:
    """A key made of a name, where somebody's list has no keys of its own."""
    table = str.maketrans("åäöéü", "aaoeu")
    return re.sub(r"[^a-z0-9]+", "-", text.casefold().translate(table)).strip("-") or "sak"


def _fault(found: str) -> CellError:
    return expected(
        found,
        "är ett fel i en formel: rätta formeln, eller skriv värdet.",
        "is the error of a formula: correct the formula, or write the value.",
    )

"""A register's quads as rows of cells: what a workbook says, sheet by sheet."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from samverkan.namespaces import GRAPHS, RDF, SMV, THINGS, XSD
from samverkan.registers.cells import Term, Value, write_cell
from samverkan.registers.other import in_order, write_statement
from samverkan.registers.references import References
from samverkan.registers.scheme import Scheme, Sheet, scheme
from samverkan.registers.settings import Settings

_TYPE = RDF + "type"
_FICTIONAL = SMV + "fictional"
_TRUE = Literal("true", datatype=NamedNode(XSD + "boolean"))
Told = dict[NamedNode, dict[str, list[Term]]]


@dataclass
class Table:
    """The rows of one sheet: the key first, then a cell for each of its columns."""

    sheet: Sheet
    rows: list[list[Value | None]] = field(default_factory=list)


@dataclass
class Content:
    """All that a workbook holds."""

    tables: list[Table]
    settings: Settings
    references: References
    other: list[list[str]] = field(default_factory=list)


def empty_content(settings: Settings) -> Content:
    """A workbook with nothing filled in."""
    references = References(scheme(), settings.supplier or "register", settings.internal_costs)
    return Content([Table(sheet) for sheet in scheme().sheets], settings, references)


def tabulate(
    quads: Iterable[Quad], supplier: str, language: str, municipality: str | None = None
) -> Content:
    """
    The rows that say those quads; reading them gives exactly the same.

    Args:
        quads: the public and the internal graph of one supplier.
        supplier: the name in its things' IRIs.
        language: of codes, yes and no.
        municipality: whose register it is, as the instruction sheet says it.
    """
    known = scheme()
    told: Told = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            values = told.setdefault(quad.subject, {})
            values.setdefault(quad.predicate.value, []).append(quad.object)
    settings = Settings(
        municipality=municipality,
        supplier=supplier,
        internal_costs=_internal_costs(told, supplier, known),
        fictional=_fictional(told, supplier),
    )
    references = References(known, supplier, settings.internal_costs)
    homes = _homes(told, references)
    content = Content([Table(sheet) for sheet in known.sheets], settings, references)
    for thing, sheet in homes.items():
        references.add(sheet, references.key_of(sheet, thing.value), thing.value)
    left = [s for t, values in told.items() if t not in homes for s in _statements(t, values)]
    for table in content.tables:
        mine = [thing for thing, sheet in homes.items() if sheet is table.sheet]
        mine.sort(key=lambda thing: references.key_of(table.sheet, thing.value))
        for thing in mine:
            row, rest = _row(table.sheet, thing, told[thing], references, language)
            table.rows.append(row)
            left += rest
    if settings.fictional:
        made_up = {(NamedNode(g), NamedNode(_FICTIONAL), _TRUE) for g in _graphs(supplier)}
        left = [statement for statement in left if statement not in made_up]
    content.other = [write_statement(statement, references) for statement in in_order(left)]
    return content


def _graphs(supplier: str) -> tuple[str, str]:
    return f"{GRAPHS}{supplier}", f"{GRAPHS}{supplier}-internal"


def _fictional(told: Told, supplier: str) -> bool:
    """Whether every graph that holds things says that they are made up."""
    references = References(scheme(), supplier)
    public, internal = _graphs(supplier)
    bases = {public: references.public, internal: references.internal}
    used = {g for g, base in bases.items() if any(t.value.startswith(base) for t in told)}
    said = {g for g in bases if _TRUE in told.get(NamedNode(g), {}).get(_FICTIONAL, [])}
    return bool(used) and used == said


def _internal_costs(told: Told, supplier: str, known: Scheme) -> bool:
    """Whether the costs, or most of them, stand in the internal graph."""
    kinds = {sheet.kind for sheet in known.sheets if sheet.access == "cost"}
    counted = {False: 0, True: 0}
    for thing in told:
        slug, _, rest = thing.value.removeprefix(THINGS).partition("/")
        if rest.partition("/")[0] in kinds:
            counted[slug == f"{supplier}-internal"] += 1
    return counted[True] > counted[False]


def _homes(told: Told, references: References) -> dict[NamedNode, Sheet]:
    """The sheet on which each thing has its row."""
    homes = {}
    for thing, values in told.items():
        internal = thing.value.startswith(references.internal)
        if not internal and not thing.value.startswith(references.public):
            continue
        types = {value.value for value in values.get(_TYPE, [])}
        fitting = [
            sheet
            for sheet in references.scheme.sheets
            if sheet.cls in types and (internal or sheet.access != "internal")
        ]
        if fitting:
            # An internal thing of a class with two sheets stands on the one for internal things.
            homes[thing] = max(fitting, key=lambda s: (s.access == "internal") == internal)
    return homes


def _statements(
    thing: NamedNode, values: dict[str, list[Term]]
) -> list[tuple[NamedNode, NamedNode, Term]]:
    return [(thing, NamedNode(path), term) for path, terms in values.items() for term in terms]


def _row(
    sheet: Sheet,
    thing: NamedNode,
    values: dict[str, list[Term]],
    references: References,
    language: str,
) -> tuple[list[Value | None], list[tuple[NamedNode, NamedNode, Term]]]:
    row: list[Value | None] = [references.key_of(sheet, thing.value)]
    left = {path: set(terms) for path, terms in values.items()}
    left.get(_TYPE, set()).discard(NamedNode(sheet.cls))
    for column in sheet.columns:
        terms = sorted(
            (
                term
                for term in left.get(column.predicate, ())
                if column.language is None or getattr(term, "language", None) == column.language
            ),
            key=str,
        )
        cell, rest = write_cell(column, terms, references, language)
        row.append(cell)
        left[column.predicate] = left.get(column.predicate, set()) - (set(terms) - set(rest))
    return row, [s for path, terms in left.items() for s in _statements(thing, {path: list(terms)})]

"""Statements for which the register has no column: a thing, a property and a value a row."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from samverkan.namespaces import GRAPHS, PREFIXES, shorten
from samverkan.registers.cells import Term, text_of
from samverkan.registers.grids import Grid
from samverkan.registers.names import plain
from samverkan.registers.problems import CellError, Problem, expected
from samverkan.registers.references import References
from samverkan.registers.scheme import Column
from samverkan.registers.shared_names import node

HEADERS = {
    "sv": ("Sak", "Egenskap", "Värde"),
    "en": ("Thing", "Property", "Value"),
}
#: Any thing of the register, of others or of the reference data.
ANY = Column("", {"sv": "Sak", "en": "Thing"}, {})
_SUBJECT = PREFIXES["rdf"] + "subject"


def write_statement(triple: tuple[NamedNode, NamedNode, Term], references: References) -> list[str]:
    """The row that says the statement."""
    subject, predicate, value = triple
    told = references.write(ANY, subject.value, "sv") or f"<{subject.value}>"
    return [told, shorten(predicate.value), str(value)]


def read_statements(
    grid: Grid, references: References
) -> tuple[list[tuple[int, Quad]], list[Problem]]:
    """The statements on the sheet, each with its row; and what cannot be read."""
    found: list[tuple[int, Quad]] = []
    problems: list[Problem] = []
    names = [[plain(text) for text in texts] for texts in HEADERS.values()]
    start = next(
        (n for n, row in enumerate(grid.rows) if [plain(text_of(c)) for c in row[:3]] in names),
        None,
    )
    for number, row in enumerate(grid.rows):
        if start is None or number <= start or not any(text_of(cell) for cell in row):
            continue
        cells = [text_of(cell) for cell in row[:3]] + [""] * (3 - len(row))
        if cells[0].startswith("#"):
            continue
        terms: list[Term] = []
        for position, read in enumerate((_subject, _predicate, _value)):
            try:
                terms.append(read(cells[position], references))
            except CellError as error:
                problems.append(Problem(grid.place(number, position), error.code, error.texts))
        if len(terms) == 3:
            subject, predicate, value = terms
            assert isinstance(subject, NamedNode)
            assert isinstance(predicate, NamedNode)
            found.append((number, Quad(subject, predicate, value)))
    return found, problems


def _subject(text: str, references: References) -> NamedNode:
    subject = references.resolve(ANY, text)
    ours = (references.public, references.internal)
    graphs = {f"{GRAPHS}{references.supplier}", f"{GRAPHS}{references.supplier}-internal"}
    if not subject.value.startswith(ours) and subject.value not in graphs:
        raise expected(
            text,
            "hör inte till det här registret: beskriv det i det register som det hör till.",
            "does not belong to this register: describe it in the register that it belongs to.",
            "reference",
        )
    return subject


def _predicate(text: str, _references: References) -> NamedNode:
    prefix, _, local = text.strip("<>").partition(":")
    iri = node(PREFIXES[prefix] + local) if prefix in PREFIXES else node(text.strip("<>"))
    if iri is None or ":" not in text:
        raise expected(
            text,
            "är ingen egenskap: skriv den som prefix:namn, till exempel rdfs:comment.",
            "is not a property: write it as prefix:name, such as rdfs:comment.",
        )
    return iri


def _value(text: str, references: References) -> Term:
    if not text.startswith(('"', "<")):
        return references.resolve(ANY, text)
    try:
        [triple] = parse(f"<{_SUBJECT}> <{_SUBJECT}> {text} .", RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        raise expected(
            text,
            'är inget värde: skriv "text"@sv, "2019-10-01"^^<datatyp> eller <adress>.',
            'is not a value: write "text"@sv, "2019-10-01"^^<datatype> or <address>.',
        ) from None
    value = triple.object
    if not isinstance(value, NamedNode | Literal):
        raise expected(text, "har inget namn.", "has no name.")
    return value


def in_order(
    statements: Iterable[tuple[NamedNode, NamedNode, Term]],
) -> list[tuple[NamedNode, NamedNode, Term]]:
    """The statements in an order that does not change."""
    return sorted(statements, key=lambda s: tuple(map(str, s)))

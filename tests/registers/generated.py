"""Registers for property-based tests: things of every kind with values of every sort."""

from collections.abc import Iterable
from datetime import date

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from samverkan.namespaces import GRAPHS, PREFIXES, RDF, THINGS, XSD
from samverkan.registers.scheme import Column, Sheet, scheme

SUPPLIER = "1461"
TYPE = NamedNode(RDF + "type")
KEYS = st.from_regex(r"[a-zåäö0-9][a-zA-ZåäöÅÄÖ0-9._~-]{0,8}", fullmatch=True)
#: Whatever can stand in a literal, with what trips spreadsheets more often than by chance.
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
    st.text(st.sampled_from(" ;|\\=+@'\"\n\r\t#0a\xa0_x"), max_size=8),
    st.sampled_from(["=1+1", "_x0041_", "ja", "2019-10-01", "1 200,50", "#REF!", "mun:1461", "||"]),
)
DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(date.isoformat)
NUMBERS = st.decimals(-(10**10), 10**10, places=2).map(lambda d: str(abs(d) if d == 0 else d))
OTHERS = st.sampled_from(
    [
        PREFIXES["mun"] + "1461",
        PREFIXES["mun"] + "0114",
        PREFIXES["area"] + "510",
        PREFIXES["reforg"] + "dkf",
        PREFIXES["dalsland"] + "policy",
        THINGS + "dkf/application/ekonomi",
        THINGS + "dkf/post/chef",
        THINGS + "dkf/odd thing".replace(" ", "%20"),
        "https://example.org/a;b",
        "urn:x:y",
    ]
).map(NamedNode)


def base(sheet: Sheet, internal_costs: bool) -> str:
    inside = sheet.access == "internal" or (sheet.access == "cost" and internal_costs)
    return f"{THINGS}{SUPPLIER}{'-internal' if inside else ''}/{sheet.kind}/"


def values(column: Column, own: list[NamedNode]) -> st.SearchStrategy[NamedNode | Literal]:
    """Values as the column wants them, and now and then others."""
    stray = st.one_of(
        OTHERS,
        st.builds(Literal, TEXTS),
        st.builds(lambda text: Literal(text, language="de"), TEXTS),
        st.builds(lambda text: Literal(text, datatype=NamedNode(XSD + "date")), TEXTS),
        st.builds(lambda text: Literal(text, datatype=NamedNode(XSD + "decimal")), DAYS | NUMBERS),
    )
    return st.one_of(_wanted(column, own), _wanted(column, own), _wanted(column, own), stray)


def _wanted(column: Column, own: list[NamedNode]) -> st.SearchStrategy[NamedNode | Literal]:
    if column.codes:
        return st.sampled_from([NamedNode(code) for code in column.codes])
    if column.is_node:
        return st.one_of(st.sampled_from(own), OTHERS)
    if column.language:
        return TEXTS.map(lambda text: Literal(text, language=column.language))
    lexical = {
        XSD + "date": DAYS,
        XSD + "boolean": st.sampled_from(["true", "false"]),
        XSD + "decimal": NUMBERS,
        XSD + "integer": st.integers(-(10**9), 10**9).map(str),
        XSD + "gYear": st.integers(1000, 2999).map(str),
        XSD + "string": TEXTS,
    }[column.datatype or ""]
    kind = NamedNode(column.datatype or "")
    return lexical.map(lambda text: Literal(text, datatype=kind))


@st.composite
def registers(draw: st.DrawFn) -> set[Quad]:
    """The quads of a supplier's two graphs."""
    internal_costs = draw(st.booleans())
    wanted = st.tuples(st.sampled_from(scheme().sheets), KEYS)
    rows = draw(st.lists(wanted, min_size=1, max_size=6, unique_by=lambda r: (r[0].kind, r[1])))
    own = [NamedNode(base(sheet, internal_costs) + key) for sheet, key in rows]
    quads: set[Quad] = set()
    for (sheet, _), thing in zip(rows, own, strict=True):
        quads.add(_quad(thing, TYPE, NamedNode(sheet.cls)))
        columns = draw(st.lists(st.sampled_from(sheet.columns), max_size=5))
        for column in columns:
            found = draw(st.lists(values(column, own), min_size=1, max_size=3))
            quads |= {_quad(thing, NamedNode(column.predicate), value) for value in found}
    if draw(st.booleans()):
        quads |= set(_made_up(quads))
    return quads


def _made_up(quads: Iterable[Quad]) -> Iterable[Quad]:
    true = Literal("true", datatype=NamedNode(XSD + "boolean"))
    for graph in {quad.graph_name for quad in quads}:
        assert isinstance(graph, NamedNode)
        yield Quad(graph, NamedNode(PREFIXES["smv"] + "fictional"), true, graph)


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    supplier = subject.value.removeprefix(THINGS).partition("/")[0]
    return Quad(subject, predicate, value, NamedNode(GRAPHS + supplier))

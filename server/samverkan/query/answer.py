"""Ask a store, and write the answer in the form that was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES
from samverkan.query.refusal import refuse, syntax_error
from samverkan.query.small import Small, small
from samverkan.query.tokens import code

#: Forms of a SELECT or ASK answer, the default first.
RESULT_FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
#: Forms of a CONSTRUCT or DESCRIBE answer, the default first.
GRAPH_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/xml": RdfFormat.RDF_XML,
    "text/plain": RdfFormat.N_TRIPLES,
}


class UnanswerableQueryError(SamverkanError):
    """The query is well formed, but the engine cannot do what it asks."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the query cannot be answered: {why}; take that out of it")
        self.why = why


class FormError(SamverkanError):
    """The answer is of a kind that has none of the forms that the client takes."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"the answer is a {kind}, in none of the forms that you accept")
        self.kind = kind


class GraphNameError(SamverkanError):
    """What should be the IRI of a graph is none."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} names no graph; give its IRI in full, https://...")
        self.name = name


@dataclass(frozen=True)
class Table:
    """The answer of a SELECT: variables, and rows of terms (None where unbound)."""

    variables: tuple[str, ...]
    rows: list[tuple[NamedNode | BlankNode | Literal | None, ...]]


Answer = QuerySolutions | QueryBoolean | QueryTriples


def ask(
    store: Store,
    sparql: str,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    prefixes: Mapping[str, str] | None = None,
    simple: Small | None = None,
) -> Answer:
    """
    The answer to a SPARQL 1.1 query; read it in the thread that asked.

    Args:
        store: with a materialised default graph.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        default_graphs: IRIs of the graphs that make the default graph, if not the store's own.
        named_graphs: IRIs of the graphs that GRAPH sees, if not all. Where either is given,
            the two together are the dataset, and the query's own FROM is passed over.
        prefixes: that need not be declared, beyond ours.
        simple: what `small` says of the query, if that is known and it is small.

    Raises:
        QuerySyntaxError: with line and column where they are known.
        RefusedQueryError: for SERVICE and for updates.
        UnanswerableQueryError: for what the engine has no means for.
        GraphNameError: if a graph is named by something else than an IRI.

    Source:
        SPARQL 1.1 Protocol, section 2.1.4.
    """
    known = {**PREFIXES, **prefixes} if prefixes else PREFIXES
    simple = simple or small(sparql)
    if simple is None:
        refuse(sparql, known)
    chosen = bool(default_graphs or named_graphs)
    try:
        answer = store.query(
            sparql,
            prefixes=_needed(sparql, known) if simple is None else simple.prefixes,
            default_graph=[graph_name(name) for name in default_graphs] if chosen else None,
            named_graphs=[graph_name(name) for name in named_graphs] if chosen else None,
        )
    except SyntaxError as error:
        raise syntax_error(sparql, known) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise UnanswerableQueryError(str(error)) from error
    assert isinstance(answer, QuerySolutions | QueryBoolean | QueryTriples)
    return answer


def _needed(sparql: str, known: Mapping[str, str]) -> dict[str, str]:
    """Those of the prefixes that the query uses: to be told of all takes the engine longer."""
    names = {token.text.partition(":")[0] for token in code(sparql) if token.kind == "prefixed"}
    return {name: known[name] for name in names if name in known}


def graph_name(name: str) -> NamedNode:
    """
    The IRI as a graph's name.

    Raises:
        GraphNameError: if it is none.
    """
    try:
        return NamedNode(name)
    except ValueError as error:
        raise GraphNameError(name) from error


def table(answer: QuerySolutions) -> Table:
    """All rows of a SELECT."""
    variables = tuple(variable.value for variable in answer.variables)
    return Table(variables, [tuple(row[v] for v in variables) for row in answer])


def write(answer: Answer, media_type: str) -> bytes:
    """
    The answer in that form.

    Args:
        answer: as `ask` gave it.
        media_type: of `RESULT_FORMATS` for a table or a boolean, of `GRAPH_FORMATS` for a graph.
    """
    if isinstance(answer, QueryTriples):
        triples = list(answer)
        written = serialize(
            triples, format=GRAPH_FORMATS[media_type], prefixes=used_prefixes(triples)
        )
    else:
        written = answer.serialize(format=RESULT_FORMATS[media_type])
    assert written is not None
    return written


def formats_of(answer: Answer) -> list[str]:
    """The media types in which this answer can be written, the default first."""
    return list(GRAPH_FORMATS if isinstance(answer, QueryTriples) else RESULT_FORMATS)


def plain(term: NamedNode | BlankNode | Literal | None) -> str:
    """The term as the CSV form of SPARQL results has it: lexical form, or IRI."""
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def used_prefixes(triples: Sequence[Triple]) -> dict[str, str]:
    """The prefixes of ours that shorten something in the triples."""
    text = "".join(str(triple) for triple in triples)
    return {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in text}

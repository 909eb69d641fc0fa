"""Ask a store, and write the answer in the form that was asked for."""

import re
from collections.abc import Sequence
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
    serialize,
)

from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES
from samverkan.query.tokens import place, words

_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}

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
    "application/xml": RdfFormat.RDF_XML,
    "text/plain": RdfFormat.N_TRIPLES,
}


class QuerySyntaxError(SamverkanError):
    """The query is not SPARQL 1.1."""

    def __init__(self, why: str, sparql: str, line: int | None, column: int | None) -> None:
        self.line, self.column = line, column
        lines = sparql.splitlines()
        shown = ""
        if line and column and line <= len(lines):
            shown = f"\n{lines[line - 1]}\n{' ' * (column - 1)}^"
        at = f"line {line}, column {column}: " if line else ""
        super().__init__(f"the query is not SPARQL: {at}{why}{shown}")


class RefusedQueryError(SamverkanError):
    """The query asks for something that this endpoint does not do for anybody."""

    def __init__(self, word: str, where: str) -> None:
        why = (
            "this endpoint calls no other; send the query to the other endpoint and name this "
            "one in a SERVICE there"
            if word == "SERVICE"
            else "this endpoint is for reading; change the source files and load them anew"
        )
        super().__init__(f"{word} at {where} is refused: {why}")
        self.word = word


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
) -> Answer:
    """
    The answer to a SPARQL 1.1 query; read it in the thread that asked.

    Args:
        store: with a materialised default graph.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        default_graphs: IRIs of the graphs that make the default graph, if not the store's own.
        named_graphs: IRIs of the graphs that GRAPH sees, if not all.

    Raises:
        QuerySyntaxError: with line and column where the engine says them.
        RefusedQueryError: for SERVICE and for updates.
    """
    refuse(sparql)
    try:
        answer = store.query(
            sparql,
            prefixes=PREFIXES,
            default_graph=[NamedNode(g) for g in default_graphs] or None,
            named_graphs=[NamedNode(g) for g in named_graphs] or None,
        )
    except SyntaxError as error:
        raise _syntax_error(error, sparql) from error
    except ValueError as error:
        raise QuerySyntaxError(str(error), sparql, None, None) from error
    assert isinstance(answer, QuerySolutions | QueryBoolean | QueryTriples)
    return answer


def refuse(sparql: str) -> None:
    """
    Stop what would write or call out, before the engine sees it.

    Raises:
        RefusedQueryError: for SERVICE anywhere, and for an update.
    """
    form = None
    for word, start in words(sparql):
        if word == "SERVICE":
            raise RefusedQueryError(word, place(sparql, start))
        if form is None and word in _UPDATES:
            raise RefusedQueryError(word, place(sparql, start))
        if word in _FORMS:
            form = form or word


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
        written = serialize(answer, format=GRAPH_FORMATS[media_type], prefixes=PREFIXES)
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


def _syntax_error(error: SyntaxError, sparql: str) -> QuerySyntaxError:
    """The engine's complaint in words: its list of what it expected is long and cryptic."""
    told = error.msg or str(error)
    found = re.match(r"error at (\d+):(\d+): (.*)", told, re.DOTALL)
    line, column = (int(found[1]), int(found[2])) if found else (error.lineno, error.offset)
    if "Prefix not found" in told:
        why = "a prefix that no PREFIX line declares"
    else:
        wanted = sorted(set(re.findall(r"[A-Z]{3,}", found[3] if found else told)) - _NEVER_MEANT)
        why = "this cannot stand here"
        if wanted:
            why += f" (possible: {', '.join(wanted[:8])})"
    return QuerySyntaxError(why, sparql, line, column)


#: Keywords of the engine's own dialect, or refused here: no help to somebody who mistyped.
_NEVER_MEANT = {"LATERAL", "SERVICE", "INSERT", "DELETE"}

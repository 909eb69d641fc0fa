"""Answer a question into a sink: the one way from a question to bytes, in whatever process."""

from collections.abc import Iterable
from itertools import chain, islice
from typing import IO, cast

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES
from samverkan.query.answer import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    Answer,
    FormError,
    ask,
    graph_name,
    used_prefixes,
)
from samverkan.query.counting import Counted
from samverkan.query.encoding import Encoded
from samverkan.query.limits import Bounds
from samverkan.query.mistakes import missing_prefixes
from samverkan.query.notices import notices
from samverkan.query.paging import first_rows
from samverkan.query.question import PAGE, AnyQuestion, GraphQuestion, Head, Question, Sink, Tail
from samverkan.query.tokens import code

#: What a query may call that is not the same the next time.
_VOLATILE = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}
#: So many triples are looked at to know which prefixes a graph needs.
_LOOKED_AT = 2000


class UnknownGraphError(SamverkanError):
    """There is no graph of that name."""

    def __init__(self, graph: str) -> None:
        super().__init__(f"there is no graph <{graph}>")
        self.graph = graph


def reply(
    store: Store,
    question: AnyQuestion,
    sink: Sink,
    bounds: Bounds | None = None,
    *,
    add_prefixes: bool = False,
) -> Tail:
    """
    Answer into the sink.

    Args:
        store: with a materialised default graph.
        question: a query, or a graph to be read.
        sink: told what comes, then given the bytes.
        bounds: how much the answer may hold.
        add_prefixes: whether a well-known prefix need not be declared.

    Returns:
        What is known at the end.

    Raises:
        SamverkanError: what `ask` raises, `FormError`, `UnknownGraphError`, and the bounds';
            what was written by then is no answer.
    """
    if question.encoding:
        encoded = Encoded(sink, question.encoding)
        tail = _plain(store, question, encoded, bounds or Bounds(), add_prefixes)
        encoded.end()
        return tail
    return _plain(store, question, sink, bounds or Bounds(), add_prefixes)


def _plain(
    store: Store, question: AnyQuestion, sink: Sink, bounds: Bounds, add_prefixes: bool
) -> Tail:
    if isinstance(question, GraphQuestion):
        return _graph(store, question, sink, bounds)
    dataset = question.default_graphs, question.named_graphs
    added = missing_prefixes(question.sparql) if add_prefixes else {}
    answer = ask(store, question.sparql, *dataset, added)
    kind, form = _form(answer, question)
    variables = (
        tuple(v.value for v in answer.variables) if isinstance(answer, QuerySolutions) else ()
    )
    sink.begin(
        Head(
            kind,
            form,
            variables,
            volatile=_is_volatile(question.sparql),
            notices=notices(store, question.sparql, *dataset, added),
        )
    )
    counted = Counted(sink, form, bounds)
    if isinstance(answer, QueryTriples):
        return _triples(answer, form, counted)
    if form == PAGE and isinstance(answer, QuerySolutions):
        written, rows, total = first_rows(answer, question.part.limit if question.part else None)
        counted.write(written)
        return Tail(rows, total)
    answer.serialize(output=_file(counted), format=RESULT_FORMATS[_written_as(form)])
    return Tail(counted.rows)


def _form(answer: Answer, question: Question) -> tuple[str, str]:
    if isinstance(answer, QueryTriples):
        kind, form = "graph", question.graph_form
    elif isinstance(answer, QueryBoolean):
        kind, form = "boolean", question.table_form
    else:
        kind, form = "table", question.table_form
    if not form:
        raise FormError(kind)
    return kind, form


def _written_as(form: str) -> str:
    return "application/sparql-results+json" if form == PAGE else form


def _triples(triples: QueryTriples, form: str, counted: Counted) -> Tail:
    written = GRAPH_FORMATS[form]
    if written is RdfFormat.N_TRIPLES or written is RdfFormat.N_QUADS:
        triples.serialize(output=_file(counted), format=written)
        return Tail(counted.rows)
    _with_prefixes(triples, written, counted)
    return Tail(counted.rows)


def _with_prefixes(triples: Iterable[Triple], form: RdfFormat, counted: Counted) -> None:
    """Serialise with the prefixes that the first triples use."""
    all_of_them = iter(triples)
    first = list(islice(all_of_them, _LOOKED_AT))
    serialize(
        chain(first, all_of_them), output=_file(counted), format=form, prefixes=used_prefixes(first)
    )


def _graph(store: Store, question: GraphQuestion, sink: Sink, bounds: Bounds) -> Tail:
    graph = DefaultGraph() if question.graph is None else graph_name(question.graph)
    if isinstance(graph, NamedNode) and not store.contains_named_graph(graph):
        raise UnknownGraphError(graph.value)
    sink.begin(Head("graph", question.form))
    counted = Counted(sink, question.form, bounds)
    store.dump(_file(counted), GRAPH_FORMATS[question.form], from_graph=graph, prefixes=PREFIXES)
    return Tail(counted.rows)


def _file(counted: Counted) -> IO[bytes]:
    """The writer, as what the engine's stubs ask for; it only ever calls `write` and `flush`."""
    return cast("IO[bytes]", counted)


def _is_volatile(sparql: str) -> bool:
    return any(token.kind == "word" and token.text.upper() in _VOLATILE for token in code(sparql))

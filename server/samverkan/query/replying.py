"""Answer a question into a sink: the one way from a question to bytes, in whatever process."""

from collections.abc import Iterable
from dataclasses import replace
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
from samverkan.query.notices import all_known, notices
from samverkan.query.ordering import wholly_ordered
from samverkan.query.paging import ROWS_SHOWN, page_of
from samverkan.query.parts import PartError, part_of
from samverkan.query.question import (
    PAGE,
    XLSX,
    AnyQuestion,
    GraphQuestion,
    Head,
    Part,
    Question,
    Sink,
    Tail,
)
from samverkan.query.rewriting import solutions
from samverkan.query.small import Small, small
from samverkan.query.tokens import code
from samverkan.query.workbook import write_workbook

#: What a query may call that is not the same the next time.
_VOLATILE = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}
#: So many triples are looked at to know which prefixes a graph needs.
_LOOKED_AT = 2000
#: Rows of the forms that hold only the first, where nothing else is asked for.
_DEFAULT_LIMITS = {PAGE: ROWS_SHOWN}


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
    simple: Small | None = None,
) -> Tail:
    """
    Answer into the sink.

    Args:
        store: with a materialised default graph.
        question: a query, or a graph to be read.
        sink: told what comes, then given the bytes.
        bounds: how much the answer may hold.
        add_prefixes: whether a well-known prefix need not be declared.
        simple: what `small` says of the query, if that is known and it is small.

    Returns:
        What is known at the end.

    Raises:
        SamverkanError: what `ask` raises, `FormError`, `UnknownGraphError`, and the bounds';
            what was written by then is no answer.
    """
    if question.encoding:
        encoded = Encoded(sink, question.encoding)
        tail = _plain(store, question, encoded, bounds or Bounds(), add_prefixes, simple)
        encoded.end()
        return tail
    return _plain(store, question, sink, bounds or Bounds(), add_prefixes, simple)


def _plain(
    store: Store,
    question: AnyQuestion,
    sink: Sink,
    bounds: Bounds,
    add_prefixes: bool,
    simple: Small | None,
) -> Tail:
    if isinstance(question, GraphQuestion):
        return _graph(store, question, sink, bounds)
    part = question.part
    in_parts = part is not None and (part.offset or part.limit is not None)
    sparql = wholly_ordered(question.sparql) if in_parts else question.sparql
    dataset = question.default_graphs, question.named_graphs
    simple = simple or small(question.sparql)
    added = missing_prefixes(question.sparql) if add_prefixes and simple is None else {}
    answer = ask(store, sparql, *dataset, added, simple)
    kind, form = _form(answer, question)
    variables: tuple[str, ...] = ()
    if isinstance(answer, QuerySolutions):
        variables = tuple([variable.value for variable in answer.variables])
    if simple is not None and dataset == ((), ()) and all_known(store, simple.terms):
        head = Head(kind, form, variables)
    else:
        volatile = _is_volatile(question.sparql)
        told = notices(store, question.sparql, *dataset, added)
        head = Head(kind, form, variables, volatile=volatile, notices=told)
    if isinstance(answer, QuerySolutions):
        if part is not None or form in (PAGE, XLSX):
            return _table(store, answer, question, head, Counted(sink, form, bounds))
    elif part is not None:
        raise PartError(kind)
    sink.begin(head)
    counted = Counted(sink, form, bounds)
    if isinstance(answer, QueryTriples):
        return _triples(answer, form, counted)
    answer.serialize(output=_file(counted), format=RESULT_FORMATS[_written_as(form)])
    return Tail(counted.rows)


def _table(
    store: Store, answer: QuerySolutions, question: Question, head: Head, counted: Counted
) -> Tail:
    """What the engine does not write by itself: parts, labels, pages and workbooks."""
    found = part_of(store, answer, question.part or Part(limit=_DEFAULT_LIMITS.get(head.form)))
    counted.begin(replace(head, variables=found.variables, total=found.total))
    if head.form == XLSX:
        return Tail(write_workbook(found, question.wording, counted, counted.bounds), found.total)
    if head.form == PAGE:
        written, rows = page_of(found)
        counted.write(written)
        return Tail(rows, found.total)
    solutions(found.variables, found.rows).serialize(
        output=_file(counted), format=RESULT_FORMATS[head.form]
    )
    return Tail(counted.rows, found.total)


def _form(answer: Answer, question: Question) -> tuple[str, str]:
    """
    The kind of the answer, and the form for it.

    A page shows any kind, a workbook only a table.
    """
    if isinstance(answer, QueryTriples):
        kind, form = "graph", question.graph_form
    elif isinstance(answer, QueryBoolean):
        kind, form = "boolean", question.table_form
    else:
        kind, form = "table", question.table_form
    if not form or (form == XLSX and kind != "table"):
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

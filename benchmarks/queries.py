"""Ask every stored query of a prepared dataset, in the engine in use and in rdflib."""

from dataclasses import dataclass

import rdflib
from pyoxigraph import QuerySolutions

from benchmarks.timing import Timing, capped, timed
from samverkan.graphs import n_triples
from samverkan.query.answer import Table, ask, table
from samverkan.query.binder import bind
from samverkan.query.library import shipped_library
from samverkan.sources.opening import open_source
from samverkan.store.view import View, prepare

#: Seconds after which rdflib is stopped.
CAP = 20.0
#: Milliseconds that no stored query may take in the engine in use.
LIMIT = 100.0
RUNS = 9


@dataclass(frozen=True)
class Compared:
    """A stored query in both engines; None where rdflib was stopped."""

    name: str
    ours: Timing[int]
    rdflibs: Timing[int] | None


def compare(dataset_name: str) -> tuple[list[str], float]:
    """The section on queries, in Markdown lines, and the slowest median of ours, in ms."""
    view = prepare(open_source(dataset_name).dataset)
    view.describe_queries(shipped_library().quads())
    triples = n_triples(view.store)
    graph = rdflib.Graph().parse(data=triples, format="nt")
    found = [_compared(name, sparql, view, graph) for name, sparql in _questions().items()]
    found.sort(key=lambda compared: -compared.ours.seconds)
    slowest = found[0].ours.seconds * 1000
    lines = [
        "## Stored queries",
        "",
        f"{len(found)} queries with their example parameters over {triples.count(chr(10))} "
        f"triples; median of {RUNS} runs in pyoxigraph and of up to 3 in rdflib, in process, rows "
        f"read to the last. rdflib is stopped after {CAP:.0f} s.",
        "",
        f"The slowest takes {slowest:.1f} ms; none may take more than {LIMIT:.0f} ms.",
        "",
        "| query | rows | pyoxigraph ms | rdflib ms | times as long |",
        "|---|---:|---:|---:|---:|",
    ]
    return lines + [_row(compared) for compared in found], slowest


def _questions() -> dict[str, str]:
    return {query.name: bind(query, query.example) for query in shipped_library()}


def _compared(name: str, sparql: str, view: View, graph: rdflib.Graph) -> Compared:
    ours = timed(lambda: len(_table(view, sparql).rows), RUNS)
    return Compared(name, ours, capped(lambda: len(list(graph.query(sparql))), runs=3, cap=CAP))


def _table(view: View, sparql: str) -> Table:
    answer = ask(view.store, sparql)
    assert isinstance(answer, QuerySolutions), "stored queries are SELECTs"
    return table(answer)


def _row(compared: Compared) -> str:
    ours, rdflibs = compared.ours, compared.rdflibs
    told = f"| {compared.name} | {ours.result} | {ours.seconds * 1000:.2f} "
    if rdflibs is None:
        return told + f"| > {CAP * 1000:.0f} | > {CAP / ours.seconds:.0f} |"
    rows = "" if rdflibs.result == ours.result else f" ({rdflibs.result} rows)"
    return told + f"| {rdflibs.seconds * 1000:.1f}{rows} | {rdflibs.seconds / ours.seconds:.0f} |"

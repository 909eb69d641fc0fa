"""
Change made-up data and bring derivations and results up to date, against starting anew.

`python -m benchmarks.incremental`. The garbage collector is told, as in a server that has
started, that what is loaded stays; the outcome is compared with starting anew at the end.
"""

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from benchmarks.generator import SIZES, municipalities, records
from benchmarks.measuring import spread, table, timed, view_of
from benchmarks.writing import n_quads
from samverkan.derive import derive, plan
from samverkan.derive.evaluation import Evaluation
from samverkan.incremental import LiveView
from samverkan.namespaces import DERIVED_GRAPH, EVALUATION_GRAPH, GRAPHS, RDF, THINGS, XSD, smv
from samverkan.store.view import View

TYPE = NamedNode(RDF + "type")
Edit = tuple[list[Quad], list[Quad]]


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.incremental")
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=["100k", "1m"])
    parser.add_argument("--data", type=Path, default=Path("build/benchmarks"))
    parser.add_argument("--times", type=int, default=30, help="applications to change")
    options = parser.parse_args()
    rows = []
    for size in options.sizes:
        opened, view = timed(lambda size=size: view_of(size, options.data))  # type: ignore[misc]
        started, live = timed(lambda view=view: LiveView(view))  # type: ignore[misc]
        gc.collect()
        gc.freeze()
        took = _changes(live, size, options.times)
        gc.unfreeze()
        anew, same = timed(lambda live=live: _as_anew(live))  # type: ignore[misc]
        for kind, seconds in took.items():
            rows.append((f"{size}: {kind}", len(seconds), spread(seconds)))
        triples = len(view.store) // 2
        rows.append(
            (f"{size}: all derived and validated anew, {triples} triples", 1, spread([anew]))
        )
        print(f"{size}: opened in {opened:.1f} s, live in {started:.1f} s, as anew: {same}")
        print(table(("rules run whole", "ms"), _whole(view)), flush=True)
    print(table(("what changed", "times", "ms: median (worst)"), rows))


def _changes(live: LiveView, size: str, times: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = defaultdict(list)
    random = Random(1)
    members = municipalities(SIZES[size])
    for _ in range(times):
        code = random.choice(members).code
        number = random.randrange(SIZES[size].applications)
        for kind, (removed, added) in _of_application(live.view.store, code, number):
            _time(live, removed, added, took[kind])
            _time(live, added, removed, took[f"{kind}, put back"])
    for member in random.sample(members, min(5, len(members))):
        graph = NamedNode(GRAPHS + member.supplier)
        old = list(live.view.store.quads_for_pattern(None, None, None, graph))
        other = n_quads(records(member, SIZES[size], seed=2), graph.value)
        new = list(parse(other, RdfFormat.N_QUADS))
        _time(live, old, new, took["a municipality's graph replaced by another one"])
        _time(live, new, old, took["a municipality's graph replaced by another one"])
        _time(live, old, [], took["a municipality's graph removed"])
        _time(live, [], old, took["a municipality's graph added"])
    for member in random.sample(members, min(5, len(members))):
        for kind, (removed, added) in _of_municipality(live.view.store, member.supplier):
            _time(live, removed, added, took[kind])
            _time(live, added, removed, took[kind])
    return took


def _of_application(store: Store, code: str, number: int) -> Iterator[tuple[str, Edit]]:
    graph = NamedNode(f"{GRAPHS}bench-{code}")
    application = NamedNode(f"{THINGS}bench-{code}/application/{number}")
    begun = list(store.quads_for_pattern(application, smv("inUseFrom"), None, graph))
    later = Literal("2019-12-01", datatype=NamedNode(XSD + "date"))
    yield (
        "a date of an application",
        (begun, [Quad(application, smv("inUseFrom"), later, graph)]),
    )
    owner = NamedNode(f"{THINGS}bench-{code}/role-assignment/{number}-systemOwner")
    yield "the owner of an application gone", (_described(store, [owner], graph), [])
    things = {application}
    for name in ("application", "covers", "shareOf"):
        things |= {
            quad.subject
            for thing in list(things)
            for quad in store.quads_for_pattern(None, smv(name), thing, graph)
            if isinstance(quad.subject, NamedNode)
        }
    shared = any("joint-cost" in thing.value for thing in things)
    kind = "a shared application" if shared else "an application"
    everything = _described(store, things, graph)
    yield f"{kind} with all its records gone", (everything, [])


def _of_municipality(store: Store, supplier: str) -> Iterator[tuple[str, Edit]]:
    graph = NamedNode(GRAPHS + supplier)
    unit = NamedNode(f"{THINGS}{supplier}/it-unit/it")
    typed = Quad(unit, TYPE, smv("ITUnit"), graph)
    other = Quad(unit, TYPE, smv("Administration"), graph)
    yield "the class of the IT unit of all its applications", ([typed], [other])
    instructions = NamedNode(f"{THINGS}{supplier}/governing-document/it-instructions")
    chapters = list(store.quads_for_pattern(instructions, smv("chapter"), None, graph))[:1]
    yield "a chapter of the IT instructions (compared with all others)", (chapters, [])


def _described(store: Store, things: Iterable[NamedNode], graph: NamedNode) -> list[Quad]:
    return [q for thing in things for q in store.quads_for_pattern(thing, None, None, graph)]


def _time(live: LiveView, removed: list[Quad], added: list[Quad], took: list[float]) -> None:
    begun = time.process_time()
    live.revalidate(removed, added)
    took.append(time.process_time() - begun)


def _whole(view: View) -> list[tuple[str, str]]:
    assert view.dataset is not None
    assert view.on is not None
    evaluation = Evaluation(view.dataset.iri, view.on)
    return [
        (rule.name, spread([timed(lambda rule=rule: list(rule(view.store, evaluation)))[0]]))  # type: ignore[misc]
        for rule in plan()
        if rule.whole
    ]


def _as_anew(live: LiveView) -> bool:
    """Whether everything derived and found is as if derived and validated anew."""
    view = live.view
    assert view.dataset is not None
    assert view.on is not None
    derived = set(view.store.quads_for_pattern(None, None, None, DERIVED_GRAPH))
    size = sum(1 for _ in view.store.quads_for_pattern(None, None, None, DefaultGraph()))
    results = live.report.results
    derive(view.store, view.on, view.dataset.iri)
    again = LiveView(view).report.results
    same = derived == set(view.store.quads_for_pattern(None, None, None, DERIVED_GRAPH))
    count = sum(1 for _ in view.store.quads_for_pattern(None, None, None, DefaultGraph()))
    evaluated = next(view.store.quads_for_pattern(None, None, None, EVALUATION_GRAPH), None)
    return same and count == size and results == again and evaluated is not None


if __name__ == "__main__":
    main()

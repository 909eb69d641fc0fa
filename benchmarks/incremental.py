"""
Change made-up data and bring derivations and results up to date, against starting anew.

`python -m benchmarks.incremental` writes `results-incremental.md`, anew after each size. The
garbage collector is told, as in a server that has started, that what is loaded stays; the outcome
is compared with starting anew at the end.
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
from benchmarks.measuring import machine, spread, table, timed, view_of
from benchmarks.writing import n_quads
from samverkan.derive import derive, plan
from samverkan.derive.evaluation import Evaluation
from samverkan.incremental import LiveView
from samverkan.namespaces import DERIVED_GRAPH, EVALUATION_GRAPH, GRAPHS, RDF, THINGS, XSD, smv
from samverkan.store.view import View

TYPE = NamedNode(RDF + "type")
Edit = tuple[list[Quad], list[Quad]]
RESULTS = Path(__file__).parent / "results-incremental.md"
HEAD = """# Following changes

Made by `python -m benchmarks.incremental`: changes to the sources of made-up data, and the time
until derived triples and results are right again. Milliseconds of processor time: median (worst).
At the end everything is derived and validated anew and compared, triple by triple and result by
result.
"""
#: What a rule compares with everything else of its kind: such rules are run whole.
CHAPTER = "a chapter of the IT instructions, which is compared with all others"


def main() -> None:
    """Measure, and write tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.incremental")
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=["100k", "1m"])
    parser.add_argument("--data", type=Path, default=Path("build/benchmarks"))
    parser.add_argument("--times", type=int, default=30, help="applications to change")
    options = parser.parse_args()
    sections = [HEAD, f"{machine()}\n"]
    for size in options.sizes:
        sections.append(_section(size, options.data, options.times))
        RESULTS.write_text("\n".join(sections), encoding="utf-8")
        print(sections[-1], flush=True)


def _section(size: str, data: Path, times: int) -> str:
    """What changes take in made-up data of that size, in Markdown."""
    opened, view = timed(lambda: view_of(size, data))
    triples = sum(1 for _ in view.store.quads_for_pattern(None, None, None, DefaultGraph()))
    started, live = timed(lambda: LiveView(view))
    gc.collect()
    gc.freeze()
    took = _changes(live, size, times)
    gc.unfreeze()
    anew, same = timed(lambda: _as_anew(live))
    told = "the same" if same else "**not the same**"
    local = [(kind, len(s), spread(s)) for kind, s in took.items() if kind != CHAPTER]
    whole = [(CHAPTER, len(took[CHAPTER]), spread(took[CHAPTER]))]
    whole += [(f"rule {name}, run whole", 1, ms) for name, ms in _whole(view)]
    return (
        f"## {size}: {triples:,} triples with what is derived and shared\n\n"
        f"Opened in {opened:.1f} s, validated in {started:.1f} s; derived and validated anew in "
        f"{anew:.1f} s, with {told} outcome.\n\n"
        + table(("what changed", "times", "ms"), local)
        + "\n"
        + table(("aggregates, which look at everything of a kind", "times", "ms"), whole)
    )


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
    yield (
        "what is said of an application itself gone",
        (_described(store, [application], graph), []),
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
    yield CHAPTER, (chapters, [])


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

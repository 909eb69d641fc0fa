"""
Hold our shapes against made-up data of growing size, by each engine.

`python -m benchmarks.validation_scale`. Each run has a process of its own and a limit of time;
the reference engine is left out above `--reference-up-to`.
"""

import argparse
import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.measuring import ratio, table, view_of
from benchmarks.turbo import turbo
from samverkan.graphs import n_triples
from samverkan.validate.fast import fast
from samverkan.validate.raw_results import RawResult
from samverkan.validate.reference import reference

ENGINES = {"shacl": fast, "pyshacl-turbo": turbo, "pySHACL": reference}
ORDER = ("10k", "100k", "1m", "10m")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validation_scale")
    parser.add_argument("--sizes", nargs="+", choices=ORDER, default=["10k", "100k", "1m"])
    parser.add_argument("--reference-up-to", choices=ORDER, default="100k")
    parser.add_argument("--limit", type=int, default=3600, help="seconds for each run")
    parser.add_argument("--data", type=Path, default=Path("build/benchmarks"))
    options = parser.parse_args()
    rows = []
    for size in options.sizes:
        view = view_of(size, options.data)
        assert view.dataset is not None
        data = n_triples(view.store)
        shapes = view.shapes.for_policies(view.dataset.policies).for_engine()
        triples = data.count("\n")
        del view
        took: dict[str, float] = {}
        found: dict[str, list[RawResult]] = {}
        for name in ENGINES:
            if name == "pySHACL" and ORDER.index(size) > ORDER.index(options.reference_up_to):
                continue
            outcome = _apart(name, data, shapes, options.limit)
            if outcome is not None:
                took[name], found[name] = outcome
            print(f"{size} {name}: {took.get(name, 'not within the limit')}", flush=True)
        same = all(one == found["shacl"] for one in found.values())
        rows.append(_row(size, triples, len(found["shacl"]), took, same=same))
    heads = ("data", "triples with derived", "results", *(f"{name}, s" for name in ENGINES))
    print(table((*heads, "pySHACL : shacl", "same results"), rows))


def _row(
    size: str, triples: int, results: int, took: dict[str, float], *, same: bool
) -> list[object]:
    seconds = [f"{took[name]:.2f}" if name in took else "-" for name in ENGINES]
    times = ratio(took["pySHACL"], took["shacl"]) if "pySHACL" in took else "-"
    return [size, triples, results, *seconds, times, "yes" if same else "NO"]


def _apart(name: str, data: str, shapes: str, limit: int) -> tuple[float, list[RawResult]] | None:
    """Seconds of processor time, reading included, and results; None past the limit."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_run, args=(name, data, shapes, theirs)
    )
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(limit) else None
    finally:
        process.terminate()
        process.join()


def _run(name: str, data: str, shapes: str, answer: Connection) -> None:
    begun = time.process_time()
    results = ENGINES[name](data, shapes)
    answer.send((time.process_time() - begun, results))


if __name__ == "__main__":
    main()

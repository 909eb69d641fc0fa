"""
Hold our shapes against made-up data of growing size, by each engine.

`python -m benchmarks.validation_scale` writes `results-scale.md`. Each run has a process of its
own and a limit of time; the slower engines are left out above `--reference-up-to` and
`--turbo-up-to`.
"""

import argparse
import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.measuring import machine, ratio, table, view_of
from benchmarks.turbo import turbo
from samverkan.graphs import n_triples
from samverkan.validate.fast import fast
from samverkan.validate.raw_results import RawResult
from samverkan.validate.reference import reference

ENGINES = {"shacl": fast, "pyshacl-turbo": turbo, "pySHACL": reference}
ORDER = ("10k", "100k", "1m", "10m")
RESULTS = Path(__file__).parent / "results-scale.md"
HEAD = """# Validation and the size of the data

Made by `python -m benchmarks.validation_scale`: all our shapes on made-up data, prepared, N-Triples
in and results out. Seconds of processor time, each run in a process of its own. Results are the
same if focus node, shape, component, path and value are, one by one. Where the last column stays
level, time grows in proportion to the data: no rule is slower than that.
"""


def main() -> None:
    """Measure, and write a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validation_scale")
    parser.add_argument("--sizes", nargs="+", choices=ORDER, default=["10k", "100k", "1m"])
    parser.add_argument("--reference-up-to", choices=ORDER, default="100k")
    parser.add_argument("--turbo-up-to", choices=ORDER, default="1m")
    parser.add_argument("--limit", type=int, default=3600, help="seconds for each run")
    parser.add_argument("--data", type=Path, default=Path("build/benchmarks"))
    options = parser.parse_args()
    up_to = {"pySHACL": options.reference_up_to, "pyshacl-turbo": options.turbo_up_to}
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
            if ORDER.index(size) > ORDER.index(up_to.get(name, ORDER[-1])):
                continue
            outcome = _apart(name, data, shapes, options.limit)
            if outcome is not None:
                took[name], found[name] = outcome
            print(f"{size} {name}: {took.get(name, 'not within the limit')}", flush=True)
        same = all(one == found["shacl"] for one in found.values())
        rows.append(_row(size, triples, len(found["shacl"]), took, same=same))
    heads = ("data", "triples with derived", "results", *(f"{name}, s" for name in ENGINES))
    told = table((*heads, "pySHACL : shacl", "same results", "shacl, µs a triple"), rows)
    RESULTS.write_text(f"{HEAD}\n{machine()}\n\n{told}", encoding="utf-8")
    print(told)


def _row(
    size: str, triples: int, results: int, took: dict[str, float], *, same: bool
) -> list[object]:
    seconds = [f"{took[name]:.2f}" if name in took else "-" for name in ENGINES]
    times = ratio(took["pySHACL"], took["shacl"]) if "pySHACL" in took else "-"
    each = f"{1e6 * took['shacl'] / triples:.1f}"
    return [size, triples, results, *seconds, times, "yes" if same else "NO", each]


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

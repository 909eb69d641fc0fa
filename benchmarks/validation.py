"""Validate a dataset with the engine in use, with the reference and with a third one."""

from functools import partial

from benchmarks.timing import capped
from benchmarks.turbo import turbo
from samverkan.graphs import n_triples
from samverkan.sources.opening import open_source
from samverkan.store.view import open_view
from samverkan.validate.fast import fast
from samverkan.validate.reference import reference
from samverkan.validate.shapes import shipped_shapes

#: Seconds after which a contender is stopped.
CAP = 300.0
ENGINES = {"shacl (in use)": fast, "pyshacl-turbo": turbo, "pySHACL": reference}


def compare(dataset_name: str) -> list[str]:
    """The section on validation, in Markdown lines."""
    view = open_view(open_source(dataset_name).dataset)
    assert view.dataset is not None
    data = n_triples(view.store)
    active = shipped_shapes().for_policies(view.dataset.policies)
    shapes = active.for_engine()
    timings = {
        name: capped(partial(engine, data, shapes), runs=3 if engine is fast else 1, cap=CAP)
        for name, engine in ENGINES.items()
    }
    ours = timings["shacl (in use)"]
    assert ours is not None
    lines = [
        "## Validation",
        "",
        f"{data.count(chr(10))} triples with what is derived and shared, {len(active.shapes)} "
        f"shapes; text in, results out. A contender is stopped after {CAP:.0f} s.",
        "",
        "| engine | seconds | times as long | results | the same results |",
        "|---|---:|---:|---:|---|",
    ]
    for name, timing in timings.items():
        if timing is None:
            lines.append(f"| {name} | > {CAP:.0f} | > {CAP / ours.seconds:.0f} | | |")
            continue
        same = "yes" if timing.result == ours.result else "**no**"
        lines.append(
            f"| {name} | {timing.seconds:.2f} | {timing.seconds / ours.seconds:.1f} "
            f"| {len(timing.result)} | {same} |"
        )
    return lines

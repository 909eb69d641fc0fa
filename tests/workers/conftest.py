"""Roots with the small dataset, and engines that answer from them."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import FIXTURES
from samverkan.query.library import shipped_library
from samverkan.sources.dataset import Access, read_dataset
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.limits import Limits
from samverkan.workers.loading import load_dataset, load_file
from samverkan.workers.root import Loaded, serve_root
from samverkan.workers.views import Views
from samverkan.workers.wire import pair_of_messages

LIMITS = Limits(seconds=2, megabytes=256, at_once=6, waiting_seconds=2, spare=2, views=2)


#: A few hundred statements as they are: enough for what never ends when joined three times.
FEW = "".join(f'<urn:x:s{i}> <urn:x:p{i % 7}> "{i}" .\n' for i in range(1000))


def few() -> Loaded:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "few.nt"
        path.write_text(FEW)
        return load_file(path)


def small() -> Loaded:
    dataset = read_dataset(FIXTURES / "small")
    return load_dataset(dataset, Access.PUBLIC, shipped_library().quads())


@pytest.fixture(scope="module")
def start() -> Iterator[Callable[..., WorkerEngine]]:
    """Start a root that loads what it is given, and an engine with changed limits."""
    engines, roots = [], []

    def begin(load: Callable[[], Loaded] = few, **limits: float) -> WorkerEngine:
        bounds = replace(LIMITS, **limits)
        ours, theirs = pair_of_messages()
        pid = os.fork()
        if pid == 0:
            ours.close()
            serve_root(theirs, load, bounds)
        theirs.close()
        roots.append(pid)
        engines.append(WorkerEngine(Views(ours, bounds), bounds))
        return engines[-1]

    yield begin
    for engine in engines:
        engine.end()
    for pid in roots:
        os.waitpid(pid, 0)


@pytest.fixture(scope="module")
def engine(start: Callable[..., WorkerEngine]) -> WorkerEngine:
    return start(small)

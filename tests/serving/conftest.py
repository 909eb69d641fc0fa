"""Servers that run as long as a module's tests do; what starts them is in `live.py`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import FIXTURES
from serving.live import Served, serve, stop


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Served]]:
    """Start servers with changed settings; all are stopped in the end."""
    running: list[Served] = []

    def begin(dataset: Path | str = FIXTURES / "small", **settings: Any) -> Served:
        folder = tmp_path_factory.mktemp("served")
        running.append(serve(folder, dataset, **settings))
        return running[-1]

    yield begin
    for served in running:
        if served.process.poll() is None:
            stop(served)


@pytest.fixture(scope="module")
def live(start: Callable[..., Served]) -> Served:
    """A server with the small dataset, without tokens and limits per client."""
    return start()

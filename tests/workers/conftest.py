"""Roots with small data, and engines that answer from them."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from samverkan.dates import today
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.limits import Limits
from samverkan.workers.views import Views
from samverkan.workers.wire import pair_of_messages

LIMITS = Limits(seconds=2, megabytes=256, at_once=6, waiting_seconds=2, spare=2, views=2)


@pytest.fixture(scope="module")
def views() -> Iterator[Callable[..., Views]]:
    """Start a root that loads what is named in `loads`; its views, that nobody watches over."""
    begun: list[Views] = []
    roots: list[subprocess.Popen[bytes]] = []

    def begin(
        load: str = "few", today: Callable[[], date] = today, limits: Limits = LIMITS
    ) -> Views:
        ours, theirs = pair_of_messages()
        number = str(theirs.fileno())
        program = str(Path(__file__).with_name("loads.py"))
        command = [sys.executable, program, load, json.dumps(limits.told()), number]
        roots.append(subprocess.Popen(command, pass_fds=[theirs.fileno()]))
        theirs.close()
        begun.append(Views(ours, limits, today=today))
        return begun[-1]

    yield begin
    for one in begun:
        one.retire()
    for root in roots:
        root.wait(timeout=30)


@pytest.fixture(scope="module")
def start(views: Callable[..., Views]) -> Iterator[Callable[..., WorkerEngine]]:
    """Start an engine on views of its own, with changed limits."""
    engines: list[WorkerEngine] = []

    def begin(
        load: str = "few", today: Callable[[], date] = today, **limits: float
    ) -> WorkerEngine:
        bounds = replace(LIMITS, **limits)
        engines.append(WorkerEngine(views(load, today, bounds), bounds))
        return engines[-1]

    yield begin
    for engine in engines:
        engine.end()


@pytest.fixture(scope="module")
def engine(start: Callable[..., WorkerEngine]) -> WorkerEngine:
    return start("small")

"""Few workers of a view settle, and those are asked first; what a worker may do stays the same."""

import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from samverkan.query.question import Question
from samverkan.workers import crew as crew_module
from samverkan.workers.confine import processor_seconds
from samverkan.workers.crew import Crew, Worker
from samverkan.workers.limits import Limits
from samverkan.workers.views import Views
from samverkan.workers.wire import ASK, DATA, SETTLE, TAIL, ClosedError, frame, write_question

#: Servers or workers are started and waited for.
pytestmark = pytest.mark.slow

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?f) }"
QUERIES = ["SELECT * { ?s ?p ?o }", "ASK { <urn:x:s1> ?p ?o }", "CONSTRUCT WHERE { ?s ?p '7' }"]


@pytest.fixture
def crew(views: Callable[..., Views]) -> Crew:
    """Four workers that nobody watches over, and that none of the others has told anything."""
    crew = views("few", limits=Limits(seconds=1, megabytes=256)).default
    crew.make_ready(4)
    return crew


def _all_of(crew: Crew) -> list[Worker]:
    """Those that stand ready, in the order in which they are taken; they are given back."""
    taken = []
    while (worker := crew.take_ready()) is not None:
        taken.append(worker)
    for worker in reversed(taken):
        crew.give(worker, fit=True)
    return taken


def _settled(crew: Crew) -> list[Worker]:
    return [worker for worker in _all_of(crew) if worker.settled]


def _say(worker: Worker, sparql: str) -> None:
    worker.sock.settimeout(30)
    worker.sock.sendall(frame(ASK, write_question(Question(sparql))))


def _hear(worker: Worker) -> bytes:
    """The answer."""
    body = b""
    while True:
        kind, data = worker.frames.next()
        if kind == DATA:
            body += data
        elif kind == TAIL:
            return body


def _rest(worker: Worker) -> None:
    """Wait until it does nothing any more."""
    deadline, before = time.monotonic() + 30, -1.0
    while (used := processor_seconds(worker.pid)) > before:
        assert time.monotonic() < deadline
        before = used
        time.sleep(0.3)


def _large(worker: Worker) -> int:
    """Kilobytes that it has in large pages."""
    told = Path(f"/proc/{worker.pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"AnonHugePages: +([0-9]+) kB", told)
    assert found is not None
    return int(found[1])


def test_only_so_many_settle_one_at_a_time(crew: Crew):
    for expected in (1, 2, 2, 2):
        crew.settle(2)
        assert len(_settled(crew)) == expected


def test_none_settles_where_none_is_to(crew: Crew):
    crew.settle(0)

    assert _settled(crew) == []


def test_what_has_settled_is_taken_first_whoever_was_given_back_last(crew: Crew):
    crew.settle(2)
    crew.settle(2)
    one, other, third, fourth = taken = [crew.take() for _ in range(4)]
    assert [worker.settled for worker in taken] == [True, True, False, False]

    for worker in (one, third, other, fourth):
        crew.give(worker, fit=True)
    assert _all_of(crew) == [other, one, fourth, third]


def test_what_was_forked_just_now_is_taken_last(crew: Crew):
    crew.settle(1)
    before = _all_of(crew)
    crew.make_ready(6)
    after = _all_of(crew)

    assert after[:4] == before
    assert len(after) == 6


def test_one_that_had_settled_and_was_ended_is_replaced_after_a_while(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(crew_module, "_RESETTLING", 3600)
    crew.settle(1)
    killed = crew.take()
    assert killed.settled
    crew.give(killed, fit=False)
    crew.settle(1)
    assert _settled(crew) == []

    monkeypatch.setattr(crew_module, "_RESETTLING", 0)
    crew.settle(1)
    crew.settle(1)
    [replacing] = _settled(crew)
    assert replacing is not killed


def test_one_that_was_let_go_settles_no_more(crew: Crew, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(crew_module, "_RESETTLING", 0)
    crew.settle(4)
    crew.settle(4)
    crew.let_go(1)
    crew.let_go(1)
    assert len(_settled(crew)) == len(_all_of(crew)) == 1
    crew.make_ready(2)
    crew.settle(2)

    assert len(_settled(crew)) == 2


@pytest.mark.parametrize("seconds", [0, 0.01, 0.05])
def test_a_worker_answers_as_before_while_it_settles_and_afterwards(seconds: float, crew: Crew):
    worker = crew.take()
    expected = []
    for query in QUERIES:
        _say(worker, query)
        expected.append(_hear(worker))
    crew.give(worker, fit=True)
    crew.settle(1)
    assert crew.take() is worker
    time.sleep(seconds)

    for _ in ("while it settles", "afterwards"):
        for query, answer in zip(QUERIES, expected, strict=True):
            _say(worker, query)
            assert sorted(_hear(worker)) == sorted(answer)
        _rest(worker)
    crew.give(worker, fit=True)


@pytest.mark.skipif(sys.platform != "linux", reason="these are means of Linux alone")
def test_a_worker_that_has_settled_has_large_pages(crew: Crew):
    crew.settle(1)
    first, *_, last = _all_of(crew)
    _rest(first)

    if not _large(first):
        pytest.skip("this kernel makes no large pages of small ones: Linux can since 6.1")
    assert _large(first) > max(8 * 1024, _large(last))


@pytest.mark.skipif(sys.platform != "linux", reason="these are means of Linux alone")
@pytest.mark.parametrize("rests", [True, False])
def test_a_worker_that_settles_has_no_more_processor_time_for_a_query(rests: bool, crew: Crew):
    worker = crew.take()
    _say(worker, QUERIES[0])
    _hear(worker)
    worker.sock.sendall(frame(SETTLE, b""))
    if rests:
        _rest(worker)
    _say(worker, QUERIES[1])
    _hear(worker)
    _say(worker, ENDLESS)
    with pytest.raises(ClosedError):
        _hear(worker)

    assert crew.how_it_ended(worker) == -signal.SIGXCPU
    crew.give(worker, fit=False)

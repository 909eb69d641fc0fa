"""Small questions that are handed over without waiting are answered like all others."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable

import psutil
import pytest

from conftest import run
from samverkan.query.question import Question, Reply
from samverkan.query.refusal import QuerySyntaxError
from samverkan.query.small import Small, small
from samverkan.workers import lane as lane_module
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.lane import Lane

#: Servers or workers are started and waited for.
pytestmark = pytest.mark.slow

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?f) }"
#: What makes a question small, if one believes it.
CLAIMED = Small((), {})
#: More than may be at once.
MANY = 70


def _of(number: int) -> Question:
    return Question(f"SELECT * {{ <urn:x:s{number}> ?p ?o }}", table_form="text/csv")


def _asked(lane: Lane, question: Question) -> "asyncio.Future[Reply | None]":
    """Handed over, with what `small` says of it; a worker stands ready."""
    simple = small(question.sparql)
    assert simple is not None
    coming = lane.ask(question, simple)
    assert coming is not None
    return coming


async def _until(what: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not what():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


async def _ready(engine: WorkerEngine) -> None:
    await _until(lambda: engine.views.default.idle)


def _in(engine: WorkerEngine, what: Callable[[Lane], Awaitable[None]]) -> Lane:
    """Do it with a lane; the lane."""

    async def done() -> Lane:
        await _ready(engine)
        lane = Lane(engine)
        try:
            await asyncio.wait_for(what(lane), 30)
        finally:
            lane.close()
            await _until(lambda: not engine.views.default.out)
        return lane

    return run(done())


def _said(reply: Reply | None) -> tuple[object, ...]:
    assert reply is not None
    return reply.head, reply.read(), reply.tail, reply.view


def _leaves(of: psutil.Process) -> list[int]:
    """Processes below that one that have forked none: of a root, its workers, the oldest first."""
    left = [one for one in of.children(recursive=True) if not one.children()]
    return [one.pid for one in sorted(left, key=psutil.Process.create_time)]


@pytest.fixture(scope="module")
def engine(start: Callable[..., WorkerEngine]) -> WorkerEngine:
    return start("few", spare=2)


def test_many_at_once_are_answered_in_order_as_they_would_be_one_by_one(engine: WorkerEngine):
    order: list[int] = []

    async def ask(lane: Lane) -> None:
        coming = [_asked(lane, _of(number)) for number in range(64)]
        for number, one in enumerate(coming):
            one.add_done_callback(lambda _, number=number: order.append(number))
        replies = [_said(await one) for one in coming]

        assert replies == [_said(engine.ask(_of(number))) for number in range(64)]

    lane = _in(engine, ask)
    assert order == list(range(64))
    assert lane.lost == 0


def test_a_worker_is_asked_again_and_given_back(engine: WorkerEngine):
    async def ask(lane: Lane) -> None:
        for number in range(20):
            _, body, *_ = _said(await _asked(lane, _of(number)))
            assert body.startswith(f"o,p\r\n{number},".encode())
            assert engine.views.default.out == 1

    assert _in(engine, ask).lost == 0
    assert engine.views.default.out == 0


def test_an_error_is_raised_where_the_answer_is_waited_for_and_the_next_is_answered(
    engine: WorkerEngine,
):
    async def ask(lane: Lane) -> None:
        wrong = Question("PREFIX x: <urn:x:> ASK { x:s1 x:p <1:2> }")
        before, coming, after = _asked(lane, _of(1)), _asked(lane, wrong), _asked(lane, _of(2))

        assert await before is not None
        with pytest.raises(QuerySyntaxError, match="not an absolute IRI"):
            await coming
        assert await after is not None

    assert _in(engine, ask).lost == 0


def test_what_is_not_small_after_all_is_to_be_asked_in_another_way(engine: WorkerEngine):
    """So are those that wait behind it; the next is answered by another worker."""

    async def ask(lane: Lane) -> None:
        assert await _asked(lane, _of(1)) is not None
        began = time.monotonic()
        endless = lane.ask(Question(ENDLESS), CLAIMED)
        behind = _asked(lane, _of(2))

        assert endless is not None
        assert await endless is None
        assert await behind is None
        assert time.monotonic() - began < 3
        assert lane.lost == 2
        await _ready(engine)
        assert await _asked(lane, _of(3)) is not None

    _in(engine, ask)


def test_an_answer_that_is_not_small_is_to_be_asked_for_in_another_way(engine: WorkerEngine):
    async def ask(lane: Lane) -> None:
        long = Question("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
        short = Question("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000", table_form="text/csv")
        for question, size in ((short, 40_000), (long, None)):
            await _ready(engine)
            coming = lane.ask(question, CLAIMED)
            assert coming is not None
            reply = await coming
            assert (reply is None) == (size is None)
            assert reply is None or len(reply.read()) > size
        await _ready(engine)
        assert await _asked(lane, _of(1)) is not None

    assert _in(engine, ask).lost == 1


def test_no_more_are_taken_than_one_worker_may_have_before_it(engine: WorkerEngine):
    async def ask(lane: Lane) -> None:
        simple = small(_of(1).sparql)
        assert simple is not None
        coming = [lane.ask(_of(number), simple) for number in range(MANY)]

        taken = [one for one in coming if one is not None]
        assert coming == [*taken, *[None] * (MANY - 64)]
        assert None not in await asyncio.gather(*taken)
        assert await _asked(lane, _of(1)) is not None

    assert _in(engine, ask).lost == 0


def test_who_waits_no_more_is_in_nobodys_way(engine: WorkerEngine):
    async def ask(lane: Lane) -> None:
        coming = [_asked(lane, _of(number)) for number in range(3)]
        coming[1].cancel()

        assert _said(await coming[2]) == _said(engine.ask(_of(2)))

    assert _in(engine, ask).lost == 0


def test_nothing_is_taken_where_no_worker_stands_ready(start: Callable[..., WorkerEngine]):
    engine = start("few", spare=0)

    async def ask() -> None:
        lane = Lane(engine)
        assert lane.ask(_of(1), CLAIMED) is None
        lane.close()

    run(ask())


@pytest.mark.parametrize("at_work", [True, False])
def test_a_worker_that_is_killed_is_replaced(
    at_work: bool, start: Callable[..., WorkerEngine], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lane_module, "_WORK", 1000)
    monkeypatch.setattr(lane_module, "_PATIENCE", 1000)
    before = set(psutil.Process().children())
    engine = start("few", spare=1)
    [root] = set(psutil.Process().children()) - before

    async def ask(lane: Lane) -> None:
        assert await _asked(lane, _of(1)) is not None
        endless = lane.ask(Question(ENDLESS), CLAIMED) if at_work else None
        await asyncio.sleep(0.02)
        os.kill(_leaves(root)[0], signal.SIGKILL)
        if endless is not None:
            assert await endless is None
        await asyncio.sleep(0.2)
        await _ready(engine)
        assert await _asked(lane, _of(2)) is not None

    assert _in(engine, ask).lost == at_work


@pytest.mark.parametrize("asked", [True, False])
def test_where_the_views_are_exchanged_the_new_ones_are_asked_and_the_old_ones_end(
    asked: bool, start: Callable[..., WorkerEngine]
):
    engine = start("few")
    old = engine.views.default
    question = Question("ASK { smv:Agreement a owl:Class }", table_form="text/csv")

    async def ask(lane: Lane) -> None:
        _, body, _, view = _said(await _asked(lane, question))
        assert (body, view) == (b"false", old.about.key)
        last = _asked(lane, question)
        engine.exchange(start("small").views)
        assert not old.ended
        if asked:
            _, body, _, view = _said(await _asked(lane, question))
            assert (body, view) == (b"true", engine.about().key)
        _, body, _, view = _said(await last)
        assert (body, view) == (b"false", old.about.key)
        await _until(lambda: old.ended)

    assert _in(engine, ask).lost == 0


def test_more_than_the_socket_takes_at_once_is_sent_as_it_takes_it(engine: WorkerEngine):
    async def long(lane: Lane) -> None:
        questions = [
            Question(f"SELECT * {{ <urn:x:s{n}> ?p ?o }} #{'x' * 3900}", table_form="text/csv")
            for n in range(64)
        ]
        asked = [_asked(lane, question) for question in questions]
        answers = await asyncio.gather(*asked)
        expected = [engine.ask(question).read() for question in questions]
        assert [answer.read() if answer else None for answer in answers] == expected

    assert _in(engine, long).lost == 0

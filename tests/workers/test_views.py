"""Views come, go and turn the day, while questions are asked of them."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from samverkan.errors import SamverkanError
from samverkan.query.limits import BusyError
from samverkan.query.question import Question
from samverkan.workers.engine import WorkerEngine

#: Servers are started and waited for.
pytestmark = pytest.mark.slow

DAY = "SELECT ?d { ?e smv:asOf ?d }"
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
BEFORE, AFTER = date(2019, 12, 31), date(2020, 1, 1)


class Clock:
    """A day that can be moved."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> date:
        return self.day


def _day(engine: WorkerEngine, on: date | None = None, more: str = "") -> str:
    written = engine.ask(Question(f"{DAY} {more}"), on).read()
    [row] = json.loads(written)["results"]["bindings"]
    return str(row["d"]["value"])


@contextmanager
def _asking(engine: WorkerEngine) -> Iterator[tuple[list[str], list[Exception]]]:
    """Four who ask for the day without pause."""
    days: list[str] = []
    errors: list[Exception] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                days.append(_day(engine))
            except SamverkanError as error:
                errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield days, errors
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _until(what: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_midnight_passes_without_an_error_and_what_was_begun_ends_on_the_old_day(
    start: Callable[..., WorkerEngine],
):
    clock = Clock(BEFORE)
    engine = start("live", clock, at_once=12)
    long = engine.ask(Question(MANY + " # " + DAY, table_form="text/csv"))
    assert next(long.chunks)
    with _asking(engine) as (days, errors):
        _until(lambda: len(days) > 20)
        clock.day = AFTER
        _until(lambda: engine.about().on == AFTER.isoformat())
        seen = len(days)
        _until(lambda: len(days) > seen + 20)

    assert errors == []
    assert days[0] == BEFORE.isoformat()
    assert days[-1] == AFTER.isoformat()
    assert days == sorted(days) or set(days) == {BEFORE.isoformat(), AFTER.isoformat()}
    assert long.view != engine.about().key
    assert next(long.chunks)
    long.close()
    _until(lambda: len(engine.views.all()) == 1)


def test_a_dataset_with_a_day_of_its_own_keeps_it(start: Callable[..., WorkerEngine]):
    clock = Clock(BEFORE)
    engine = start("small", today=clock)
    own = engine.about().on
    clock.day = AFTER

    assert not engine.views.renew()
    assert engine.about().on == own == "2019-10-01"


def test_yesterday_can_be_asked_for_after_midnight(start: Callable[..., WorkerEngine]):
    clock = Clock(BEFORE)
    engine = start("live", clock)
    clock.day = AFTER
    _until(lambda: engine.about().on == AFTER.isoformat())

    assert _day(engine, BEFORE) == BEFORE.isoformat()
    assert _day(engine, AFTER) == AFTER.isoformat()
    assert _day(engine) == AFTER.isoformat()


def test_no_question_gets_another_day_than_it_asked_for_however_many_ask(
    start: Callable[..., WorkerEngine],
):
    engine = start("small", at_once=24, waiting_seconds=5)
    asked = [date(2016, 1, 1) + timedelta(days=days) for days in range(24)] * 2
    answered: list[tuple[date, str]] = []
    errors: list[SamverkanError] = []

    def ask(on: date) -> None:
        try:
            answered.append((on, _day(engine, on, f"# {on}")))
        except SamverkanError as error:
            errors.append(error)

    threads = [threading.Thread(target=ask, args=(on,)) for on in asked]
    for thread in threads:
        thread.start()
    most = 0
    while any(thread.is_alive() for thread in threads):
        most = max(most, len(engine.views.all()))
        time.sleep(0.01)

    assert answered
    assert all(on.isoformat() == day for on, day in answered)
    assert {type(error) for error in errors} <= {BusyError}
    assert most <= 1 + 2 + 3 + 1  # the default, two kept, three that leave, one that comes


def test_few_views_live_however_slowly_their_answers_are_read(start: Callable[..., WorkerEngine]):
    engine = start("small", at_once=24, waiting_seconds=0.3)
    begun, refused = [], 0
    for days in range(12):
        try:
            begun.append(engine.ask(Question(MANY), date(2015, 1, 1) + timedelta(days=days)))
        except BusyError:
            refused += 1

    assert refused
    assert len(engine.views.all()) <= 1 + 2 + 3
    for reply in begun:
        reply.close()
    assert _day(engine, date(2014, 6, 1)) == "2014-06-01"


def test_a_view_at_rest_is_put_away_before_one_at_work(start: Callable[..., WorkerEngine]):
    engine = start("small")
    first, second, third = (date(2013, 1, day) for day in (1, 2, 3))
    busy = engine.ask(Question(MANY), first)
    for on in (second, third):
        engine.about(on)
    days = {crew.about.on for crew in engine.views.all()}
    busy.close()

    assert days == {"2019-10-01", first.isoformat(), third.isoformat()}


def test_a_reply_names_the_view_that_it_comes_from(start: Callable[..., WorkerEngine]):
    engine = start("small")
    on = date(2018, 2, 2)

    assert engine.ask(Question(DAY)).view == engine.about().key
    assert engine.ask(Question(DAY), on).view == engine.about(on).key


def test_what_is_forked_made_and_ended_is_counted(start: Callable[..., WorkerEngine]):
    engine = start("small", seconds=0.5)
    tally = engine.views.tally
    engine.about(date(2018, 3, 3))
    with pytest.raises(SamverkanError):
        engine.ask(Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")).read()
    engine.ask(Question(MANY)).close()

    assert tally.views == 2
    assert tally.forked >= 2
    assert dict(tally.ended) == {"TimeLimitError": 1, "ClientGoneError": 1}

"""Answers are kept by view and question; many who ask the same wait for one."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from datetime import date
from itertools import islice
from threading import Event

import pytest

from samverkan.query.about import About
from samverkan.query.cache import CachedEngine, etag
from samverkan.query.limits import BusyError, ClientGoneError, TimeLimitError
from samverkan.query.question import AnyQuestion, Head, Question, Reply, Tail

ASK = Question("ASK {}")


class Slow:
    """An engine that counts what it is asked, and answers when it may."""

    def __init__(self, body: bytes = b"answer", *, volatile: bool = False) -> None:
        self.version, self.asked, self.may, self.begun = "1", 0, Event(), Event()
        self.body, self.head = body, Head("boolean", "x", volatile=volatile)
        self.errors: list[Exception] = []
        self.may.set()

    def about(self, on: date | None = None) -> About:
        return About(self.version, "public", on=on.isoformat() if on else "2019-10-01")

    def ask(self, question: AnyQuestion, on: date | None = None) -> Reply:
        self.asked += 1
        self.begun.set()
        assert self.may.wait(10)
        if self.errors:
            raise self.errors.pop()
        return Reply(self.head, self._chunks(), Tail(1))

    def _chunks(self) -> Iterator[bytes]:
        for start in range(0, len(self.body), 100_000):
            yield self.body[start : start + 100_000]


def test_the_second_who_asks_gets_what_the_first_got():
    slow = Slow()
    cached = CachedEngine(slow)
    first, second = cached.ask(ASK), cached.ask(ASK)

    assert (first.read(), second.read()) == (b"answer", b"answer")
    assert (slow.asked, second.cached, second.tail) == (1, True, Tail(1))


@pytest.mark.parametrize(
    "other",
    [
        Question("ASK { }"),
        replace(ASK, table_form="text/csv"),
        replace(ASK, encoding="gzip"),
        replace(ASK, default_graphs=("urn:x:g",)),
        replace(ASK, named_graphs=("urn:x:g",)),
    ],
)
def test_another_question_has_another_answer(other: Question):
    slow = Slow()
    cached = CachedEngine(slow)
    cached.ask(ASK)
    cached.ask(other)

    assert slow.asked == 2
    assert etag(slow.about(), ASK) != etag(slow.about(), other)


def test_another_version_or_day_has_another_answer():
    slow = Slow()
    cached = CachedEngine(slow)
    cached.ask(ASK)
    cached.ask(ASK, date(2018, 1, 1))
    slow.version = "2"
    cached.ask(ASK)

    assert slow.asked == 3


def test_what_may_change_is_not_kept():
    slow = Slow(volatile=True)
    cached = CachedEngine(slow)
    cached.ask(ASK).read()
    cached.ask(ASK).read()

    assert slow.asked == 2


def test_what_is_long_comes_whole_and_is_not_kept():
    slow = Slow(b"x" * 3_000_000)
    cached = CachedEngine(slow)

    assert [len(cached.ask(ASK).read()) for _ in range(2)] == [3_000_000] * 2
    assert (slow.asked, cached.size) == (2, 0)


def test_no_more_is_kept_than_may_be():
    slow = Slow(b"x" * 400_000)
    cached = CachedEngine(slow, megabytes=1)
    for number in range(10):
        cached.ask(Question(f"ASK {{}} #{number}"))

    assert 0 < cached.size <= 1024 * 1024
    cached.ask(Question("ASK {} #9"))
    assert slow.asked == 10


def test_many_who_ask_at_once_wait_for_one_answer():
    slow = Slow()
    slow.may.clear()
    cached = CachedEngine(slow)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(cached.ask, ASK) for _ in range(8)]
        assert slow.begun.wait(10)
        slow.may.set()

        assert {one.result().read() for one in asked} == {b"answer"}
    assert slow.asked == 1


def test_all_who_wait_are_told_what_went_wrong_and_the_next_may_try_again():
    slow = Slow()
    slow.errors = [TimeLimitError(1)]
    cached = CachedEngine(slow)
    with pytest.raises(TimeLimitError):
        cached.ask(ASK)

    assert cached.ask(ASK).read() == b"answer"


def test_who_waits_asks_again_when_the_first_has_gone(monkeypatch: pytest.MonkeyPatch):
    slow = Slow()
    slow.may.clear()
    slow.errors = [ClientGoneError()]
    cached = CachedEngine(slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cached.ask, ASK)
        assert slow.begun.wait(10)
        waits = Event()
        waiting = cached.find(cached.key(ASK))
        assert isinstance(waiting, Future)
        result = waiting.result
        monkeypatch.setattr(waiting, "result", lambda: (waits.set(), result())[1])
        second = pool.submit(cached.ask, ASK)
        assert waits.wait(10)
        slow.may.set()
        with pytest.raises(ClientGoneError):
            first.result()

        assert second.result().read() == b"answer"


def test_no_more_threads_wait_for_one_answer_than_may():
    slow = Slow()
    slow.may.clear()
    cached = CachedEngine(slow)
    with ThreadPoolExecutor(20) as pool:
        asked = [pool.submit(lambda: cached.ask(ASK).read()) for _ in range(20)]
        ended = list(islice(as_completed(asked, timeout=10), 20 - 1 - 8))
        assert {type(one.exception()) for one in ended} == {BusyError}
        slow.may.set()

    assert {one.result() for one in asked if one not in ended} == {b"answer"}
    assert cached.ask(ASK).cached

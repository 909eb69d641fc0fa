"""Tell an observer of every question: how long it took, how it ended, how much was answered."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from samverkan.query.about import About
from samverkan.query.engine import Engine
from samverkan.query.limits import ClientGoneError
from samverkan.query.question import AnyQuestion, Reply, close_chunks


@dataclass(slots=True)
class Asked:
    """
    A question and, once it is over, how it went.

    Args:
        question: that was asked.
        level: `public` or `internal`.
        began: on the clock that only goes forward.
        first, seconds: until the answer began, and until it was over.
        rows, size: of the answer; rows are known only of a whole one.
        cached: whether it was kept already.
        error: the class of why there is no whole answer. Not the error: its traceback would keep
            alive all that stood in the way of the answer, the connection among it.
        tag: what the observer wants to know it by.
    """

    question: AnyQuestion
    level: str
    began: float = field(default_factory=time.perf_counter)
    first: float = 0
    seconds: float = 0
    rows: int = 0
    size: int = 0
    cached: bool = False
    error: type[BaseException] | None = None
    tag: str = ""


class Observer(Protocol):
    """Who is told."""

    def begins(self, asked: Asked) -> None:
        """A question is asked; in the thread, and the context, of who asks."""

    def ends(self, asked: Asked) -> None:
        """It is over; in whatever thread."""


class ObservedEngine:
    """An engine that tells an observer of the questions that another engine is asked."""

    def __init__(self, engine: Engine, level: str, observer: Observer) -> None:
        self._engine, self._level, self._observer = engine, level, observer

    def about(self, on: date | None = None) -> About:
        """The view of that day, described."""
        return self._engine.about(on)

    def ask(self, question: AnyQuestion, on: date | None = None) -> Reply:
        """
        The answer.

        Raises:
            SamverkanError: what the engine raises.
        """
        return self.reply(self.begin(question), lambda: self._engine.ask(question, on))

    def begin(self, question: AnyQuestion) -> Asked:
        """Tell that a question is asked, for who has its answer in another way: see `reply`."""
        asked = Asked(question, self._level)
        self._observer.begins(asked)
        return asked

    def reply(self, asked: Asked, ask: Callable[[], Reply]) -> Reply:
        """
        The answer to a question that was begun, as `ask` gives it.

        Raises:
            SamverkanError: what `ask` raises.
        """
        try:
            reply = ask()
        except BaseException as error:
            self.fail(asked, error)
            raise
        asked.first = time.perf_counter() - asked.began
        asked.cached = reply.cached
        reply.chunks = _Counted(reply, asked, self._observer)
        return reply

    def whole(self, asked: Asked, rows: int, size: int) -> None:
        """Tell that the answer is here, all of it."""
        asked.first = asked.seconds = time.perf_counter() - asked.began
        asked.rows, asked.size = rows, size
        self._observer.ends(asked)

    def fail(self, asked: Asked, error: BaseException) -> None:
        """Tell that there is no answer, unless that was told."""
        if not asked.seconds:
            asked.first = asked.seconds = time.perf_counter() - asked.began
            asked.error = type(error)
            self._observer.ends(asked)


class _Counted(Iterator[bytes]):
    """An answer's chunks; the observer is told once, when they have ended or are let go of."""

    def __init__(self, reply: Reply, asked: Asked, observer: Observer) -> None:
        self._reply, self._chunks = reply, reply.chunks
        self._asked, self._observer = asked, observer
        self._over = False

    def __next__(self) -> bytes:
        try:
            chunk = next(self._chunks)
        except StopIteration:
            self._asked.rows = self._reply.tail.rows
            self._end(None)
            raise
        except BaseException as error:
            self._end(type(error))
            raise
        self._asked.size += len(chunk)
        return chunk

    def close(self) -> None:
        self._end(ClientGoneError)
        close_chunks(self._chunks)

    __del__ = close

    def _end(self, error: type[BaseException] | None) -> None:
        if not self._over:
            self._over = True
            self._asked.error = error
            self._asked.seconds = time.perf_counter() - self._asked.began
            self._observer.ends(self._asked)

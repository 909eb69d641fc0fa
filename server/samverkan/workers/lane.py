"""
A lane for small questions: one worker that is handed them without waiting for its answers.

A hop to another process costs more than a small answer; where several are asked at once, they share
the hop. A question that turns out not to be small costs its worker, and goes the way of all others.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from samverkan.query.question import Question, Reply
from samverkan.query.small import Small
from samverkan.workers.confine import processor_seconds
from samverkan.workers.crew import Crew, Worker
from samverkan.workers.views import Views
from samverkan.workers.wire import (
    ASK,
    DATA,
    ERROR,
    HEAD,
    ClosedError,
    frame,
    read_error,
    read_head,
    read_tail,
    write_question,
)

#: Questions that one worker may have before it, and bytes of an answer that is small.
_MOST, _LONGEST = 64, 256 * 1024
#: Processor time, and time, that the worker may take for one answer; both in seconds.
_WORK, _PATIENCE = 0.05, 2.0
#: Seconds between two looks at how it gets on.
_ROUND = 0.05


class Lane:
    """
    Hands small questions of the default view to a worker. For one event loop.

    Args:
        views: gives the views in use; they may be exchanged.
    """

    def __init__(self, views: "Supply") -> None:
        self._supply = views
        self._run: _Run | None = None
        #: Questions that were not small after all, or whose worker ended.
        self.lost = 0

    def ask(self, question: Question, simple: Small) -> asyncio.Future[Reply | None] | None:
        """
        Hand the question over, if there is a worker for it.

        Args:
            question: a small one.
            simple: what makes it one.

        Returns:
            The answer, or the error that the question met, when it is there: None if it is to be
            asked in another way.
        """
        crew = self._supply.views.default
        run = self._run
        if run is None or run.ended or run.crew is not crew:
            if run is not None:
                run.leave()
            worker = crew.take_ready()
            if worker is None:
                self._run = None
                return None
            run = self._run = _Run(crew, worker, self)
        return run.ask(question, simple)

    def close(self) -> None:
        """Give the worker back."""
        if self._run is not None:
            self._run.leave()
            self._run = None


class Supply(Protocol):
    """What has views, as a lane needs it."""

    @property
    def views(self) -> Views:
        """The views in use."""


@dataclass(slots=True)
class _Asked:
    """A question with the worker, and as much of its answer as has come."""

    answer: "asyncio.Future[Reply | None]"
    head: bytes = b""
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0


class _Run:
    """A worker for as long as it is fit, and its crew is in use."""

    def __init__(self, crew: Crew, worker: Worker, lane: Lane) -> None:
        self.crew, self._worker, self._lane = crew, worker, lane
        self._loop = asyncio.get_running_loop()
        self._asked: deque[_Asked] = deque()
        self._unsent: list[bytes] = []
        self._since = self._work_since = 0.0
        self._leaving = self._full = False
        self.ended = False
        worker.sock.setblocking(False)
        self._loop.add_reader(worker.sock.fileno(), self._read)
        self._later = self._loop.call_later(_ROUND, self._look)

    def ask(self, question: Question, simple: Small) -> "asyncio.Future[Reply | None] | None":
        if len(self._asked) >= _MOST:
            return None
        if not (self._unsent or self._full):
            self._loop.call_soon(self._send)
        if not self._asked:
            self._begins()
        asked = _Asked(self._loop.create_future())
        self._asked.append(asked)
        self._unsent.append(frame(ASK, write_question(question, simple)))
        return asked.answer

    def leave(self) -> None:
        """Give the worker back as soon as it has answered."""
        self._leaving = True
        if not self._asked:
            self._end(fit=True)

    def _begins(self) -> None:
        """The worker begins with the first of its questions."""
        self._since = 0.0

    def _send(self) -> None:
        unsent, self._unsent = b"".join(self._unsent), []
        if self.ended:
            return
        try:
            sent = self._worker.sock.send(unsent) if unsent else 0
        except BlockingIOError:
            sent = 0
        except OSError:
            self._end(fit=False)
            return
        full = sent < len(unsent)
        if full:
            self._unsent = [unsent[sent:]]
        if full != self._full:
            self._full = full
            if full:
                self._loop.add_writer(self._worker.sock.fileno(), self._send)
            else:
                self._loop.remove_writer(self._worker.sock.fileno())

    def _read(self) -> None:
        frames = self._worker.frames
        try:
            frames.take()
            while not self.ended and frames.has_next():
                self._take(*frames.next())
        except (ClosedError, OSError):
            self._end(fit=False)

    def _take(self, kind: bytes, data: bytes) -> None:
        asked = self._asked[0]
        if kind == HEAD:
            asked.head = data
        elif kind == DATA:
            asked.size += len(data)
            asked.pieces.append(data)
            if asked.size > _LONGEST:
                self._end(fit=False)
        else:
            self._asked.popleft()
            self._begins()
            if kind == ERROR:
                _tell(asked, None, read_error(data))
            else:
                tail, retiring = read_tail(data)
                head, view = read_head(asked.head), self.crew.about.key
                _tell(asked, Reply(head, iter(asked.pieces), tail, view=view))
                if retiring:
                    self._end(fit=False)
            if self._leaving and not self._asked:
                self._end(fit=True)

    def _look(self) -> None:
        """End the worker if it takes too long; give it back if its view is not used any more."""
        if self.ended:
            return
        self._later = self._loop.call_later(_ROUND, self._look)
        if not self._asked:
            if self.crew.retired:
                self.leave()
            return
        now, work = self._loop.time(), processor_seconds(self._worker.pid)
        if not self._since:
            self._since, self._work_since = now, work
        elif work - self._work_since > _WORK or now - self._since > _PATIENCE:
            self._end(fit=False)

    def _end(self, *, fit: bool) -> None:
        """Let go of the worker; what it has not answered is to be asked in another way."""
        if self.ended:
            return
        self.ended = True
        self._later.cancel()
        self._loop.remove_reader(self._worker.sock.fileno())
        if self._full:
            self._loop.remove_writer(self._worker.sock.fileno())
        self.crew.give(self._worker, fit=fit)
        self._lane.lost += len(self._asked)
        for asked in self._asked:
            _tell(asked, None)
        self._asked.clear()


def _tell(asked: _Asked, reply: Reply | None, error: Exception | None = None) -> None:
    if asked.answer.done():
        return  # nobody waits any more
    if error is not None:
        asked.answer.set_exception(error)
    else:
        asked.answer.set_result(reply)

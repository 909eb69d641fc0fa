"""
Over the counter: what lies ready, and what is small, is answered before anything is unpacked.

Answers are those of the long way, to the letter. Whatever is not plain at first sight goes there.
"""

from asyncio import Future, Task, create_task, get_running_loop
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from functools import lru_cache, partial

import structlog

from samverkan.errors import SamverkanError
from samverkan.query.observed import Asked, ObservedEngine
from samverkan.query.question import Question, Reply, close_chunks
from samverkan.serving.admission import Admission, Sizes
from samverkan.serving.exchange import Header, Headers
from samverkan.serving.plain import LONGEST, Request, question_of
from samverkan.serving.quick import Quick, Rest
from samverkan.serving.requests import CURRENT_REQUEST, LEFT, Requests, Tracked
from samverkan.serving.shelf import Key, Ready, Shelf
from samverkan.web.answering import Delivery, delivery, tag_of
from samverkan.web.machine import Machine
from samverkan.web.refusals import RateError
from samverkan.web.request_id import CURRENT_ID, HEADER, request_id
from samverkan.workers.client import CURRENT, Client
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.lane import Lane

_HEADER = HEADER.encode()

_log = structlog.stdlib.get_logger(__name__)


@dataclass(slots=True)
class Begun:
    """
    A request that was let in, and then goes the long way.

    Args:
        who: it counts for, until it leaves.
        told: headers that say what that one may still do.
        client: is told when the other end leaves.
        tracked: by what it is told of.
        body: of the request, which came whole.
        outcome: what is left to do, or why there is no answer; None if nothing was done.
    """

    who: str | None
    told: list[Header]
    client: Client
    tracked: Tracked
    body: bytes = b""
    outcome: Rest | SamverkanError | None = None


#: Called with the pieces of an answer, or with what was begun of it; says whether anybody is there.
Then = Callable[[list[bytes] | Begun], bool]


@dataclass(slots=True)
class _Work:
    """A question that is asked: what it may be kept by, and who waits for the answer."""

    request: Request
    begun: Begun
    key: Key | None
    generation: int
    question: Question
    then: Then


class Counter:
    """
    Answers whoever is let in, and has it told of like any other answer.

    Args:
        shelf: where answers lie ready.
        workers: who have the public data.
        observed: tells of the questions.
        machine: says what every answer says.
        admission: says who is let in.
        requests: are told of them.
        quick: answers what is not small.
    """

    def __init__(
        self,
        shelf: Shelf,
        workers: WorkerEngine,
        observed: ObservedEngine,
        machine: Machine,
        admission: Admission,
        requests: Requests,
        quick: Quick,
    ) -> None:
        self._shelf, self._workers, self._observed = shelf, workers, observed
        self._machine, self._admission, self._requests = machine, admission, requests
        self._lane, self._quick = Lane(workers), quick
        sizes = admission.sizes
        self._sizes = Sizes(min(LONGEST, sizes.address), min(LONGEST, sizes.headers), sizes.body)
        self._at_work: set[Task[None]] = set()

    def serve(self, request: Request, then: Then) -> list[bytes] | Client | None:
        """
        Answer, if that can be done here.

        Args:
            request: that is read whole.
            then: called later, if it takes a while.

        Returns:
            The answer in pieces: status line and headers, their end, the body. Where it takes a
            while, who is to be told if the client leaves; None if the request is not for here.
        """
        if self._requests.closed:
            return None
        key = ready = found = None
        if request.method == "GET":
            key = self._shelf.key(request.url, request.headers)
            ready = self._shelf.find(key) if key is not None else None
        if ready is None:
            found = question_of(request, self._sizes)
            if found is None:
                return None
        headers = Headers(request.headers)
        who = self._admission.client(request.path, headers, request.client)
        try:
            told = self._admission.enter(who)
        except RateError:
            return None
        if ready is not None:
            self._admission.leave(who)
            return self._given(request, ready, told)
        assert found is not None
        question, simple = found
        id_ = request_id(request.header(_HEADER).decode("latin-1"))
        begun = Begun(who, told, Client(), Tracked(id_), request.body)
        work = _Work(request, begun, key, self._shelf.generation, question, then)
        try:
            coming = None if simple is None else self._lane.ask(question, simple)
        except BaseException:
            self._admission.leave(who)
            raise
        self._requests.count(1)
        if coming is not None:
            asked = self._observed.begin(question)
            asked.tag = id_
            coming.add_done_callback(partial(self._small, work, asked))
        else:
            task = create_task(self._other(work))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)
        return begun.client

    def _given(self, request: Request, ready: Ready, told: list[Header]) -> list[bytes]:
        known = request.header(b"if-none-match")
        unchanged = bool(known) and (ready.etag in known or known == b"*")
        told = [*told, *self._requests.at_once(request, 304 if unchanged else 200)]
        head = ready.unchanged if unchanged else ready.head
        return [head + _lines(told), b"\r\n", b"" if unchanged else ready.body]

    def _small(self, work: _Work, asked: Asked, coming: "Future[Reply | None]") -> None:
        """Answer a small question; what is wrong with one, the long way finds as well."""
        came = None if coming.cancelled() or coming.exception() else coming.result()
        if came is None:
            self._let_on(work)
            return
        try:
            about = self._workers.about()
            told = delivery(tag_of(about, work.question), came, about.key)
            body = b"".join(told.chunks)
            self._observed.whole(asked, came.tail.rows, len(body))
            answer = self._answer(work, told, body, asked)
        except Exception as error:
            _log.error("unforeseen error", exc_info=error)
            self._let_on(work)
            return
        self._hand_over(work, answer)

    async def _other(self, work: _Work) -> None:
        """Answer any other question, or begin to."""
        begun, answer = work.begun, None
        CURRENT_ID.set(begun.tracked.id)
        CURRENT_REQUEST.set(begun.tracked)
        try:
            outcome = await self._quick.ask(work.question, None, begun.client)
            if isinstance(outcome, Delivery):
                body = b"".join(outcome.chunks)  # of one that is not kept, its worker may be gone
                answer = self._answer(work, outcome, body, begun.tracked.asked[-1])
            else:
                begun.outcome = outcome
        except SamverkanError as error:
            begun.outcome = error
        finally:  # whatever went wrong, somebody waits
            if answer is None:
                self._let_on(work)
            else:
                self._hand_over(work, answer)

    def _answer(self, work: _Work, told: Delivery, body: bytes, asked: Asked) -> list[bytes]:
        """The answer in pieces; it is told of, and may be kept."""
        headers = [(name.lower(), value) for name, value in told.headers]
        always = self._machine.always()
        if work.key is not None:
            self._shelf.put(work.key, work.generation, [*headers, *always], body)
        headers += [("content-length", str(len(body))), *work.begun.told]
        headers += self._requests.at_once(work.request, 200, asked, work.begun.tracked.id)
        head = b"HTTP/1.1 200 OK\r\n" + _always(tuple(always)) + _lines(headers)
        return [head, b"\r\n", body]

    def _hand_over(self, work: _Work, answer: list[bytes]) -> None:
        self._requests.count(-1)
        self._admission.leave(work.begun.who)
        work.then(answer)

    def _let_on(self, work: _Work) -> None:
        """Have it answered the long way; where nobody waits any more, end what was begun."""
        self._requests.count(-1)
        begun = work.begun
        if work.then(begun):
            return
        self._admission.leave(begun.who)
        asked = begun.tracked.asked[-1] if begun.tracked.asked else None
        self._requests.at_once(work.request, LEFT, asked, begun.tracked.id)
        begun.client.leave()
        if callable(begun.outcome):
            get_running_loop().run_in_executor(None, _drop, begun.outcome, begun.client)


def _drop(rest: Rest, client: Client) -> None:
    """Do what others may wait for, though nobody wants the answer."""
    context = copy_context()
    context.run(CURRENT.set, client)
    with suppress(SamverkanError):
        close_chunks(iter(context.run(rest).chunks))


@lru_cache(maxsize=2)
def _always(headers: tuple[Header, ...]) -> bytes:
    return _lines(list(headers))


def _lines(headers: list[Header]) -> bytes:
    return "".join([f"{name}: {value}\r\n" for name, value in headers]).encode("latin-1")

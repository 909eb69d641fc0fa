"""
From ASGI to WSGI: one coroutine a request, one thread a request that is not answered at once.

The coroutine knows when the client goes away, and tells whoever works for it; a client that
sends or reads slowly costs a coroutine, or a thread that waits, and no more.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Request

from samverkan.errors import SamverkanError
from samverkan.query.limits import ClientGoneError
from samverkan.query.question import close_chunks
from samverkan.serving.admission import Admission
from samverkan.serving.counter import Begun
from samverkan.serving.exchange import Exchange
from samverkan.serving.quick import Quick, Rest
from samverkan.serving.request import Environ, environ_of
from samverkan.serving.shelf import Shelf
from samverkan.web.answering import Delivery
from samverkan.web.headers import finish
from samverkan.web.machine import FAILED, Machine
from samverkan.web.negotiation import wants_page
from samverkan.web.problems import problem_document
from samverkan.web.refusals import RateError
from samverkan.workers.client import CURRENT, Client

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]

#: After so many seconds a client is looked after: most answers are there by then.
_SOON = 0.05


@dataclass
class Answer:
    """What a WSGI application answered."""

    status: int = 500
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    rest: Iterator[bytes] | None = None


class Bridge:
    """
    Runs a WSGI application for an ASGI server.

    Args:
        machine: runs in threads, and finds its client in `CURRENT`.
        quick: answers in the event loop what it can.
        shelf: where answers are laid that others may have.
        admission: says who is let in, and with what.
        threads: requests that are worked on at the same time.
    """

    def __init__(
        self,
        machine: Machine,
        quick: Quick,
        shelf: Shelf,
        admission: Admission,
        threads: int,
    ) -> None:
        self._machine, self._admission = machine, admission
        self._quick, self._shelf = quick, shelf
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def answer(self, exchange: Exchange) -> None:
        """Answer one request, if it is let in."""
        begun: Begun | None = exchange.begun
        if begun is not None:
            try:
                await self._answer(exchange, begun.told, begun)
            finally:
                self._admission.leave(begun.who)
            return
        client = self._admission.client(exchange.path, exchange.headers, exchange.client)
        try:
            told = self._admission.enter(client)
        except RateError as error:
            await self._refuse(exchange, error, self._admission.told(error))
            return
        try:
            await self._answer(exchange, told)
        finally:
            self._admission.leave(client)

    async def _refuse(self, exchange: Exchange, error: Exception, told: Headers) -> None:
        """Tell why a request is not answered; the rest of its body is not the next one."""
        environ = environ_of(exchange, b"")
        environ[FAILED] = error
        if exchange.headers.get("content-length") or "transfer-encoding" in exchange.headers:
            told = [*told, ("connection", "close")]
        request = Request(environ)
        if wants_page(request):
            client = Client()
            run = _context_of(client).run
            answer = await self._watched(exchange, client, run, _ask, self._machine, environ)
        else:
            response = finish(request, problem_document(request, error), fictional=False)
            headers = [(name.lower(), value) for name, value in response.headers]
            body = b"" if exchange.method == "HEAD" else response.get_data()
            answer = Answer(response.status_code, headers, body)
        if answer is not None:
            await exchange.answer(answer.status, [*answer.headers, *told], answer.body)

    async def _answer(self, exchange: Exchange, told: Headers, begun: Begun | None = None) -> None:
        generation, client = self._shelf.generation, begun.client if begun else Client()
        try:
            answer = await self._asked(exchange, client, begun)
        except ClientGoneError:
            return
        except Exception as error:
            await self._refuse(exchange, error, told)
            return
        if answer is None:
            return
        if answer.rest is None:
            self._keep(exchange, generation, answer)
            await exchange.answer(answer.status, [*answer.headers, *told], answer.body)
            return
        answer.headers += told
        await self._stream(exchange, answer, client)

    def _keep(self, exchange: Exchange, generation: int, answer: Answer) -> None:
        """Lay an answer ready for others."""
        if exchange.method == "GET" and answer.status == HTTPStatus.OK:
            key = self._shelf.key(exchange.url, exchange.headers.told)
            if key is not None:
                self._shelf.put(key, generation, answer.headers, answer.body)

    async def _asked(
        self, exchange: Exchange, client: Client, before: Begun | None
    ) -> Answer | None:
        """The answer, or its beginning; None if the client went away before."""
        if before is None:
            self._admission.look(exchange)
            body = await self._admission.body(exchange)
        else:
            body = before.body  # nothing may go wrong before what was begun is ended
        environ = environ_of(exchange, body)
        context = _context_of(client)
        begun: Delivery | Rest | None = None
        if before is None or before.outcome is None:
            begun = await self._quick.answer(environ, client)
        elif isinstance(before.outcome, SamverkanError):
            environ[FAILED] = before.outcome
        else:
            begun = before.outcome
        answer: Answer | None
        if isinstance(begun, Delivery):
            answer = _answer_of(self._machine.headers, begun)
        elif begun is not None:
            finish = self._finish
            answer = await self._watched(exchange, client, context.run, finish, environ, begun)
        else:
            machine = self._machine
            answer = await self._watched(exchange, client, context.run, _ask, machine, environ)
        return answer

    async def _watched(self, exchange: Exchange, client: Client, call: Any, *arguments: Any) -> Any:
        """The outcome of a call in a thread; None if the client went away before."""
        loop = asyncio.get_running_loop()
        outcome = loop.run_in_executor(self._threads, call, *arguments)
        done, _ = await asyncio.wait((outcome,), timeout=_SOON)
        if done:
            return outcome.result()
        gone = asyncio.ensure_future(exchange.gone())
        try:
            await asyncio.wait((outcome, gone), return_when=asyncio.FIRST_COMPLETED)
            if outcome.done():
                return outcome.result()
            client.leave()
            answer = await outcome
            if isinstance(answer, Answer) and answer.rest is not None:
                await loop.run_in_executor(self._threads, close_chunks, answer.rest)
        finally:
            gone.cancel()
        return None

    def _finish(self, environ: Environ, rest: Rest) -> Answer:
        """Do what is left to do for an answer that was begun."""
        try:
            return _answer_of(self._machine.headers, rest())
        except SamverkanError as error:
            environ[FAILED] = error
            return _ask(self._machine, environ)

    async def _stream(self, exchange: Exchange, answer: Answer, client: Client) -> None:
        """
        Pass on what comes, no faster than the client takes it.

        An error on the way is for who called to end the connection, without an end of the answer.
        """
        assert answer.rest is not None
        try:
            await exchange.begin(answer.status, answer.headers)
            chunk: bytes | None = answer.body
            while chunk is not None:
                await exchange.send(chunk)
                chunk = await self._watched(exchange, client, next, answer.rest, None)
            await exchange.end()
        finally:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._threads, close_chunks, answer.rest)


def _context_of(client: Client) -> Context:
    """That of the request, for threads that work for this client."""
    context = copy_context()
    context.run(CURRENT.set, client)
    return context


def _answer_of(headers: Callable[[Delivery], list[tuple[str, str]]], told: Delivery) -> Answer:
    """The answer that a delivery is."""
    lower = [(name.lower(), value) for name, value in headers(told)]
    return _filled(Answer(told.status, lower), told.chunks)


def _ask(application: Application, environ: Environ) -> Answer:
    """Ask the application; what it has ready at once comes with the head."""
    answer = Answer()

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        answer.status = int(status[:3])
        answer.headers = [(name.lower(), value) for name, value in headers]

    return _filled(answer, application(environ, start_response))


def _filled(answer: Answer, chunks: Iterable[bytes]) -> Answer:
    """The answer with its body, or the first of it."""
    if isinstance(chunks, list | tuple):
        answer.body = b"".join(chunks)
        return answer
    close = getattr(chunks, "close", None)
    rest = iter(chunks)
    first = next(rest, b"")
    second = next(rest, None) if first else None
    if second is None:
        answer.body = first
        if close is not None:
            close()
        return answer
    answer.body = first + second
    answer.rest = _Rest(rest, close)
    return answer


class _Rest(Iterator[bytes]):
    def __init__(self, chunks: Iterator[bytes], close: Callable[[], None] | None) -> None:
        self._chunks, self._close = chunks, close

    def __next__(self) -> bytes:
        return next(self._chunks)

    def close(self) -> None:
        if self._close is not None:
            self._close()

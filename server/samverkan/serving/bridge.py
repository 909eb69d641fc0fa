"""
From HTTP to WSGI: one coroutine a request, one thread a request that is not answered at once.

The coroutine knows when the client goes away, and tells whoever works for it; a client that
sends or reads slowly costs a coroutine, or a thread that waits, and no more.
"""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from werkzeug.exceptions import RequestEntityTooLarge

from samverkan.query.question import close_chunks
from samverkan.serving.admission import REFUSED
from samverkan.web.refusals import RequestError, SlowRequestError
from samverkan.workers.client import CURRENT, Client

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

#: After so many seconds a client is looked after: most answers are there by then.
_SOON = 0.05


class Headers(Protocol):
    """The headers of a request, as RSGI has them."""

    def items(self) -> list[tuple[str, str]]:
        """Names in small letters, and values."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value of that name."""


class Scope(Protocol):
    """A request, as RSGI has it."""

    method: str
    path: str
    query_string: str
    client: str
    scheme: str
    http_version: str
    headers: Headers


@dataclass
class Answer:
    """What a WSGI application answered."""

    status: int = 500
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    rest: Iterator[bytes] | None = None


class Bridge:
    """
    Runs a WSGI application for an RSGI server.

    Args:
        application: runs in threads, and finds its client in `CURRENT`.
        threads: requests that are worked on at the same time.
        longest_body: bytes of a request.
        stalled: seconds that a client may take nothing of its answer.
        slowest_body: seconds until a request has arrived whole.
    """

    def __init__(
        self,
        application: Application,
        threads: int,
        longest_body: int,
        stalled: float,
        slowest_body: float,
    ) -> None:
        self._application, self._longest, self._stalled = application, longest_body, stalled
        self._slowest = slowest_body
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def answer(self, scope: Scope, proto: Any) -> int:
        """Answer one request; its status."""
        refused: Exception | None = None
        try:
            body = await self._body(scope, proto)
        except (RequestEntityTooLarge, RequestError) as error:
            body, refused = b"", error
        environ = environ_of(scope, body)
        environ[REFUSED] = refused
        client = Client()
        answer: Answer | None = await self._watched(proto, client, self._run, environ, client)
        if answer is None:
            return 499
        if refused:  # what is left of the request on the connection is not the next one
            answer.headers.append(("connection", "close"))
        if answer.rest is None:
            proto.response_bytes(answer.status, answer.headers, answer.body)
            return answer.status
        await self._stream(proto, answer, client)
        return answer.status

    async def _body(self, scope: Scope, proto: Any) -> bytes:
        if scope.method in ("GET", "HEAD") and not scope.headers.get("content-length"):
            return b""
        length = scope.headers.get("content-length", "0")
        if length.isdigit() and int(length) > self._longest:
            raise RequestEntityTooLarge
        pieces, size = [], 0
        try:
            async with asyncio.timeout(self._slowest):
                async for piece in proto:
                    pieces.append(bytes(piece))
                    size += len(piece)
                    if size > self._longest:
                        raise RequestEntityTooLarge
        except TimeoutError as error:
            raise SlowRequestError(self._slowest) from error
        return b"".join(pieces)

    async def _watched(self, proto: Any, client: Client, call: Any, *arguments: Any) -> Any:
        """The outcome of a call in a thread; None if the client went away before."""
        loop = asyncio.get_running_loop()
        outcome = loop.run_in_executor(self._threads, call, *arguments)
        done, _ = await asyncio.wait((outcome,), timeout=_SOON)
        if done:
            return outcome.result()
        gone = asyncio.ensure_future(proto.client_disconnect())
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

    def _run(self, environ: Environ, client: Client) -> Answer:
        context = copy_context()
        context.run(CURRENT.set, client)
        return context.run(_ask, self._application, environ)

    async def _stream(self, proto: Any, answer: Answer, client: Client) -> None:
        """Pass on what comes; an error on the way ends the connection without an end."""
        assert answer.rest is not None
        loop = asyncio.get_running_loop()
        transport = proto.response_stream(answer.status, answer.headers)
        try:
            if answer.body:
                await asyncio.wait_for(transport.send_bytes(answer.body), self._stalled)
            while True:
                chunk = await self._watched(proto, client, next, answer.rest, None)
                if chunk is None:
                    return
                await asyncio.wait_for(transport.send_bytes(chunk), self._stalled)
        finally:
            await loop.run_in_executor(self._threads, close_chunks, answer.rest)


def environ_of(scope: Scope, body: bytes) -> Environ:
    """The request as WSGI has it; a name with _ could pass for one with -, and is left out."""
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": _bytes_of(scope.query_string),
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for name, value in scope.headers.items():
        if name == "content-type":
            environ["CONTENT_TYPE"] = _bytes_of(value)
        elif name not in ("content-length", "transfer-encoding") and "_" not in name:
            value = _bytes_of(value)
            key = "HTTP_" + name.upper().replace("-", "_")
            environ[key] = f"{environ[key]}, {value}" if key in environ else value
    return environ


def _bytes_of(text: str) -> str:
    """A text as WSGI has it: each of its bytes in UTF-8 as a character."""
    return text if text.isascii() else text.encode("utf-8", "surrogatepass").decode("latin-1")


def _ask(application: Application, environ: Environ) -> Answer:
    """Ask the application; what it has ready at once comes with the head."""
    answer = Answer()

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        answer.status = int(status[:3])
        answer.headers = [(name.lower(), value) for name, value in headers]

    chunks = application(environ, start_response)
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

"""
HTTP on one connection: uvicorn's, with bounds, and with a counter before it.

uvicorn bounds neither the size of a request's head nor the time that it takes; both stand here.
"""

import asyncio
import time
from collections.abc import Sized
from functools import partial
from typing import Any, Protocol

import httptools
import structlog
from uvicorn import Config
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from samverkan.serving.bare import bare_refusal
from samverkan.serving.counter import Begun, Then
from samverkan.serving.plain import Request
from samverkan.serving.untaken import Untaken
from samverkan.workers.client import Client

#: Bytes and headers of a head that are read, beyond what is refused with more words.
_MOST, _MOST_HEADERS = 256 * 1024, 1000
#: Requests that may wait behind one that is answered: from so many on no more is read, so that
#: nobody sees the client leave; the connection ends behind the last.
_MANY_BEHIND, _MOST_BEHIND = 4, 100
#: Seconds in which what still comes is let go of, after a refusal.
_LET_GO = 0.5
#: Seconds between two looks at connections on which nothing comes.
ROUND = 0.25

_log = structlog.stdlib.get_logger(__name__)


class Counter(Protocol):
    """Where requests are answered that need nothing more."""

    def serve(self, request: Request, then: Then) -> list[bytes] | Client | None:
        """
        The answer in pieces; who is to be told of the client's leaving, if `then` will be called;
        None if the request is not answered here.
        """


class _Waiting:
    """
    In the place of uvicorn's exchange, while the counter is at work on a request.

    Args:
        scope: of the request, as far as it was made.
        request: as it was read.
        version: of HTTP.
        keep_alive: whether another may follow.
    """

    def __init__(self, scope: Any, request: Request, version: str, *, keep_alive: bool) -> None:
        self.scope, self.request, self.version = scope, request, version
        self.keep_alive = keep_alive
        self.disconnected = self.response_complete = False
        self.message_event = self
        self.client: Client | None = None

    def set(self) -> None:
        """Be told that the connection has ended; it is what uvicorn sets its event for."""
        if self.client is not None and not self.response_complete:
            self.client.leave()


class _Flow(FlowControl):
    """uvicorn's, which reads no further while many requests wait for their turn."""

    def __init__(self, transport: asyncio.Transport, behind: Sized) -> None:
        super().__init__(transport)
        self._behind = behind

    def resume_reading(self) -> None:
        if len(self._behind) < _MANY_BEHIND:
            super().resume_reading()


class Connection(HttpToolsProtocol):
    """
    One connection.

    Args:
        counter: where each request is tried first.
        head_seconds: until the head of a request has arrived.
        idle_seconds: until a connection is closed on which nothing comes.
        stalled_seconds: that the client may take nothing of what it was sent.
    """

    def __init__(
        self,
        counter: Counter,
        head_seconds: float,
        idle_seconds: float,
        stalled_seconds: float,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._counter = counter
        self._head_seconds, self._idle_seconds = head_seconds, idle_seconds
        self._used, self._head, self._latest = False, 0, b""
        self._waits_since: float | None = time.monotonic()
        self._stalled_seconds, self._lost = stalled_seconds, False
        self._untaken: Untaken
        #: Of the request that is being read: whether its head has come, whether it needs nothing
        #: more, and its body, if it may be for the counter.
        self._has_head = self._served = False
        self._held: list[bytes] | None = None
        #: What is being answered; others wait behind it.
        self._under_way: Any = None
        #: Whether all that comes is let go of, since no more is answered.
        self._deaf = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there."""
        super().connection_made(transport)
        self.flow = _Flow(transport, self.pipeline)
        self._untaken = Untaken(transport, self._stalled_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more; uvicorn tells it to the latest request alone."""
        self._lost = True
        super().connection_lost(exc)
        if self._under_way is not None and not self._under_way.response_complete:
            self._end_exchange(self._under_way)
        self.pipeline.clear()

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        if self._deaf:
            return
        if self._waits_since is not None:
            if not self._head:
                self._waits_since = time.monotonic()
            self._head += len(data)
        self._latest = data
        super().data_received(data)
        self._latest = b""
        if self._held is not None:
            self._let_on()
        if self._waits_since is not None and self._head > _MOST and not self._deaf:
            self._refuse(431, f"a head of more than {_MOST} bytes; send the query by POST")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._has_head, self._served, self._held = False, self._deaf, None

    def on_header(self, name: bytes, value: bytes) -> None:
        """
        A header has come.

        Source:
            RFC 9110, section 6.5.1: what comes behind a body is not to be taken for one.
        """
        if self._has_head:
            return
        if len(self.headers) >= _MOST_HEADERS:
            raise _TooManyError
        name = name.lower()
        if name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The head of a request has come; what may be for the counter is held until it is whole."""
        self._head, self._waits_since, self._used, self._has_head = 0, None, True, True
        if self._served or self.transport.is_closing():
            self._served = True
            return
        extensions: Any = {"line": self, "url": self.url, "begun": None}
        self.scope["extensions"] = extensions
        cycle = self.cycle
        if (
            self.parser.get_method() in (b"GET", b"POST")
            and self.url.startswith(b"/")
            and self.url.isascii()
            and (cycle is None or cycle.response_complete)
            and not (self.pipeline or self.flow.write_paused or self.parser.should_upgrade())
        ):
            self._held = []
        else:
            self._begin()

    def on_body(self, body: bytes) -> None:
        """A piece of a body has come."""
        if self._held is not None:
            self._held.append(body)
        elif not self._served:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """A request has come whole."""
        self._head, self._waits_since = 0, time.monotonic()
        if self._held is not None:
            self._served = self._over_the_counter(b"".join(self._held))
            if self._served:
                self._held = None
            else:
                self._let_on()
        if not self._served:
            super().on_message_complete()
            self._deaf = not self.cycle.keep_alive

    def on_response_complete(self) -> None:
        """A request was answered."""
        if self.cycle.response_complete:  # else another is being read, or waits for its turn
            self._waits_since = time.monotonic()
        super().on_response_complete()
        if not self.transport.is_closing():
            self.flow.resume_reading()

    def look(self, now: float) -> None:
        """Close the connection if it has been waited for too long."""
        if self._untaken.is_stuck(now):
            self.abort()
            return
        if self._waits_since is None or (self.cycle and not self.cycle.response_complete):
            return
        most = self._idle_seconds if self._used and not self._head else self._head_seconds
        if now - self._waits_since > most:
            self.transport.close()

    def is_lost(self) -> bool:
        """Whether the connection has ended."""
        return self._lost

    async def drain(self) -> None:
        """Wait until most of what was sent is taken, or the client has gone."""
        await self.flow.drain()

    def abort(self) -> None:
        """End it at once, with whatever was being sent."""
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP."""
        del msg  # uvicorn's words
        self._held = None
        if not self._has_head and self.headers and len(self.headers) >= _MOST_HEADERS:
            self._refuse(431, f"more than {_MOST_HEADERS} headers; send fewer")
            return
        line = self._latest.partition(b"\r\n")[0]
        if line.isascii():
            self._refuse(400, "what was sent is not a request of HTTP/1.1")
        else:
            self._refuse(400, "the address has letters beyond ASCII; write them in UTF-8 with %")

    def _unsupported_upgrade_warning(self) -> None:
        """Whoever asks for another protocol is answered in this one, as the protocol has it."""

    def _begin(self) -> None:
        """Have the request answered the long way, as soon as its turn comes."""
        super().on_headers_complete()
        if self.parser.should_upgrade() or len(self.pipeline) >= _MOST_BEHIND:
            self.cycle.keep_alive = False  # what comes next is read as what it is not, or never
        self.flow.resume_reading()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._under_way = cycle
        super()._start_asgi_task(cycle, app)

    def _let_on(self) -> None:
        """Have a request that was held answered the long way."""
        held, self._held = self._held or [], None
        self._begin()
        for body in held:
            super().on_body(body)

    def _over_the_counter(self, body: bytes) -> bool:
        """Whether the request is answered there."""
        method = self.parser.get_method().decode("ascii")
        client = self.client[0] if self.client else ""
        request = Request(method, self.url, self.headers, client, body)
        version = self.parser.get_http_version()
        stays = self.parser.should_keep_alive() and version != "1.0"
        waiting = _Waiting(self.scope, request, version, keep_alive=stays)
        try:
            told = self._counter.serve(request, partial(self._told, waiting))
        except Exception as error:  # the parser would take it for the client's
            _log.error("unforeseen error", method=method, exc_info=error)
            return False
        self._deaf = told is not None and not stays
        if isinstance(told, list):
            self._write(told, stays=stays)
        elif told is not None:
            waiting.client = told
            self.cycle = self._under_way = waiting  # type: ignore[assignment]
        return told is not None

    def _told(self, waiting: _Waiting, pieces: list[bytes] | Begun) -> bool:
        """The counter has answered, or begun; whether anybody is there to be told."""
        if waiting.disconnected or self.transport.is_closing():
            return False
        if isinstance(pieces, Begun):
            self._go_the_long_way(waiting, pieces)
            return True
        self._write(pieces, stays=waiting.keep_alive)
        waiting.response_complete = True
        if self.pipeline:
            self.on_response_complete()
        else:
            self._waits_since = time.monotonic()
            self.flow.resume_reading()
        return True

    def _write(self, pieces: list[bytes], *, stays: bool) -> None:
        head, *rest = pieces
        for name, value in self.server_state.default_headers:
            head += name + b": " + value + b"\r\n"
        if not stays:
            head += b"connection: close\r\n"
        self.transport.write(b"".join((head, *rest)))
        if not stays:
            self.transport.close()

    def _go_the_long_way(self, waiting: _Waiting, begun: Begun) -> None:
        """Begin uvicorn's exchange for a request that was read long ago."""
        scope, request = waiting.scope, waiting.request
        url = httptools.parse_url(request.url)
        scope["method"], scope["http_version"] = request.method, waiting.version
        scope["raw_path"], scope["query_string"] = url.path, url.query or b""
        scope["path"] = request.path
        scope["extensions"]["begun"] = begun
        cycle = RequestResponseCycle(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=waiting.keep_alive,
            on_response=self.on_response_complete,
        )
        cycle.body += request.body
        cycle.more_body = False
        cycle.message_event.set()
        if id(self.cycle) == id(waiting):  # and not one that was read meanwhile
            self.cycle = cycle
        self._start_asgi_task(cycle, self.app)

    def _refuse(self, status: int, detail: str) -> None:
        """Say that what came is none, and read no more; what came before is answered first."""
        self._deaf = True
        under_way = self._under_way
        if under_way is not None and not under_way.response_complete:
            if under_way is not self.cycle or not self._is_broken(under_way):
                self._end_behind(under_way)
                return
            self._end_exchange(under_way)
        self.transport.write(bare_refusal(status, detail))
        # Were it closed at once, what still comes would have the answer lost on the way.
        self.transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(_LET_GO, self.transport.close)

    def _is_broken(self, exchange: Any) -> bool:
        """Whether it is the body of that request that is none, and it can still be told."""
        waits = isinstance(exchange, _Waiting)
        return not waits and exchange.more_body and not exchange.response_started

    def _end_behind(self, under_way: Any) -> None:
        """End the connection when the last request was answered that came whole."""
        if self.pipeline and self.pipeline[0][0].more_body:
            self.pipeline.popleft()
        last: Any = self.pipeline[0][0] if self.pipeline else under_way
        last.keep_alive = False

    @staticmethod
    def _end_exchange(exchange: Any) -> None:
        """Let an exchange know that nobody listens."""
        exchange.disconnected = True
        exchange.message_event.set()


class _TooManyError(Exception):
    """More headers than are read."""


async def watch(state: ServerState) -> None:
    """Close connections on which nothing comes, until cancelled."""
    while True:
        await asyncio.sleep(ROUND)
        now = time.monotonic()
        for connection in list(state.connections):
            if isinstance(connection, Connection):
                try:
                    connection.look(now)
                except Exception as error:  # the others are to be looked at all the same
                    _log.error("unforeseen error", exc_info=error)

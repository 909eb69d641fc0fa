"""
HTTP on one connection: uvicorn's, with bounds, and with a counter before it.

uvicorn bounds neither the size of a request's head nor the time that it takes; both stand here.
"""

import asyncio
import json
import time
from functools import partial
from typing import Any, Protocol

import httptools
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from samverkan.serving.counter import Begun, Request, Then
from samverkan.serving.exchange import unsent
from samverkan.web.headers import always
from samverkan.workers.client import Client

#: Bytes of a head that are read, beyond what is refused with more words.
_MOST = 256 * 1024
#: Seconds between two looks at connections on which nothing comes.
ROUND = 0.25
_TITLES = {400: "Bad Request", 431: "Request Header Fields Too Large"}


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


class Connection(HttpToolsProtocol):
    """
    One connection.

    Args:
        counter: where each request is tried first.
        head_seconds: until the head of a request has arrived.
        idle_seconds: until a connection is closed on which nothing comes.
    """

    def __init__(
        self,
        counter: Counter,
        head_seconds: float,
        idle_seconds: float,
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
        #: Of the request that is being read: whether it went over the counter; its body, if it may.
        self._served = False
        self._held: list[bytes] | None = None

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        if self._waits_since is not None:
            if not self._head:
                self._waits_since = time.monotonic()
            self._head += len(data)
        self._latest = data
        super().data_received(data)
        self._latest = b""
        if self._held is not None:
            self._let_on()
        if self._waits_since is not None and self._head > _MOST:
            self._refuse(431, f"a head of more than {_MOST} bytes; send the query by POST")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._served, self._held = False, None

    def on_headers_complete(self) -> None:
        """The head of a request has come; what may be for the counter is held until it is whole."""
        self._head, self._waits_since, self._used = 0, None, True
        extensions: Any = {"line": self, "url": self.url, "begun": None}
        self.scope["extensions"] = extensions
        cycle = self.cycle
        if (
            self.parser.get_method() in (b"GET", b"POST")
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
                return
            self._let_on()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """A request was answered."""
        self._waits_since = time.monotonic()
        super().on_response_complete()

    def look(self, now: float) -> None:
        """Close the connection if it has been waited for too long."""
        if self._waits_since is None or (self.cycle and not self.cycle.response_complete):
            return
        most = self._idle_seconds if self._used and not self._head else self._head_seconds
        if now - self._waits_since > most:
            self.transport.close()

    def is_full(self) -> bool:
        """Whether the client has to take something before more is sent."""
        return self.flow.write_paused and not self.transport.is_closing()

    def waiting(self) -> tuple[int, int]:
        """Bytes that were sent and not taken: here, and in the system's buffer."""
        sock = self.transport.get_extra_info("socket")
        return self.transport.get_write_buffer_size(), unsent(sock.fileno()) if sock else 0

    async def drain(self) -> None:
        """Wait until it is not full, or the client has gone."""
        await self.flow.drain()

    def abort(self) -> None:
        """End it at once, with whatever was being sent."""
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP."""
        del msg  # uvicorn's words
        self._held = None
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
        if self.parser.should_upgrade():
            self.cycle.keep_alive = False  # what comes next would be read as what it is not

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
        told = self._counter.serve(request, partial(self._told, waiting))
        if isinstance(told, list):
            self._write(told, stays=stays)
        elif told is not None:
            waiting.client = told
            self.cycle = waiting  # type: ignore[assignment]
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
        title = _TITLES[status]
        document = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        body = json.dumps(document).encode() + b"\n"
        headers = [
            ("content-type", "application/problem+json"),
            ("cache-control", "no-store"),
            ("server", "samverkan"),
            ("connection", "close"),
            ("content-length", str(len(body))),
            *((name.lower(), value) for name, value in always(fictional=False)),
        ]
        lines = [f"HTTP/1.1 {status} {title}", *(f"{name}: {value}" for name, value in headers)]
        self.transport.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        self.transport.close()


async def watch(state: ServerState) -> None:
    """Close connections on which nothing comes, until cancelled."""
    while True:
        await asyncio.sleep(ROUND)
        now = time.monotonic()
        for connection in list(state.connections):
            if isinstance(connection, Connection):
                connection.look(now)

"""
HTTP on one connection: uvicorn's, with bounds, and with answers that lie ready.

uvicorn bounds neither the size of a request's head nor the time that it takes; both stand here.
"""

import asyncio
import json
import time
from typing import Any, Protocol

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from samverkan.serving.exchange import unsent
from samverkan.web.headers import always

#: Bytes of a head that are read, beyond what is refused with more words.
_MOST = 256 * 1024
#: Seconds between two looks at connections on which nothing comes.
ROUND = 0.25
_TITLES = {400: "Bad Request", 431: "Request Header Fields Too Large"}

RawHeaders = list[tuple[bytes, bytes]]


class Counter(Protocol):
    """Where answers are given out that lie ready."""

    def serve(self, url: bytes, headers: RawHeaders, client: str) -> list[bytes] | None:
        """What is to be sent, but for the default headers after the first piece; None if not."""


class Connection(HttpToolsProtocol):
    """
    One connection; a request whose answer lies ready is answered while it is read.

    Args:
        counter: gives out what lies ready.
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
        self._head, self._answered, self._used = 0, False, False
        self._latest = b""
        self._waits_since: float | None = time.monotonic()

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        if self._waits_since is not None:
            if not self._head:
                self._waits_since = time.monotonic()
            self._head += len(data)
        self._latest = data
        super().data_received(data)
        self._latest = b""
        if self._waits_since is not None and self._head > _MOST:
            self._refuse(431, f"a head of more than {_MOST} bytes; send the query by POST")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._answered = False

    def on_headers_complete(self) -> None:
        """The head of a request has come."""
        self._head, self._waits_since, self._used = 0, None, True
        if self._answers_at_once():
            return
        extensions: dict[str, Any] = {"line": self, "url": self.url}
        self.scope["extensions"] = extensions
        super().on_headers_complete()
        if self.parser.should_upgrade():
            self.cycle.keep_alive = False  # what comes next would be read as what it is not

    def on_body(self, body: bytes) -> None:
        """A piece of a body has come."""
        if not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """A request has come whole."""
        self._head, self._waits_since = 0, time.monotonic()
        if not self._answered:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """A request was answered."""
        self._waits_since = time.monotonic()
        super().on_response_complete()

    def look(self, now: float) -> None:
        """Close the connection if it has been waited for too long; uvicorn waits for the rest."""
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
        line = self._latest.partition(b"\r\n")[0]
        if line.isascii():
            self._refuse(400, "what was sent is not a request of HTTP/1.1")
        else:
            self._refuse(400, "the address has letters beyond ASCII; write them in UTF-8 with %")

    def _unsupported_upgrade_warning(self) -> None:
        """Whoever asks for another protocol is answered in this one, as the protocol has it."""

    def _answers_at_once(self) -> bool:
        """Whether the answer lay ready, and was sent."""
        parser, cycle = self.parser, self.cycle
        if parser.get_method() != b"GET" or self.pipeline or self.flow.write_paused:
            return False
        if cycle is not None and not cycle.response_complete:
            return False
        if parser.should_upgrade():
            return False
        client = self.client[0] if self.client else ""
        told = self._counter.serve(self.url, self.headers, client)
        if told is None:
            return False
        for name, value in self.server_state.default_headers:
            told[0] += name + b": " + value + b"\r\n"
        stays = parser.should_keep_alive() and parser.get_http_version() != "1.0"
        if not stays:
            told[0] += b"connection: close\r\n"
        self.transport.write(b"".join(told))
        self._answered = True
        if not stays:
            self.transport.close()
        return True

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

"""The HTTP server: uvicorn's, on connections of our own."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from uvicorn import Config, Server

from samverkan.serving.exchange import Exchange
from samverkan.serving.protocol import Connection, Counter, watch

#: Seconds until a connection is closed on which nothing comes.
_IDLE = 75
#: Seconds that connections have to close when the server stops; all that was asked is answered.
_CLOSING = 1
_BACKLOG = 1024


class HttpServer:
    """
    Listens, and has requests answered.

    Args:
        answer: answers one.
        counter: gives out answers that lie ready.
        reserved: the socket to listen on.
        head_seconds: until the head of a request has arrived.
        stalled_seconds: that a client may take nothing of its answer.
    """

    def __init__(
        self,
        answer: Callable[[Exchange], Awaitable[None]],
        counter: Counter,
        reserved: socket.socket,
        head_seconds: float,
        stalled_seconds: float,
    ) -> None:
        async def application(scope: Any, receive: Any, send: Any) -> None:
            await answer(Exchange(scope, receive, send))

        config = Config(
            application,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=_CLOSING,
            backlog=_BACKLOG,
        )
        config.load()
        connection: Any = partial(Connection, counter, head_seconds, _IDLE, stalled_seconds)
        config.http_protocol_class = connection
        self._reserved, self._server = reserved, _Server(config)

    async def serve(self, listening: Callable[[], None]) -> None:
        """Serve until `stop`; `listening` is called when it does."""
        self._server.listening = listening
        watching = asyncio.ensure_future(watch(self._server.server_state))
        await self._server.serve([self._reserved])
        watching.cancel()

    def stop(self) -> None:
        """Close the connections, and serve no more."""
        self._server.should_exit = True


class _Server(Server):
    """uvicorn's, which says when it listens, and leaves signals to who runs it."""

    listening: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

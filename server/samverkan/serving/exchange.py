"""One request and its answer, on the connection that it came by."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

from samverkan.query.limits import ClientGoneError

Header = tuple[str, str]
Message = dict[str, Any]

#: Seconds in which the rest of a body is let go of, after an answer that did not wait for it:
#: where a connection is closed while something arrives, the answer is lost on the way.
_LET_GO = 0.5
_BODILESS = (204, 304)


class Line(Protocol):
    """A connection, as far as an exchange needs it beside ASGI."""

    def is_lost(self) -> bool:
        """Whether the connection has ended."""

    async def drain(self) -> None:
        """Wait until most of what was sent is taken, or the client has gone."""

    def abort(self) -> None:
        """End it at once, with whatever was being sent."""


class Headers:
    """
    The headers of a request; names are in small letters.

    Source:
        RFC 9110, section 5.5: what is not in ASCII is opaque; it is read as Latin-1.
    """

    def __init__(self, told: list[tuple[bytes, bytes]]) -> None:
        self.told = told

    def items(self) -> list[Header]:
        """Names and values."""
        return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in self.told]

    def get(self, key: str, default: str = "") -> str:
        """The first value of that name."""
        wanted = key.encode("latin-1")
        for name, value in self.told:
            if name == wanted:
                return value.decode("latin-1")
        return default

    def get_all(self, key: str) -> list[str]:
        """All values of that name."""
        wanted = key.encode("latin-1")
        return [value.decode("latin-1") for name, value in self.told if name == wanted]

    def __contains__(self, key: str) -> bool:
        """Whether there is one of that name."""
        wanted = key.encode("latin-1")
        return any(name == wanted for name, _ in self.told)


class Exchange:
    """
    A request that came by ASGI, and the answer to it.

    Args:
        scope: of ASGI, with the line as its extension `line`.
        receive, send: of ASGI.

    Attributes:
        url: the target of the request, as it was sent.
        path: the same, still encoded.
        client: the address at the other end.
        status: of the answer; 0 until it has begun.
        always: headers that every answer has.
        begun: what was done for it before it came here; None if nothing was.

    Source:
        ASGI 3.0, HTTP connection scope.
    """

    def __init__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        self._receive, self._send = receive, send
        self._line: Line = scope["extensions"]["line"]
        self.method: str = scope["method"]
        self.path: str = scope["raw_path"].decode("latin-1")
        self.query_string: str = scope["query_string"].decode("latin-1")
        self.client: str = scope["client"][0] if scope["client"] else ""
        self.scheme: str = scope["scheme"]
        self.http_version: str = scope["http_version"]
        self.headers = Headers(scope["headers"])
        self.url: bytes = scope["extensions"]["url"]
        self.begun: Any = scope["extensions"]["begun"]
        self.status = 0
        self.always: list[Header] = []
        self._body_came = False

    async def body(self) -> AsyncIterator[bytes]:
        """
        The body, piece by piece.

        Raises:
            ClientGoneError: if it does not come whole.
        """
        while not self._body_came:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            self._body_came = not message["more_body"]
            yield message["body"]

    async def answer(self, status: int, headers: list[Header], body: bytes) -> None:
        """Send a whole answer."""
        headers = [*headers]
        named = {name for name, _ in headers}
        if "content-length" not in named and self.method != "HEAD" and status not in _BODILESS:
            headers.append(("content-length", str(len(body))))
        await self.begin(status, headers)
        if not self._body_came and self._has_body():
            await self._send({"type": "http.response.body", "body": body, "more_body": True})
            await self._let_go()
            body = b""
        await self._send({"type": "http.response.body", "body": body})

    async def begin(self, status: int, headers: list[Header]) -> None:
        """Begin an answer; `send` pieces of it, and `end` it."""
        self.status = status
        told = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in (*headers, *self.always)
        ]
        await self._send({"type": "http.response.start", "status": status, "headers": told})

    async def send(self, piece: bytes) -> None:
        """
        Send a piece, and wait until the client has taken most of what was sent.

        Who takes nothing is not waited for for ever: the connection is ended by whoever looks
        after connections.

        Raises:
            ClientGoneError: if there is nobody to send it to.
        """
        await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        await self._line.drain()
        if self._line.is_lost():
            raise ClientGoneError

    async def end(self) -> None:
        """End the answer in good order."""
        await self._send({"type": "http.response.body", "body": b""})

    async def break_off(self) -> None:
        """End the connection, so that nobody takes what was sent for a whole answer."""
        self._line.abort()
        await self.gone()

    async def gone(self) -> None:
        """Wait until the client has gone, or has its answer."""
        while (await self._receive())["type"] != "http.disconnect":
            self._body_came = True

    def _has_body(self) -> bool:
        return "transfer-encoding" in self.headers or self.headers.get("content-length", "0") != "0"

    async def _let_go(self) -> None:
        try:
            async with asyncio.timeout(_LET_GO):
                async for _ in self.body():
                    pass
        except (TimeoutError, ClientGoneError):
            return

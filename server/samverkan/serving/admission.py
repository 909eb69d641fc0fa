"""At the door: which requests are let in, of whom, how many, how large and how slow."""

import asyncio
import re
from dataclasses import dataclass

from werkzeug.exceptions import RequestEntityTooLarge

from samverkan.serving.clients import client_of
from samverkan.serving.exchange import Exchange, Headers
from samverkan.serving.rates import Rates, Standing
from samverkan.web.refusals import (
    BodyEncodingError,
    ExpectationError,
    HostError,
    LongAddressError,
    LongHeadersError,
    RateError,
    RequestRateError,
    SlowRequestError,
)

#: What watches the server may always ask.
_WATCHED = ("/health/", "/metrics")
_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


@dataclass(frozen=True)
class Sizes:
    """Bytes that a request may have: its address, its headers together, its body."""

    address: int = 16_384
    headers: int = 16_384
    body: int = 1024 * 1024


class Admission:
    """
    Says what is let in. Thread-safe.

    Args:
        rates: of each client.
        sizes: of a request.
        seconds: until a body has arrived whole.
        proxies: trusted ones before the server.
        header: in which they tell whose request it is.
    """

    def __init__(
        self,
        rates: Rates,
        sizes: Sizes,
        seconds: float,
        proxies: int = 0,
        header: str = "X-Forwarded-For",
    ) -> None:
        self._rates, self.sizes, self._seconds = rates, sizes, seconds
        self._proxies, self._header = proxies, header

    def client(self, path: str, headers: Headers, near: str) -> str | None:
        """
        Whose request it is; None for one that counts for nobody.

        Args:
            path: of the request.
            headers: of the request.
            near: the address at the other end of the connection.
        """
        if path.startswith(_WATCHED):
            return None
        told = ",".join(headers.get_all(self._header.lower())) if self._proxies else ""
        return client_of(near, told, self._proxies, self._header)

    def enter(self, client: str | None) -> list[tuple[str, str]]:
        """
        Let a request in, and call `leave` when it was answered; headers that tell what is left.

        Raises:
            RateError: if it is one too many; `leave` is not to be called then.
        """
        return [] if client is None else self._rates.told(self._rates.enter(client))

    def told(self, error: RateError) -> list[tuple[str, str]]:
        """The same headers for one that was not let in."""
        wait = error.retry_after if isinstance(error, RequestRateError) else 0
        return self._rates.told(Standing(0, wait))

    def leave(self, client: str | None) -> None:
        """A request that was let in was answered."""
        if client is not None:
            self._rates.leave(client)

    def look(self, exchange: Exchange) -> None:
        """
        Look at a request before its body has come.

        Raises:
            RequestError, RequestEntityTooLarge: what is wrong with it, whatever it asks.
        """
        if len(exchange.path) + len(exchange.query_string) > self.sizes.address:
            raise LongAddressError(self.sizes.address)
        headers = exchange.headers
        if sum(len(name) + len(value) for name, value in headers.items()) > self.sizes.headers:
            raise LongHeadersError(self.sizes.headers)
        if int(headers.get("content-length", "0")) > self.sizes.body:
            raise RequestEntityTooLarge
        encoding = ", ".join(headers.get_all("content-encoding")).strip().lower()
        if encoding not in ("", "identity"):
            raise BodyEncodingError(encoding)
        expected = headers.get("expect", "")
        if expected and expected.lower() != "100-continue":
            raise ExpectationError(expected)
        hosts = ", ".join(headers.get_all("host"))
        if not _HOST.fullmatch(hosts) and (exchange.http_version != "1.0" or "host" in headers):
            raise HostError

    async def body(self, exchange: Exchange) -> bytes:
        """
        The body of a request.

        Raises:
            RequestEntityTooLarge, SlowRequestError: if it is too long, or too long under way.
            ClientGoneError: if the client went away before it was whole.
        """
        if exchange.method in ("GET", "HEAD") and not exchange.headers.get("content-length"):
            return b""
        pieces, size = [], 0
        try:
            async with asyncio.timeout(self._seconds):
                async for piece in exchange.body():
                    pieces.append(piece)
                    size += len(piece)
                    if size > self.sizes.body:
                        raise RequestEntityTooLarge
        except TimeoutError:
            raise SlowRequestError(self._seconds) from None
        return b"".join(pieces)

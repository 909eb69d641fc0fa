"""In front of everything: what is let in, of whom, and how much."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from samverkan.query.question import close_chunks
from samverkan.serving.clients import client_of
from samverkan.serving.rates import Rates, Standing
from samverkan.web.headers import finish
from samverkan.web.machine import FAILED
from samverkan.web.negotiation import wants_page
from samverkan.web.problems import problem_document
from samverkan.web.refusals import (
    BodyEncodingError,
    ExpectationError,
    HostError,
    LongAddressError,
    LongHeadersError,
    RateError,
    RequestRateError,
)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

#: Where the error stands that was found before the request came here.
REFUSED = "samverkan.refused"
#: What watches the server may always ask.
_WATCHED = ("/health/", "/metrics")
_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


@dataclass(frozen=True)
class Sizes:
    """Bytes that an address and the headers of a request may have, and its body."""

    address: int = 16_384
    headers: int = 16_384
    body: int = 1024 * 1024


class Admission:
    """
    A WSGI application: hands on what is let in, and answers the rest with a problem.

    Args:
        application: answers what is let in.
        app: makes a page of a problem where a browser asks.
        rates: of each client.
        sizes: of a request.
        proxies: trusted ones before the server.
        header: which they tell the client's address in.
    """

    def __init__(
        self,
        application: Application,
        app: Flask,
        rates: Rates,
        sizes: Sizes = Sizes(),
        proxies: int = 0,
        header: str = "X-Forwarded-For",
    ) -> None:
        self._application, self._app = application, app
        self._rates, self._sizes = rates, sizes
        self._proxies, self._header = proxies, header

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, or have it answered."""
        refused = environ.get(REFUSED) or self._unfit(environ)
        if environ["PATH_INFO"].startswith(_WATCHED):
            if refused:
                return self._refuse(environ, start_response, refused)
            return self._application(environ, start_response)
        client = client_of(environ, self._proxies, self._header)
        try:
            standing = self._rates.enter(client)
        except RateError as error:
            wait = error.retry_after if isinstance(error, RequestRateError) else 0
            begin = self._with(start_response, Standing(0, wait))
            return self._refuse(environ, begin, error)
        begin = self._with(start_response, standing)
        try:
            if refused:
                chunks = self._refuse(environ, begin, refused)
            else:
                chunks = self._application(environ, begin)
        except BaseException:
            self._rates.leave(client)
            raise
        if isinstance(chunks, list | tuple):
            self._rates.leave(client)
            return chunks
        return _Counted(chunks, lambda: self._rates.leave(client))

    def _unfit(self, environ: Environ) -> Exception | None:
        """What is wrong with the request, if anything, whatever it asks."""
        address = len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"])
        if address > self._sizes.address:
            return LongAddressError(self._sizes.address)
        headers = sum(len(k) + len(v) for k, v in environ.items() if k.startswith("HTTP_"))
        if headers > self._sizes.headers:
            return LongHeadersError(self._sizes.headers)
        if int(environ.get("CONTENT_LENGTH") or 0) > self._sizes.body:
            return RequestEntityTooLarge()
        encoding = environ.get("HTTP_CONTENT_ENCODING", "").strip().lower()
        if encoding not in ("", "identity"):
            return BodyEncodingError(encoding)
        expected = environ.get("HTTP_EXPECT", "")
        if expected and expected.lower() != "100-continue":
            return ExpectationError(expected)
        host = environ.get("HTTP_HOST", "")
        if not _HOST.fullmatch(host) and (host or environ["SERVER_PROTOCOL"] == "HTTP/1.1"):
            return HostError()
        return None

    def _refuse(
        self, environ: Environ, start_response: StartResponse, error: Exception
    ) -> Iterable[bytes]:
        """Tell what is wrong; nobody looks at the body."""
        environ |= {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0", FAILED: error}
        request = Request(environ)
        if wants_page(request):
            return self._app(environ, start_response)
        response = problem_document(request, error)
        finish(request, response, fictional=False)
        return response(environ, start_response)

    def _with(self, start_response: StartResponse, standing: Standing) -> StartResponse:
        told = self._rates.told(standing)

        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, *told], *more)

        return begin


class _Counted(Iterator[bytes]):
    """An answer's chunks; its client is told off when they are closed, once."""

    def __init__(self, chunks: Iterable[bytes], leave: Callable[[], None]) -> None:
        self._chunks, self._next = chunks, iter(chunks).__next__
        self._leave: Callable[[], None] | None = leave

    def __next__(self) -> bytes:
        return self._next()

    def close(self) -> None:
        leave, self._leave = self._leave, None
        if leave is None:
            return
        try:
            close_chunks(self._chunks)  # type: ignore[arg-type]
        finally:
            leave()

"""Answer machines at `/sparql` before Flask: the same answers, on a shorter way."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask
from werkzeug.wrappers import Request

from samverkan.errors import SamverkanError
from samverkan.query.question import close_chunks
from samverkan.web.answering import deliver, question_of
from samverkan.web.headers import VARY, always
from samverkan.web.levels import Levels
from samverkan.web.negotiation import wants_page
from samverkan.web.protocol import read_request

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

#: Where the error stands that Flask is to tell of.
FAILED = "samverkan.failed"
_VARY = ("Vary", ", ".join(VARY))


class Machine:
    """
    A WSGI application: answers SPARQL queries of programs, and hands Flask all the rest.

    The body of a request must be one that can be read twice.
    """

    def __init__(self, app: Flask, levels: Levels) -> None:
        self._app, self._levels = app, levels
        self._longest = app.config["MAX_CONTENT_LENGTH"]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] != "/sparql" or environ["REQUEST_METHOD"] == "OPTIONS":
            return self._app(environ, start_response)
        request = Request(environ)
        request.max_content_length = self._longest
        if wants_page(request):
            return self._hand_on(environ, start_response)
        try:
            asked = read_request(request)
            if asked is None:
                return self._hand_on(environ, start_response)
            engine = self._levels.of(environ)
            delivery = deliver(request, engine, question_of(request, asked))
        except SamverkanError as error:
            environ[FAILED] = error
            return self._hand_on(environ, start_response)
        told = always(fictional=engine.about().fictional)
        status = HTTPStatus(delivery.status)
        start_response(f"{status.value} {status.phrase}", [*delivery.headers, *told, _VARY])
        if environ["REQUEST_METHOD"] == "HEAD":
            close_chunks(iter(delivery.chunks))
            return []
        return delivery.chunks

    def _hand_on(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"].seek(0)
        return self._app(environ, start_response)

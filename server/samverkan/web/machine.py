"""Answer machines at `/sparql` before Flask: the same answers, on a shorter way."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from flask import Flask
from werkzeug.wrappers import Request

from samverkan.query.question import Question, close_chunks
from samverkan.web.answering import Delivery, deliver, question_of
from samverkan.web.headers import VARY, always
from samverkan.web.levels import Levels
from samverkan.web.negotiation import wants_page
from samverkan.web.protocol import read_request

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

#: Where the error stands that Flask is to tell of.
FAILED = "samverkan.failed"
_METHODS = ("GET", "HEAD", "POST")
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
        try:
            asked = None if FAILED in environ else self.asked(environ)
            if asked is None:
                return self._hand_on(environ, start_response)
            request, question = asked
            delivery = deliver(request, self._levels.of(environ), question)
        except Exception as error:
            environ[FAILED] = error
            return self._hand_on(environ, start_response)
        status = HTTPStatus(delivery.status)
        start_response(f"{status.value} {status.phrase}", self.headers(delivery))
        if environ["REQUEST_METHOD"] == "HEAD":
            close_chunks(iter(delivery.chunks))
            return []
        return delivery.chunks

    def asked(self, environ: Environ) -> tuple[Request, Question] | None:
        """
        What a program asks; None if the request is for Flask.

        Raises:
            SamverkanError: what is wrong with the request.
        """
        if environ["PATH_INFO"] != "/sparql" or environ["REQUEST_METHOD"] not in _METHODS:
            return None
        environ["wsgi.input"].seek(0)
        request = Request(environ)
        request.max_content_length = request.max_form_memory_size = self._longest
        if wants_page(request):
            return None
        asked = read_request(request)
        return None if asked is None else (request, question_of(request, asked))

    def headers(self, delivery: Delivery) -> list[tuple[str, str]]:
        """All headers of a response."""
        return [*delivery.headers, *self.always()]

    def always(self) -> list[tuple[str, str]]:
        """Those that every response has."""
        return _told(fictional=self._levels.public.about().fictional)

    def _hand_on(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"].seek(0)
        return self._app(environ, start_response)


@lru_cache(maxsize=2)
def _told(*, fictional: bool) -> list[tuple[str, str]]:
    return [(name.lower(), value) for name, value in (*always(fictional=fictional), _VARY)]

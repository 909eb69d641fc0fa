"""Answer machines at `/sparql` before Flask: the same answers, on a shorter way."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug.wrappers import Request

from samverkan.errors import SamverkanError
from samverkan.web.answering import deliver, question_of
from samverkan.web.headers import finish
from samverkan.web.levels import Levels
from samverkan.web.negotiation import wants_page
from samverkan.web.protocol import read_request

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

#: Where the error stands that Flask is to tell of.
FAILED = "samverkan.failed"


class Machine:
    """A WSGI application: answers SPARQL queries of programs, and hands Flask all the rest."""

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
            return self._app(environ, start_response)
        try:
            asked = read_request(request)
            if asked is None:
                return self._app(environ, start_response)
            engine = self._levels.of(environ)
            response = deliver(request, engine, question_of(request, asked))
        except SamverkanError as error:
            environ[FAILED] = error
            return self._app(environ, start_response)
        finish(request, response, fictional=engine.about().fictional)
        return response(environ, start_response)

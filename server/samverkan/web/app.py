"""Make the Flask application from an engine and a query library."""

from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from samverkan.query.engine import Engine
from samverkan.query.library import Library
from samverkan.web import (
    description,
    graphs,
    openapi,
    operation,
    pages,
    problem_pages,
    queries,
    sparql,
    state,
)
from samverkan.web.headers import finish
from samverkan.web.levels import Levels
from samverkan.web.machine import FAILED
from samverkan.web.operation import Operation

#: Answered alike whatever token is shown.
_FOR_ALL = ("/static/", "/health/", "/metrics")


def create_app(engine: Engine | Levels, library: Library, server: Operation | None = None) -> Flask:
    """
    The application that has its answers from one engine.

    Args:
        engine: at the access level of those who are to be answered; or one for each level.
        library: the stored queries it offers.
        server: what is known of the server it runs in, for `/health/ready` and `/metrics`.
    """
    app = Flask(__name__)
    app.config["LEVELS"] = engine if isinstance(engine, Levels) else Levels(engine)
    app.config["LIBRARY"] = library
    app.config["OPERATION"] = server
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = 1024 * 1024
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (pages, sparql, queries, graphs, description, openapi, operation):
        app.register_blueprint(part.blueprint)
    problem_pages.register(app)
    app.before_request(_raise_failed)
    app.after_request(_headers)
    app.after_request(_stay_here)  # called before the other
    return app


def _raise_failed() -> None:
    """Tell of what went wrong before Flask was asked, and of a token that opens nothing."""
    if failed := request.environ.get(FAILED):
        raise failed
    if not request.path.startswith(_FOR_ALL):
        state.engine()


def _stay_here(response: Response) -> BaseResponse:
    """Send nobody to where Host says, which anybody can write."""
    error = request.routing_exception
    if not isinstance(error, RequestRedirect):
        return response
    there = urlsplit(error.new_url)._replace(scheme="", netloc="").geturl()
    return redirect("/" + there.lstrip("/"), error.code)


def _headers(response: BaseResponse) -> BaseResponse:
    finish(request, response, fictional=state.levels().public.about().fictional)
    return response

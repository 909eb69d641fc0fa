"""Make the Flask application from an engine and a query library."""

from flask import Flask, Response, request

from samverkan.query.engine import Engine
from samverkan.query.library import Library
from samverkan.web import openapi, pages, problems, queries, sparql, state

#: Headers of ours that a script of another site may read.
_READABLE = "Content-Disposition, Link, Samverkan-Data, X-Total-Count"


def create_app(engine: Engine, library: Library) -> Flask:
    """
    The application that has its answers from one engine.

    Args:
        engine: at the access level of those who are to be answered.
        library: the stored queries it offers.
    """
    app = Flask(__name__)
    app.config["ENGINE"] = engine
    app.config["LIBRARY"] = library
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (pages, sparql, queries, openapi):
        app.register_blueprint(part.blueprint)
    problems.register(app)
    app.after_request(_headers)
    return app


def _headers(response: Response) -> Response:
    """Let any page read, let no page of ours load from elsewhere, say that data are made up."""
    headers = response.headers
    headers.setdefault("Access-Control-Allow-Origin", "*")
    headers.setdefault("Access-Control-Expose-Headers", _READABLE)
    if request.method == "OPTIONS":
        headers.setdefault("Access-Control-Allow-Methods", headers.get("Allow", "GET"))
        headers.setdefault("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type")
        headers.setdefault("Access-Control-Max-Age", "86400")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    )
    if state.engine().about().fictional:
        headers.setdefault("Samverkan-Data", "made-up")
    response.vary.update(["Accept", "Accept-Language"])
    return response

"""Make the Flask application from a view and a query library."""

from flask import Flask, Response

from samverkan.query.library import Library
from samverkan.store.view import View
from samverkan.web import pages, problems, queries, sparql


def create_app(view: View, library: Library) -> Flask:
    """
    The application that answers for one view.

    Args:
        view: validated, at the access level of those who are to be answered.
        library: the stored queries it offers.
    """
    app = Flask(__name__)
    app.config["VIEW"] = view
    app.config["LIBRARY"] = library
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (pages, sparql, queries):
        app.register_blueprint(part.blueprint)
    problems.register(app)
    app.after_request(_headers)
    return app


def _headers(response: Response) -> Response:
    """Let any page read, let no page of ours load from elsewhere."""
    response.headers.setdefault("Access-Control-Allow-Origin", "*")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    )
    response.vary.update(["Accept", "Accept-Language"])
    return response

"""What the routes work on: the engine and the library that the application was made with."""

from datetime import date
from typing import cast

from flask import current_app, request

from samverkan.dates import parse_date
from samverkan.query.about import About
from samverkan.query.engine import Engine
from samverkan.query.library import Library
from samverkan.query.question import AnyQuestion, Reply


def engine() -> Engine:
    """What answers this request's questions."""
    return cast("Engine", current_app.config["ENGINE"])


def as_of() -> date | None:
    """
    The evaluation date that the address asks for with `asOf`.

    Raises:
        DateError: if it is no date.
    """
    written = request.args.get("asOf", "").strip()
    return parse_date(written) if written else None


def about() -> About:
    """The view that this request speaks of."""
    return engine().about(as_of())


def ask(question: AnyQuestion) -> Reply:
    """The answer as of the date that the request asks for."""
    return engine().ask(question, as_of())


def library() -> Library:
    """The stored queries that this application offers."""
    return cast("Library", current_app.config["LIBRARY"])

"""What the routes work on: the engine and the library that the application was made with."""

from datetime import date
from typing import cast

from flask import current_app, request
from werkzeug.wrappers import Response

from samverkan.query.about import About
from samverkan.query.engine import Engine
from samverkan.query.library import Library
from samverkan.query.question import AnyQuestion, Reply
from samverkan.web import answering
from samverkan.web.answering import date_of
from samverkan.web.levels import Levels


def levels() -> Levels:
    """The engines by access level."""
    return cast("Levels", current_app.config["LEVELS"])


def engine() -> Engine:
    """
    What answers this request's questions.

    Raises:
        TokenError: if it shows a token that opens nothing.
    """
    return levels().of(request.environ)


def as_of() -> date | None:
    """
    The evaluation date that the address asks for with `asOf`.

    Raises:
        DateError: if it is no date.
    """
    return date_of(request)


def about() -> About:
    """The view that this request speaks of."""
    return engine().about(as_of())


def ask(question: AnyQuestion) -> Reply:
    """The answer as of the date that the request asks for."""
    return engine().ask(question, as_of())


def deliver(question: AnyQuestion) -> Response:
    """The answer as a response, as of the date that the request asks for."""
    return answering.deliver(request, engine(), question).response()


def library() -> Library:
    """The stored queries that this application offers."""
    return cast("Library", current_app.config["LIBRARY"])

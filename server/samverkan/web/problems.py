"""The one place where an error meets an HTTP status; problems as RFC 9457 has them."""

import logging
from http import HTTPStatus

from flask import Flask, Response, json, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from samverkan.dates import DateError
from samverkan.errors import SamverkanError
from samverkan.query.answer import FormError, GraphNameError, UnanswerableQueryError
from samverkan.query.binder import (
    MissingParameterError,
    ParameterTypeError,
    RepeatedParameterError,
    UnknownParameterError,
)
from samverkan.query.engine import OneDateError
from samverkan.query.library import UnknownQueryError
from samverkan.query.limits import (
    LimitError,
    MemoryLimitError,
    RowLimitError,
    SizeLimitError,
    WorkerCrashError,
)
from samverkan.query.parts import PartError
from samverkan.query.refusal import OversizeQueryError, QuerySyntaxError, RefusedQueryError
from samverkan.query.replying import UnknownGraphError
from samverkan.web.answering import not_acceptable
from samverkan.web.levels import TokenError
from samverkan.web.negotiation import NotAcceptableError, wants_page
from samverkan.web.protocol import MediaTypeError, ProtocolError, UpdateError
from samverkan.web.texts import texts
from samverkan.workers.views import DateSpanError, RootGoneError

_TYPE = "https://w3id.org/samverkan/problem/"

#: The first class that fits wins.
STATUS: dict[type[SamverkanError], HTTPStatus] = {
    UnknownQueryError: HTTPStatus.NOT_FOUND,
    NotAcceptableError: HTTPStatus.NOT_ACCEPTABLE,
    QuerySyntaxError: HTTPStatus.BAD_REQUEST,
    RefusedQueryError: HTTPStatus.FORBIDDEN,
    OversizeQueryError: HTTPStatus.BAD_REQUEST,
    UnanswerableQueryError: HTTPStatus.BAD_REQUEST,
    GraphNameError: HTTPStatus.BAD_REQUEST,
    UnknownGraphError: HTTPStatus.NOT_FOUND,
    OneDateError: HTTPStatus.NOT_IMPLEMENTED,
    RowLimitError: HTTPStatus.BAD_REQUEST,
    SizeLimitError: HTTPStatus.BAD_REQUEST,
    MemoryLimitError: HTTPStatus.BAD_REQUEST,
    WorkerCrashError: HTTPStatus.BAD_REQUEST,
    LimitError: HTTPStatus.SERVICE_UNAVAILABLE,
    TokenError: HTTPStatus.UNAUTHORIZED,
    DateSpanError: HTTPStatus.BAD_REQUEST,
    RootGoneError: HTTPStatus.SERVICE_UNAVAILABLE,
    MissingParameterError: HTTPStatus.BAD_REQUEST,
    ParameterTypeError: HTTPStatus.BAD_REQUEST,
    RepeatedParameterError: HTTPStatus.BAD_REQUEST,
    PartError: HTTPStatus.BAD_REQUEST,
    UnknownParameterError: HTTPStatus.BAD_REQUEST,
    DateError: HTTPStatus.BAD_REQUEST,
    UpdateError: HTTPStatus.FORBIDDEN,
    MediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    ProtocolError: HTTPStatus.BAD_REQUEST,
}

_log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Answer every error of ours, and of HTTP's, with a problem document or a page."""
    app.register_error_handler(SamverkanError, _ours)
    app.register_error_handler(HTTPException, _of_http)


def status_of(error: SamverkanError) -> HTTPStatus:
    """The status that tells the client whose fault it is."""
    found = (status for kind, status in STATUS.items() if isinstance(error, kind))
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def _ours(error: SamverkanError) -> Response:
    if isinstance(error, FormError):
        error = not_acceptable(request, error)
    status = status_of(error)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("unforeseen error", exc_info=error)
        return problem(status, "Internal", texts()["internal_error"])
    name = type(error).__name__.removesuffix("Error")
    place = {
        member: getattr(error, member)
        for member in ("line", "column")
        if getattr(error, member, None) is not None
    }
    return problem(status, name, str(error), **place)


def _of_http(error: HTTPException) -> ResponseReturnValue:
    status = HTTPStatus(error.code or 500)
    if status < HTTPStatus.BAD_REQUEST:
        return error
    response = problem(status, status.name.title().replace("_", ""), _detail(error, status))
    if getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response


def _detail(error: HTTPException, status: HTTPStatus) -> str:
    if status is HTTPStatus.NOT_FOUND:
        return texts()["not_found"].format(path=request.path)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return texts()["internal_error"]
    return error.description or ""


def problem(status: HTTPStatus, name: str, detail: str, **members: object) -> Response:
    """A problem document, or the same as a page where a browser asks."""
    if wants_page(request):
        page = render_template("problem.html", status=status, detail=detail)
        return Response(page, status, content_type="text/html; charset=utf-8")
    document = {
        "type": _TYPE + name,
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        **members,
    }
    return Response(
        json.dumps(document, ensure_ascii=False) + "\n",
        status,
        content_type="application/problem+json",
    )

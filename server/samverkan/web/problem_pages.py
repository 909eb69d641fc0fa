"""Errors on their way out of Flask: a page for browsers, a document for programs."""

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from samverkan.errors import SamverkanError
from samverkan.web.negotiation import wants_page
from samverkan.web.problems import Problem, describe, finished, problem_document
from samverkan.web.texts import language


def register(app: Flask) -> None:
    """Answer every error of ours, and of HTTP's, with a problem document or a page."""
    app.register_error_handler(SamverkanError, _answer)
    app.register_error_handler(HTTPException, _of_http)


def problem_of(error: SamverkanError, sparql: str = "") -> Problem:
    """The error as this request's reader is told it on a page that shows more."""
    return describe(request, error, language(), sparql)


def _answer(error: Exception) -> BaseResponse:
    if not wants_page(request):
        return problem_document(request, error)
    problem = describe(request, error, language())
    page = render_template("problem.html", problem=problem)
    response = Response(page, problem.status, content_type="text/html; charset=utf-8")
    return finished(response, problem)


def _of_http(error: HTTPException) -> ResponseReturnValue:
    return error if error.code is None or error.code < 400 else _answer(error)

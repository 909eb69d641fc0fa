"""`/sparql`: the endpoint, and the same question and answer as a page."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from samverkan.errors import SamverkanError
from samverkan.query.question import PAGE
from samverkan.web import state
from samverkan.web.answering import question_of
from samverkan.web.description import describe_service
from samverkan.web.machine import FAILED
from samverkan.web.negotiation import NotAcceptableError, wants_page
from samverkan.web.pages import address_of, answer_page, query_page
from samverkan.web.problem_pages import problem_of
from samverkan.web.problems import finished
from samverkan.web.protocol import Asked, NoQueryError, read_request

blueprint = Blueprint("sparql", __name__)

#: Parameters that ask nothing.
_ABOUT_THE_ANSWER = {"format", "lang", "asOf"}


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> ResponseReturnValue:
    """Answer a SPARQL 1.1 Protocol query; without one, describe the endpoint."""
    if failed := request.environ.get(FAILED):
        raise failed
    asked = read_request(request)
    if asked is None:
        if wants_page(request):
            return query_page()
        return _description()
    if not wants_page(request):
        return state.deliver(question_of(request, asked))
    address = address_of(asked.query)
    if request.method == "POST" and address and not (asked.default_graphs or asked.named_graphs):
        return redirect(address, HTTPStatus.SEE_OTHER)
    try:
        return _page(asked)
    except NotAcceptableError:
        raise
    except SamverkanError as error:
        problem = problem_of(error, asked.query)
        return finished(query_page(asked.query, problem.text, problem.status), problem)


def _description() -> Response:
    """The endpoint's description, for a client that takes RDF and has not mistyped `query`."""
    if set(request.args) - _ABOUT_THE_ANSWER:
        raise NoQueryError
    try:
        return describe_service()
    except NotAcceptableError as error:
        raise NoQueryError from error


def _page(asked: Asked) -> Response:
    return answer_page(state.ask(question_of(request, asked, PAGE)), asked.query)

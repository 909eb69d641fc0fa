"""`/sparql`: the endpoint, and the same question and answer as a page."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from samverkan.errors import SamverkanError
from samverkan.query.question import PAGE
from samverkan.web import state
from samverkan.web.answering import question_of
from samverkan.web.machine import FAILED
from samverkan.web.negotiation import NotAcceptableError, wants_page
from samverkan.web.pages import address_of, answer_page, query_page
from samverkan.web.problem_pages import problem_of
from samverkan.web.problems import finished
from samverkan.web.protocol import Asked, ProtocolError, read_request

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> ResponseReturnValue:
    """Answer a SPARQL 1.1 Protocol query."""
    if failed := request.environ.get(FAILED):
        raise failed
    asked = read_request(request)
    if asked is None:
        if not wants_page(request):
            raise ProtocolError("no query; send it as the parameter query=")
        return query_page()
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


def _page(asked: Asked) -> Response:
    return answer_page(state.ask(question_of(request, asked, PAGE)), asked.query)

"""`/sparql`: the endpoint, and the same question and answer as a page."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from samverkan.errors import SamverkanError
from samverkan.query.answer import ask, formats_of, write
from samverkan.web import state
from samverkan.web.negotiation import HTML, NotAcceptableError, choose, wants_page
from samverkan.web.pages import address_of, answer_page, query_page
from samverkan.web.problems import status_of
from samverkan.web.protocol import Asked, ProtocolError, read_request

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> ResponseReturnValue:
    """Answer a SPARQL 1.1 Protocol query."""
    asked = read_request(request)
    if asked is None:
        if not wants_page():
            raise ProtocolError("no query; send it as the parameter query=")
        return query_page()
    if not wants_page():
        return _answer(asked)
    address = address_of(asked.query)
    if request.method == "POST" and address and not (asked.default_graphs or asked.named_graphs):
        return redirect(address, HTTPStatus.SEE_OTHER)
    try:
        return _answer(asked)
    except NotAcceptableError:
        raise
    except SamverkanError as error:
        return query_page(asked.query, str(error), status_of(error))


def _answer(asked: Asked) -> Response:
    answer = ask(state.view().store, asked.query, asked.default_graphs, asked.named_graphs)
    media_type = choose([*formats_of(answer), HTML])
    if media_type == HTML:
        return answer_page(answer, asked.query)
    return Response(write(answer, media_type), content_type=content_type(media_type))


def content_type(media_type: str) -> str:
    """The media type, with the character set where the type needs one said."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type

"""`/sparql`: the endpoint, and the same question and answer as a page."""

from flask import Blueprint, Response, request

from samverkan.query.answer import ask, formats_of, write
from samverkan.web import state
from samverkan.web.negotiation import HTML, choose
from samverkan.web.pages import answer_page, query_page
from samverkan.web.protocol import read_request

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a SPARQL 1.1 Protocol query."""
    asked = read_request(request)
    if asked is None:
        return query_page()
    answer = ask(state.view().store, asked.query, asked.default_graphs, asked.named_graphs)
    media_type = choose([*formats_of(answer), HTML])
    if media_type == HTML:
        return answer_page(answer, asked.query)
    return Response(write(answer, media_type), content_type=content_type(media_type))


def content_type(media_type: str) -> str:
    """The media type, with the character set where the type needs one said."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type

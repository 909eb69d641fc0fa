"""`/queries/`: the stored queries, and their answers."""

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from samverkan.query.binder import MissingParameterError, ParameterTypeError, bind
from samverkan.query.library import StoredQuery
from samverkan.query.question import PAGE
from samverkan.web import state
from samverkan.web.answering import question_of
from samverkan.web.negotiation import HTML, asked_format, choose, wants_page
from samverkan.web.pages import stored_query_form, stored_query_page
from samverkan.web.problem_pages import problem_of
from samverkan.web.protocol import Asked, ProtocolError
from samverkan.web.texts import language

blueprint = Blueprint("queries", __name__)

#: Parameters that speak of the answer's form, not of the question.
_ABOUT_THE_ANSWER = {"format", "lang", "asOf"}


@blueprint.get("/queries/")
def list_queries() -> Response:
    """The library: each query's name, question and parameters."""
    if choose(request, ["application/json", HTML]) == HTML:
        return Response(render_template("queries.html"), content_type="text/html; charset=utf-8")
    return jsonify([_told(query) for query in state.library()])


def _told(query: StoredQuery) -> dict[str, object]:
    return {
        "name": query.name,
        "question": query.question(language()),
        "summary": query.summary(language()),
        "tags": query.tags,
        "parameters": {
            name: {
                "type": parameter.type,
                "default": parameter.default,
                "description": parameter.description(language()),
            }
            for name, parameter in query.parameters.items()
        },
        "columns": {name: query.column(name, language()) for name in query.columns},
        "answers": query.answers,
        "needsInternal": query.needs_internal,
    }


@blueprint.get("/queries/<name>")
def run_query(name: str) -> BaseResponse:
    """Run a stored query with the parameters in the URL."""
    query = state.library().find(name)
    values = _values()
    try:
        text = bind(query, values)
    except (MissingParameterError, ParameterTypeError) as error:
        if not wants_page(request):
            raise
        problem = problem_of(error)
        return stored_query_form(query, values, problem.text, problem.status)
    if wants_page(request):
        reply = state.ask(question_of(request, Asked(text), PAGE))
        return stored_query_page(query, values, reply, text)
    response = state.deliver(question_of(request, Asked(text)))
    if asked_format(request):
        ending = asked_format(request).split("/")[-1]
        response.headers.set("Content-Disposition", "inline", filename=f"{query.name}.{ending}")
    return response


def _values() -> dict[str, str]:
    values = {}
    for name, given in request.args.lists():
        if name in _ABOUT_THE_ANSWER:
            continue
        if len(given) > 1:
            raise ProtocolError(f"{len(given)} values for {name!r}; send one")
        values[name] = given[0]
    return values

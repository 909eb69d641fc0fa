"""`/queries/`: the stored queries, and their answers."""

from flask import Blueprint, Response, jsonify, render_template, request

from samverkan.query.answer import ask, formats_of, write
from samverkan.query.binder import bind
from samverkan.web import state
from samverkan.web.negotiation import HTML, choose
from samverkan.web.pages import stored_query_page
from samverkan.web.sparql import content_type
from samverkan.web.texts import language

blueprint = Blueprint("queries", __name__)

#: Parameters that speak of the answer's form, not of the question.
_ABOUT_THE_ANSWER = {"format", "lang"}


@blueprint.get("/queries/")
def list_queries() -> Response:
    """The library: each query's name, question and parameters."""
    if choose(["application/json", HTML]) == HTML:
        return Response(render_template("queries.html"), content_type="text/html; charset=utf-8")
    return jsonify(
        [
            {
                "name": query.name,
                "question": query.question(language()),
                "tags": query.tags,
                "parameters": {p.name: p.type for p in query.parameters.values()},
                "answers": query.answers,
            }
            for query in state.library()
        ]
    )


@blueprint.get("/queries/<name>")
def run_query(name: str) -> Response:
    """Run a stored query with the parameters in the URL."""
    query = state.library().find(name)
    values = {k: v for k, v in request.args.items() if k not in _ABOUT_THE_ANSWER}
    text = bind(query, values)
    answer = ask(state.view().store, text)
    media_type = choose([*formats_of(answer), HTML])
    if media_type == HTML:
        return stored_query_page(query, values, answer, text)
    return Response(write(answer, media_type), content_type=content_type(media_type))

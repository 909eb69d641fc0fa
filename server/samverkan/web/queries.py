"""`/queries/`: the stored queries, and their answers."""

from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from samverkan.query.answer import RESULT_FORMATS
from samverkan.query.binder import (
    MissingParameterError,
    ParameterTypeError,
    RepeatedParameterError,
    bind,
)
from samverkan.query.header import StoredQuery
from samverkan.query.parameters import RESERVED, Parameter
from samverkan.query.question import PAGE, XLSX, Question
from samverkan.web import state
from samverkan.web.answering import question_of
from samverkan.web.negotiation import HTML, NAMES, asked_format, choose, wants_page
from samverkan.web.parts import link_header, pages_of, part_of
from samverkan.web.problem_pages import problem_of
from samverkan.web.protocol import Asked
from samverkan.web.query_pages import address_in, answered, first_page, unanswered
from samverkan.web.texts import language, texts
from samverkan.web.wording import wording_of

blueprint = Blueprint("queries", __name__)

_TABLES = [*RESULT_FORMATS, XLSX]


@blueprint.get("/queries/")
def list_queries() -> Response:
    """The library: each query's name, question and parameters."""
    if choose(request, ["application/json", HTML]) == HTML:
        return Response(render_template("queries.html"), content_type="text/html; charset=utf-8")
    return jsonify([_told(query) for query in state.library()])


def _told(query: StoredQuery) -> dict[str, object]:
    return {
        "name": query.name,
        "address": url_for("queries.run_query", name=query.name),
        "kind": query.kind,
        "question": query.question(language()),
        "summary": query.summary(language()),
        "tags": query.tags,
        "parameters": {name: _parameter(told) for name, told in query.parameters.items()},
        "columns": {name: query.column(name, language()) for name in query.columns},
        "answers": query.answers,
        "needsInternal": query.needs_internal,
    }


def _parameter(parameter: Parameter) -> dict[str, object]:
    return {
        "type": parameter.type,
        "default": parameter.default,
        "optional": parameter.optional,
        "list": parameter.several,
        "description": parameter.description(language()),
    }


@blueprint.get("/queries/<name>")
def run_query(name: str) -> BaseResponse:
    """Run a stored query with the parameters in the address, in the form that its ending says."""
    query = _find(name)
    values = _values()
    try:
        text = bind(query, values)
    except (MissingParameterError, ParameterTypeError, RepeatedParameterError) as error:
        if not wants_page(request):
            raise
        problem = problem_of(error)
        return unanswered(query, values, problem.text, problem.status)
    if wants_page(request):
        part = part_of(request, language(), labels=query.kind == "table")
        if query.kind == "table":
            part = first_page(part)
        asked = replace(question_of(request, Asked(text), PAGE), part=part)
        return answered(query, values, part, state.ask(asked), text)
    return _answer(query, values, question_of(request, Asked(text), tables=_TABLES))


def _find(name: str) -> StoredQuery:
    stem, _, ending = name.partition(".")
    return state.library().find(stem if ending in NAMES else name)


def _answer(query: StoredQuery, values: dict[str, list[str]], question: Question) -> BaseResponse:
    is_workbook = query.kind == "table" and question.table_form == XLSX
    part = part_of(request, language(), labels=is_workbook)
    question = replace(question, part=part)
    if is_workbook:
        address = address_in(query, "xlsx", values, external=True)
        told = wording_of(query, values, state.about(), address, language(), texts())
        question = replace(question, wording=told, encoding="")  # it is compressed already
    response = state.deliver(question)
    total = response.headers.get("X-Total-Count", type=int)
    pages = pages_of(part, total)
    if pages:
        path = request.root_path + request.path
        arguments = list(request.args.items(multi=True))
        response.headers["Link"] = link_header(path, arguments, pages)
    if asked_format(request) and response.status_code == HTTPStatus.OK:
        _name_file(response, query)
    return response


def _name_file(response: BaseResponse, query: StoredQuery) -> None:
    """What the answer is called when it is saved; a workbook always is."""
    form = response.mimetype
    ending = next((name for name, forms in NAMES.items() if form in forms), "txt")
    shown = "attachment" if form == XLSX else "inline"
    response.headers.set("Content-Disposition", shown, filename=f"{query.name}.{ending}")


def _values() -> dict[str, list[str]]:
    return {name: given for name, given in request.args.lists() if name not in RESERVED}

"""`/openapi.json`: what this application answers, as an OpenAPI 3.1 document; `/api` shows it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, json, request

from samverkan import __version__
from samverkan.query.library import Library
from samverkan.web import state
from samverkan.web.negotiation import HTML
from samverkan.web.openapi_common import (
    Json,
    Say,
    answer,
    components,
    in_language,
    problems,
    references,
)
from samverkan.web.openapi_graphs import graph_list_paths, graph_paths, void_paths
from samverkan.web.openapi_queries import query_paths
from samverkan.web.openapi_sparql import sparql_paths
from samverkan.web.pages import page
from samverkan.web.texts import language

blueprint = Blueprint("openapi", __name__)


def own_paths(library: Library, say: Say) -> Json:  # noqa: ARG001 a section like the others
    """The document itself, and the pages that are not those of a query."""
    told = say("Den här beskrivningen.", "This description.")
    return {
        "/openapi.json": _get("openapi", told, "application/json", {"type": "object"}),
        "/api": _get("api", say("Den, som sida.", "The same, as a page."), HTML),
        "/": _get("start", say("Startsidan.", "The start page."), HTML),
    }


def _get(name: str, told: str, form: str, schema: Json | None = None) -> Json:
    content: Json = {form: {"schema": schema or {"type": "string"}}}
    return {
        "get": {
            "operationId": name,
            "tags": ["service"],
            "summary": told,
            "parameters": references("lang"),
            "responses": {
                "200": answer(told, content),
                **problems(HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE),
            },
        }
    }


#: What each part of the application tells of its paths; a new part is added here.
SECTIONS: list[Callable[[Library, Say], Json]] = [
    query_paths,
    sparql_paths,
    graph_list_paths,
    graph_paths,
    void_paths,
    own_paths,
]


def document(library: Library, in_language_of: str, root: str = "") -> Json:
    """
    The description of the application.

    Args:
        library: the stored queries that it offers.
        in_language_of: `sv` or `en`.
        root: path that the application stands under.

    Source:
        OpenAPI Specification 3.1.
    """
    say = in_language(in_language_of)
    paths: Json = {}
    for section in SECTIONS:
        paths |= section(library, say)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Samverkan",
            "version": __version__,
            "summary": say("IT-styrning i samverkan, att fråga.", "Shared IT governance, to ask."),
            "description": say(
                "Färdiga frågor med parametrar, och SPARQL, över en kunskapsgraf om kommuners "
                "gemensamma IT-styrning. Alla svar gäller per en dag.",
                "Stored queries with parameters, and SPARQL, over a knowledge graph of the IT "
                "governance that municipalities share. Every answer holds as of a day.",
            ),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": root or "/"}],
        "tags": [
            {"name": "queries", "description": say("Färdiga frågor", "Stored queries")},
            {"name": "sparql", "description": "SPARQL 1.1"},
            {"name": "graphs", "description": say("Hela grafer", "Whole graphs")},
            {"name": "service", "description": say("Om tjänsten", "About the service")},
        ],
        "paths": paths,
        "components": components(say),
    }


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The document, in the language that is asked for."""
    told = document(state.library(), language(), request.root_path)
    return Response(json.dumps(told, ensure_ascii=False), content_type="application/json")


@blueprint.get("/api")
def api() -> Response:
    """The same for people."""
    told = document(state.library(), language(), request.root_path)
    return page("api.html", document=told, operations=_operations(told))


def _operations(told: Json) -> dict[str, list[Json]]:
    """The operations under their tags, with references looked up."""
    found: dict[str, list[Json]] = {tag["name"]: [] for tag in told["tags"]}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            parameters = [_looked_up(told, p) for p in operation.get("parameters", ())]
            found.setdefault(operation["tags"][0], []).append(
                {**operation, "path": path, "method": method.upper(), "parameters": parameters}
            )
    return {tag: operations for tag, operations in found.items() if operations}


def _looked_up(told: Json, value: Json) -> Any:
    reference = value.get("$ref")
    if reference is None:
        return value
    found: Any = told
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found

"""Whole graphs, and what the dataset says of itself, in the OpenAPI document."""

from collections.abc import Iterable
from http import HTTPStatus

from samverkan.query.answer import GRAPH_FORMATS
from samverkan.query.library import Library
from samverkan.web.description import FORMS as DESCRIPTIONS
from samverkan.web.openapi_common import Json, Say, answer, forms, problems, references

_GRAPH: Json = {"$ref": "#/components/schemas/Graph"}
_TROUBLE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.NOT_IMPLEMENTED,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def graph_list_paths(library: Library, say: Say) -> Json:  # noqa: ARG001 a section like the others
    """The list of graphs, and a graph by its IRI or the default graph."""
    listed: Json = {
        "name": "graph",
        "in": "query",
        "description": say(
            "Grafens IRI; utan den och utan default: listan.",
            "The graph's IRI; without it and without default: the list.",
        ),
        "schema": {"type": "string", "format": "iri"},
    }
    default: Json = {
        "name": "default",
        "in": "query",
        "description": say(
            "Standardgrafen, allt tillsammans; utan värde, och inte ihop med graph.",
            "The default graph, all of it together; without a value, and not with graph.",
        ),
        "allowEmptyValue": True,
        "schema": {"type": "string", "enum": [""]},
    }
    told = say("Graferna, eller en av dem.", "The graphs, or one of them.")
    operation = _read("graphs", told, GRAPH_FORMATS, [listed, default])
    content = operation["responses"]["200"]["content"]
    list_schema: Json = {"$ref": "#/components/schemas/GraphList"}
    content["application/json"] = {"schema": {"anyOf": [list_schema, _GRAPH]}}
    return {"/graphs": {"get": operation}}


def graph_paths(library: Library, say: Say) -> Json:  # noqa: ARG001 likewise
    """A graph by its own address."""
    name: Json = {
        "name": "name",
        "in": "path",
        "required": True,
        "description": say(
            "Det som följer på https://w3id.org/samverkan/graph/ i grafens IRI.",
            "What follows https://w3id.org/samverkan/graph/ in the graph's IRI.",
        ),
        "schema": {"type": "string"},
    }
    told = say("En hel graf.", "A whole graph.")
    return {"/graph/{name}": {"get": _read("graph", told, GRAPH_FORMATS, [name])}}


def void_paths(library: Library, say: Say) -> Json:  # noqa: ARG001 likewise
    """The dataset in numbers."""
    told = say("Datamängden i siffror, som VoID.", "The dataset in numbers, as VoID.")
    return {"/.well-known/void": {"get": _read("void", told, DESCRIPTIONS, [])}}


def _read(name: str, told: str, media_types: Iterable[str], parameters: list[Json]) -> Json:
    return {
        "operationId": name,
        "tags": ["graphs"],
        "summary": told,
        "parameters": [*parameters, *references("asOf", "lang")],
        "responses": {
            "200": answer(told, forms([*media_types, "text/html"], _GRAPH)),
            **problems(*_TROUBLE),
        },
    }

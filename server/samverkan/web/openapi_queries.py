"""The stored queries in the OpenAPI document, made from their headers."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS
from samverkan.query.header import StoredQuery
from samverkan.query.library import Library
from samverkan.query.parameters import Parameter
from samverkan.query.question import XLSX
from samverkan.web.openapi_common import Json, Say, answer, forms, problems, references

#: Endings of an address, and names for `?format=`, by what a query answers with.
ENDINGS = {
    "table": ("csv", "json", "tsv", "xlsx", "xml"),
    "boolean": ("csv", "json", "tsv", "xml"),
    "graph": ("jsonld", "nq", "nt", "rdf", "trig", "ttl"),
}
_SCHEMAS: dict[str, Json] = {
    "xsd:date": {"type": "string", "format": "date"},
    "xsd:string": {"type": "string"},
    "xsd:integer": {"type": "integer"},
    "xsd:decimal": {"type": "number"},
    "xsd:boolean": {"type": "boolean"},
    "iri": {"type": "string", "description": "IRI, or prefixed name such as mun:1461"},
}
#: Defaults of these types are not written as texts.
_VALUES: dict[str, Callable[[str], Any]] = {
    "xsd:integer": int,
    "xsd:decimal": lambda written: float(written.replace(",", ".")),
    "xsd:boolean": lambda written: written == "true",
}
_TROUBLE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.NOT_IMPLEMENTED,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def query_paths(library: Library, say: Say) -> Json:
    """The list, an address for each query, and the same with an ending."""
    told = say("De färdiga frågorna.", "The stored queries.")
    listed: Json = {
        "application/json": {"schema": {"$ref": "#/components/schemas/Queries"}},
        "text/html": {"schema": {"type": "string"}},
    }
    return {
        "/queries/": {
            "get": {
                "operationId": "queries",
                "tags": ["queries"],
                "summary": told,
                "parameters": references("lang"),
                "responses": {
                    "200": answer(told, listed),
                    **problems(HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.TOO_MANY_REQUESTS),
                },
            }
        },
        **{f"/queries/{query.name}": {"get": _operation(query, say)} for query in library},
        "/queries/{query}.{ending}": {"get": _with_ending(library, say)},
    }


def _operation(query: StoredQuery, say: Say) -> Json:
    language = say("sv", "en")
    parts = ("limit", "offset", "labels") if query.kind == "table" else ()
    return {
        "operationId": _operation_id(query.name),
        "tags": ["queries"],
        "summary": query.question(language),
        "description": _description(query, say),
        "parameters": [
            *(_parameter(parameter, language) for parameter in query.parameters.values()),
            _format(say, ENDINGS[query.kind]),
            *references(*parts, "asOf", "lang"),
        ],
        "responses": {
            "200": answer(query.summary(language), content_of(query.kind), _headers(query.kind)),
            **problems(*_TROUBLE),
        },
    }


def content_of(kind: str) -> Json:
    """The forms of an answer of that kind."""
    schema: Json = {"$ref": f"#/components/schemas/{kind.capitalize()}"}
    media_types = list(GRAPH_FORMATS if kind == "graph" else RESULT_FORMATS)
    if kind == "table":
        media_types.append(XLSX)
    return forms([*media_types, "text/html"], schema)


def _operation_id(name: str) -> str:
    first, *others = name.replace("_", "-").split("-")
    return "query" + "".join(word.capitalize() for word in (first, *others))


def _description(query: StoredQuery, say: Say) -> str:
    language = say("sv", "en")
    columns = "".join(f"\n- `{name}`: {query.column(name, language)}" for name in query.columns)
    listed = say("Kolumner:", "Columns:") + columns if columns else ""
    return "\n\n".join(part for part in (query.notes.get(language, ""), listed) if part)


def _parameter(parameter: Parameter, language: str) -> Json:
    schema = dict(_SCHEMAS[parameter.type])
    if parameter.several:
        schema = {"type": "array", "items": schema}
    elif parameter.default is not None:
        schema["default"] = _VALUES.get(parameter.type, str)(parameter.default)
    told: Json = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description(language),
        "required": parameter.default is None and not parameter.optional,
        "schema": schema,
    }
    if parameter.several:
        told |= {"style": "form", "explode": True}
    return told


def _format(say: Say, names: tuple[str, ...]) -> Json:
    return {
        "name": "format",
        "in": "query",
        "description": say(
            "Format; annars det som Accept säger. Adressen kan också sluta på det: .csv",
            "Form; else what Accept says. The address may end in it instead: .csv",
        ),
        "schema": {"type": "string", "enum": list(names)},
    }


def _headers(kind: str) -> Json:
    if kind != "table":
        return {}
    names = ("X-Total-Count", "Link")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _with_ending(library: Library, say: Say) -> Json:
    kinds = sorted({query.kind for query in library})
    endings = sorted({ending for kind in kinds for ending in ENDINGS[kind]})
    told = say(
        "Samma frågor, i det format som adressen slutar på, som Excel och Power BI vill ha det. "
        "Frågans parametrar är desamma.",
        "The same queries, in the form that the address ends in, as Excel and Power BI want it. "
        "The query's parameters are the same.",
    )
    content: Json = {}
    for kind in kinds:
        content = content_of(kind) | content
    if len(kinds) > 1:
        content |= {"application/json": {"schema": {}}}
    return {
        "operationId": "queryWithEnding",
        "tags": ["queries"],
        "summary": say("En färdig fråga i ett format", "A stored query in a form"),
        "description": told,
        "parameters": [
            _in_path("query", [query.name for query in library]),
            _in_path("ending", endings),
            *references("limit", "offset", "labels", "asOf", "lang"),
        ],
        "responses": {"200": answer(told, content, _headers("table")), **problems(*_TROUBLE)},
    }


def _in_path(name: str, values: list[str]) -> Json:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": values},
    }

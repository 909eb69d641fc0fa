"""The SPARQL endpoint in the OpenAPI document."""

from http import HTTPStatus

from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS
from samverkan.query.library import Library
from samverkan.web.openapi_common import Json, Say, answer, forms, problems, references
from samverkan.web.protocol import FORM, QUERY

_TROUBLE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.NOT_IMPLEMENTED,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_GRAPHS = ("default-graph-uri", "named-graph-uri")


def sparql_paths(library: Library, say: Say) -> Json:  # noqa: ARG001 a section like the others
    """A query by its address, in a form, or as it is."""
    told = say("Svaret på en SPARQL-fråga.", "The answer to a SPARQL query.")
    found = {
        "200": answer(told, forms([*RESULT_FORMATS, *GRAPH_FORMATS, "text/html"], {})),
        **problems(*_TROUBLE),
    }
    query: Json = {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}}
    graphs = [_graphs(name, say) for name in _GRAPHS]
    form: Json = {
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": {"type": "string"},
            **{name: {"type": "array", "items": {"type": "string"}} for name in _GRAPHS},
        },
    }
    general = references("asOf", "lang")
    return {
        "/sparql": {
            "get": {
                "operationId": "sparqlGet",
                "tags": ["sparql"],
                "summary": told,
                "parameters": [query, *graphs, *general],
                "responses": found,
            },
            "post": {
                "operationId": "sparqlPost",
                "tags": ["sparql"],
                "summary": told,
                "parameters": [*graphs, *general],
                "requestBody": {
                    "required": True,
                    "content": {FORM: {"schema": form}, QUERY: {"schema": {"type": "string"}}},
                },
                "responses": found,
            },
        }
    }


def _graphs(name: str, say: Say) -> Json:
    return {
        "name": name,
        "in": "query",
        "description": say("Grafer som frågan gäller.", "Graphs that the query is asked of."),
        "schema": {"type": "array", "items": {"type": "string", "format": "iri"}},
        "style": "form",
        "explode": True,
    }

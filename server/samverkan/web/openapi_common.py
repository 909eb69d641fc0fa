"""What several parts of the OpenAPI document have in common."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from samverkan.web.parts import MOST_ROWS

Json = dict[str, Any]
#: Of a text in Swedish and one in English, that which is wanted.
Say = Callable[[str, str], str]

#: What goes wrong, by status; each is a problem document.
PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "BadRequest",
    HTTPStatus.FORBIDDEN: "Forbidden",
    HTTPStatus.NOT_FOUND: "NotFound",
    HTTPStatus.NOT_ACCEPTABLE: "NotAcceptable",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "TooLarge",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "UnsupportedMediaType",
    HTTPStatus.TOO_MANY_REQUESTS: "TooMany",
    HTTPStatus.NOT_IMPLEMENTED: "OneDate",
    HTTPStatus.SERVICE_UNAVAILABLE: "Unavailable",
}


def in_language(language: str) -> Say:
    """Choose that language."""
    return lambda sv, en: sv if language == "sv" else en


def answer(description: str, content: Json, headers: Json | None = None) -> Json:
    """A response."""
    return {"description": description, "content": content} | (
        {"headers": headers} if headers else {}
    )


def problems(*statuses: HTTPStatus) -> Json:
    """References to those problems, by status."""
    return {
        str(status.value): {"$ref": f"#/components/responses/{PROBLEMS[status]}"}
        for status in statuses
    }


def references(*names: str) -> list[Json]:
    """References to parameters that several operations have."""
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def forms(media_types: Iterable[str], schema: Json) -> Json:
    """The content of an answer in several forms: JSON by its schema, the others as texts."""
    return {
        media: {"schema": schema if media.endswith("json") else _schema_of(media)}
        for media in media_types
    }


def _schema_of(media: str) -> Json:
    if media.startswith("text/") or media.endswith("xml"):
        return {"type": "string"}
    return {"type": "string", "contentMediaType": media}


def components(say: Say) -> Json:
    """Parameters, responses and schemas that others refer to."""
    return {
        "parameters": _parameters(say),
        "responses": {name: _problem(say, status) for status, name in PROBLEMS.items()},
        "schemas": _SCHEMAS,
        "headers": {
            "X-Total-Count": {
                "description": say("Antal rader i hela svaret.", "Rows of the whole answer."),
                "schema": {"type": "integer", "minimum": 0},
            },
            "Link": {
                "description": say(
                    "Svarets andra delar (RFC 8288): first, prev, next, last.",
                    "The other parts of the answer (RFC 8288): first, prev, next, last.",
                ),
                "schema": {"type": "string"},
            },
        },
    }


def _parameters(say: Say) -> Json:
    whole = {"type": "integer", "minimum": 0}
    return {
        "lang": _query(
            "lang",
            say(
                "Språk för texter och etiketter: sv eller en; annars vad Accept-Language säger.",
                "Language of texts and labels: sv or en; else what Accept-Language says.",
            ),
            {"type": "string", "examples": ["sv", "en"]},
        ),
        "asOf": _query(
            "asOf",
            say(
                "Dag som svaret ska gälla; annars datamängdens egen.",
                "Day that the answer is to hold of; else the dataset's own.",
            ),
            {"type": "string", "format": "date"},
        ),
        "limit": _query(
            "limit",
            say(
                "Rader per del. Svaret säger då hur många rader det finns (X-Total-Count) och "
                "var de andra delarna är (Link). Utan: alla rader.",
                "Rows of a part. The answer then says how many rows there are (X-Total-Count), "
                "and where the other parts are (Link). Without it: all rows.",
            ),
            whole | {"maximum": MOST_ROWS},
        ),
        "offset": _query(
            "offset",
            say("Rader före den första.", "Rows before the first."),
            whole | {"maximum": 1_000_000_000},
        ),
        "labels": _query(
            "labels",
            say(
                "Med en kolumn xLabel bredvid varje kolumn x av IRI som saknar en. Standard: "
                "true för xlsx, annars false.",
                "With a column xLabel beside each column x of IRIs that has none. Default: true "
                "for xlsx, else false.",
            ),
            {"type": "boolean"},
        ),
    }


def _query(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _problem(say: Say, status: HTTPStatus) -> Json:
    sv, en = _MEANINGS[status]
    content: Json = {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
    }
    return answer(say(sv, en), content)


_MEANINGS = {
    HTTPStatus.BAD_REQUEST: (
        "Frågan eller en parameter är fel, eller svaret större än tillåtet; detail säger vad.",
        "The query or a parameter is wrong, or the answer greater than allowed; detail says what.",
    ),
    HTTPStatus.FORBIDDEN: ("Görs inte här.", "Not done here."),
    HTTPStatus.NOT_FOUND: ("Finns inte.", "Not there."),
    HTTPStatus.NOT_ACCEPTABLE: (
        "Svaret finns inte i något av de format som du tar emot.",
        "The answer has none of the forms that you accept.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("För stor begäran.", "The request is too large."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: (
        "En fråga kommer inte i en kropp av den typen.",
        "A query does not come in a body of that type.",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: ("För många frågor på kort tid.", "Too many queries at once."),
    HTTPStatus.NOT_IMPLEMENTED: (
        "Här finns bara en dag att fråga om.",
        "Only one day can be asked of here.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "Frågan tog för lång tid, eller för många frågar; Retry-After säger när nästa försök.",
        "The query took too long, or too many ask; Retry-After says when to try again.",
    ),
}

_BINDING: Json = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {
        "type": {"enum": ["uri", "literal", "typed-literal", "bnode", "triple"]},
        "value": {},
        "xml:lang": {"type": "string"},
        "datatype": {"type": "string"},
    },
}
_SCHEMAS: Json = {
    "Problem": {
        "description": "RFC 9457",
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    },
    "Table": {
        "description": "SPARQL 1.1 Query Results JSON Format",
        "type": "object",
        "required": ["head", "results"],
        "properties": {
            "head": {
                "type": "object",
                "required": ["vars"],
                "properties": {"vars": {"type": "array", "items": {"type": "string"}}},
            },
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": {
                    "bindings": {
                        "type": "array",
                        "items": {"type": "object", "additionalProperties": _BINDING},
                    }
                },
            },
        },
    },
    "Boolean": {
        "description": "SPARQL 1.1 Query Results JSON Format",
        "type": "object",
        "required": ["head", "boolean"],
        "properties": {"head": {"type": "object"}, "boolean": {"type": "boolean"}},
    },
    "Graph": {"description": "JSON-LD 1.1", "type": ["object", "array"]},
    "GraphList": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["graph", "address", "triples"],
            "properties": {
                "graph": {"type": "string", "format": "iri"},
                "address": {"type": "string"},
                "triples": {"type": "integer", "minimum": 0},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "publisher": {"type": "string"},
            },
        },
    },
    "Queries": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["name", "address", "kind", "question", "summary", "parameters", "columns"],
            "properties": {
                "name": {"type": "string"},
                "address": {"type": "string"},
                "kind": {"enum": ["table", "boolean", "graph"]},
                "question": {"type": "string"},
                "summary": {"type": "string"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "parameters": {"type": "object"},
                "columns": {"type": "object"},
                "answers": {"type": "array", "items": {"type": "string"}},
                "needsInternal": {"type": "boolean"},
            },
        },
    },
}

"""The cases of the W3C's SPARQL 1.1 protocol tests, on our graphs, and more misuse than those."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from samverkan.namespaces import GRAPHS

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MELLERUD, BENGTSFORS, DALS_ED = (
    GRAPHS + f"small-{name}" for name in ("mellerud", "bengtsfors", "dals-ed")
)
THERE = {
    graph: f"<https://w3id.org/samverkan/id/small-{name}/application/{application}>"
    for graph, name, application in (
        (MELLERUD, "mellerud", "library"),
        (BENGTSFORS, "bengtsfors", "library"),
        (DALS_ED, "dals-ed", "school"),
    )
}
IN_BOTH = f"ASK {{ {THERE[MELLERUD]} a ?t . {THERE[BENGTSFORS]} a ?u }}"
IN_NAMED = (
    f"ASK {{ GRAPH ?g {{ {THERE[MELLERUD]} a ?t }} GRAPH ?h {{ {THERE[BENGTSFORS]} a ?u }} }}"
)
APART = (
    f"ASK {{ {THERE[DALS_ED]} a ?s "
    f"GRAPH ?g {{ {THERE[MELLERUD]} a ?t }} GRAPH ?h {{ {THERE[BENGTSFORS]} a ?u }} }}"
)
DEFAULTS = [("default-graph-uri", MELLERUD), ("default-graph-uri", BENGTSFORS)]
NAMED = [("named-graph-uri", MELLERUD), ("named-graph-uri", BENGTSFORS)]


def _ask(client: FlaskClient, way: str, query: str, dataset: list[tuple[str, str]]) -> TestResponse:
    """The query, sent in one of the protocol's three ways."""
    if way == "get":
        return client.get("/sparql?" + urlencode([("query", query), *dataset]))
    if way == "form":
        body = urlencode([("query", query), *dataset])
        return client.post("/sparql", data=body, content_type=FORM)
    if way == "form with the dataset in the address":
        body = urlencode({"query": query})
        return client.post("/sparql?" + urlencode(dataset), data=body, content_type=FORM)
    return client.post("/sparql?" + urlencode(dataset), data=query, content_type=QUERY)


WAYS = ["get", "form", "form with the dataset in the address", "direct"]


def _boolean(response: TestResponse) -> bool:
    assert response.status_code == 200, response.text
    return bool(response.get_json(force=True)["boolean"])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("query", "dataset"),
    [
        ("ASK {}", []),
        ("ASK {}", [("default-graph-uri", "http://x/there/is/none")]),
        (IN_BOTH, DEFAULTS),
        (IN_NAMED, NAMED),
        (APART, [("default-graph-uri", DALS_ED), *NAMED]),
    ],
)
def test_the_dataset_of_the_protocol_is_asked(
    way: str, query: str, dataset: list[tuple[str, str]], client: FlaskClient
):
    assert _boolean(_ask(client, way, query, dataset)) is True


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("query", "dataset"),
    [
        (IN_BOTH, DEFAULTS[:1]),
        (IN_BOTH, NAMED),
        (IN_NAMED, DEFAULTS),
        (IN_NAMED, NAMED[1:]),
        (APART, NAMED),
        (IN_BOTH, [("default-graph-uri", "http://x/there/is/none")]),
    ],
)
def test_nothing_else_than_that_dataset_is_asked(
    way: str, query: str, dataset: list[tuple[str, str]], client: FlaskClient
):
    assert _boolean(_ask(client, way, query, dataset)) is False


@pytest.mark.parametrize("way", WAYS)
def test_the_protocols_dataset_is_stronger_than_the_querys(way: str, client: FlaskClient):
    query = f"ASK FROM <{DALS_ED}> {{ {THERE[MELLERUD]} a ?t }}"

    assert _boolean(_ask(client, way, query, DEFAULTS)) is True
    assert _boolean(_ask(client, way, query, [])) is False


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("SELECT (1 AS ?v) {}", {"application/sparql-results+json"}),
        ("ASK {}", {"application/sparql-results+json"}),
        (f"DESCRIBE {THERE[MELLERUD]}", {"text/turtle"}),
        ("CONSTRUCT { smv:s smv:p 1 } WHERE {}", {"text/turtle"}),
    ],
)
def test_each_form_of_query_has_an_answer_of_its_kind(
    query: str, kinds: set[str], client: FlaskClient
):
    assert _ask(client, "get", query, []).mimetype in kinds


def test_relative_iris_have_no_base_to_stand_on(client: FlaskClient):
    response = _ask(client, "direct", "ASK { <s> <p> <o> }", [])

    assert response.status_code == 400
    assert "line 1, column 7: <s>" in response.json["detail"]


BAD: list[tuple[str, dict[str, Any], int, str]] = [
    ("PUT", {"query_string": {"query": "ASK {}"}}, 405, "MethodNotAllowed"),
    ("GET", {"query_string": "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"}, 400, "Protocol"),
    ("POST", {"data": "query=ASK+%7B%7D&query=ASK+%7B%7D", "content_type": FORM}, 400, "Protocol"),
    (
        "POST",
        {"data": "ASK {}", "content_type": QUERY, "query_string": {"query": "ASK {}"}},
        400,
        "Protocol",
    ),
    (
        "POST",
        {"data": "x=1", "content_type": FORM, "query_string": {"query": "ASK {}"}},
        400,
        "Protocol",
    ),
    ("POST", {"data": "ASK {}", "content_type": "text/plain"}, 415, "MediaType"),
    ("POST", {"data": "query=ASK%20%7B%7D"}, 415, "MediaType"),
    ("POST", {"data": "ASK {}"}, 415, "MediaType"),
    (
        "POST",
        {"data": {"query": "ASK {}"}, "content_type": "multipart/form-data"},
        415,
        "MediaType",
    ),
    (
        "POST",
        {"data": "ASK {}".encode("utf-16"), "content_type": f"{QUERY}; charset=UTF-16"},
        415,
        "Charset",
    ),
    (
        "POST",
        {"data": "query=ASK%20%7B%7D", "content_type": f"{FORM}; charset=ISO-8859-1"},
        415,
        "Charset",
    ),
    ("POST", {"data": b"ASK { ?s ?p '\xe5' }", "content_type": QUERY}, 400, "Encoding"),
    ("POST", {"data": b"query=ASK+%7B+%3Fs+%3Fp+'%E5'+%7D", "content_type": FORM}, 400, "Encoding"),
    ("GET", {"query_string": "query=ASK+%7B+%3Fs+%3Fp+'%E5'+%7D"}, 400, "Encoding"),
    ("GET", {"query_string": "query=ASK%20%7B"}, 400, "QuerySyntax"),
    ("GET", {"query_string": "query="}, 400, "NoQuery"),
    ("POST", {"data": "", "content_type": QUERY}, 400, "NoQuery"),
    ("POST", {"data": "query=+", "content_type": FORM}, 400, "NoQuery"),
    ("GET", {"query_string": {"qurey": "ASK {}"}}, 400, "NoQuery"),
    ("GET", {"query_string": {"default-graph-uri": MELLERUD}}, 400, "NoQuery"),
    ("GET", {"headers": {"Accept": "application/sparql-results+json"}}, 400, "NoQuery"),
    ("GET", {"query_string": "a=1&" * 1001 + "query=ASK%7B%7D"}, 400, "Protocol"),
    ("POST", {"data": "#" * 1_048_577, "content_type": QUERY}, 413, "RequestEntityTooLarge"),
]


@pytest.mark.parametrize(("method", "request_", "status", "name"), BAD)
def test_misuse_has_the_status_that_says_whose_fault_it_is(
    method: str, request_: dict[str, Any], status: int, name: str, client: FlaskClient
):
    response = client.open("/sparql", method=method, **request_)

    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    assert response.json["type"].endswith(f"/{name}")
    assert response.json["detail"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("ASK {}".encode("utf-16"), "a body in UTF-16; send it in UTF-8"),
        (b"ASK {}", "a body in UTF-16; send it in UTF-8"),
    ],
)
def test_another_character_set_is_named(data: bytes, told: str, client: FlaskClient):
    response = client.post("/sparql", data=data, content_type=f"{QUERY}; charset=UTF-16")

    assert response.json["detail"] == told


def test_what_is_not_utf_8_is_not_guessed_at(client: FlaskClient):
    told = client.get("/sparql?query=ASK+%7B+'%E5'+%7D").json["detail"]

    assert told == "the address is not in UTF-8; send it so"


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_utf_8_may_be_said_and_marked(charset: str, client: FlaskClient):
    body = "SELECT ('å' AS ?x) {}".encode("utf-8-sig")
    response = client.post("/sparql", data=body, content_type=f"{QUERY}; charset={charset}")

    assert response.json["results"]["bindings"][0]["x"]["value"] == "å"


def test_a_form_may_be_as_long_as_a_body_may(client: FlaskClient):
    fields = {"query": "ASK {} # " + "a" * 900_000, "format": "csv"}
    response = client.post("/sparql", data=fields)

    assert (response.status_code, response.mimetype) == (200, "text/csv")


UPDATES = [
    "CLEAR ALL",
    "INSERT DATA { <http://x/s> <http://x/p> 1 }",
    "PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }",
    "WITH <http://x/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "# SELECT\nLOAD <http://x/>",
    "DROP ALL",
    "CREATE GRAPH <http://x/g>",
    "COPY DEFAULT TO <http://x/g>",
    "MOVE DEFAULT TO <http://x/g>",
    "ADD DEFAULT TO <http://x/g>",
]


@pytest.mark.parametrize("update", UPDATES)
@pytest.mark.parametrize(
    ("method", "send"),
    [
        ("POST", lambda update: {"data": update, "content_type": UPDATE}),
        ("POST", lambda update: {"data": {"update": update}}),
        ("POST", lambda update: {"data": {"update": update, "query": "ASK {}"}}),
        ("POST", lambda update: {"data": {"update": [update, update]}}),
        ("POST", lambda update: {"data": {"query": update}}),
        ("POST", lambda update: {"data": update, "content_type": QUERY}),
        (
            "POST",
            lambda update: {"data": update, "content_type": f"{UPDATE}; charset=utf-16"},
        ),
        (
            "POST",
            lambda update: {
                "data": {"update": update},
                "query_string": {"using-graph-uri": MELLERUD},
            },
        ),
        ("POST", lambda update: {"query_string": {"update": update}}),
        ("GET", lambda update: {"query_string": {"update": update}}),
        ("GET", lambda update: {"query_string": {"query": update}}),
    ],
)
def test_an_update_is_forbidden_in_whatever_way_it_is_sent(
    update: str, method: str, send: Any, client: FlaskClient
):
    response = client.open("/sparql", method=method, **send(update))

    assert response.status_code == 403, response.text
    assert "this endpoint is for reading" in response.json["detail"]


def test_the_methods_that_there_are_can_be_asked_for(client: FlaskClient):
    response = client.options("/sparql")

    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize("path", ["/sparql", "/graphs", "/graph/small-mellerud", "/queries/"])
def test_any_page_on_the_web_may_ask_and_read_what_is_said_of_the_answer(
    path: str, client: FlaskClient
):
    before = client.options(
        path,
        headers={
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "accept, authorization",
        },
    )
    answer = client.get(path, headers={"Origin": "https://elsewhere.example"})

    assert before.status_code in (200, 204)
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in before.headers["Access-Control-Allow-Methods"]
    assert "authorization" in before.headers["Access-Control-Allow-Headers"].lower()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    for name in ("Link", "ETag", "X-Total-Count", "Retry-After", "Samverkan-Notice"):
        assert name in answer.headers["Access-Control-Expose-Headers"].split(", ")


@pytest.mark.parametrize("name", ["callback", "jsonp"])
def test_no_answer_is_a_script_for_another_page(name: str, client: FlaskClient):
    response = client.get(f"/sparql?{name}=f&query={quote('ASK {}')}")

    assert response.status_code == 200
    assert response.mimetype == "application/sparql-results+json"
    assert response.text.startswith("{")
    assert response.headers["X-Content-Type-Options"] == "nosniff"

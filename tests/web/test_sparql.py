"""`/sparql` keeps to the SPARQL 1.1 Protocol, and says what is wrong where a client does not."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
MELLERUD = "https://w3id.org/samverkan/graph/small-mellerud"
ONE = "SELECT (1 AS ?one) {}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPH = "CONSTRUCT { mun:1461 a smv:Municipality } WHERE {}"


def _problem(response: TestResponse, status: int, name: str) -> str:
    """What the problem document says, which must be whole."""
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    told = json.loads(response.text)
    assert told["type"] == f"https://w3id.org/samverkan/problem/{name}"
    assert told["status"] == status
    assert told["title"]
    return str(told["detail"])


def _count(response: TestResponse) -> int:
    assert response.status_code == 200, response.text
    return int(response.get_json(force=True)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("/sparql", query_string={"query": ONE}),
        lambda client: client.post("/sparql", data={"query": ONE}),
        lambda client: client.post("/sparql", data=ONE, content_type=QUERY),
        lambda client: client.post("/sparql", data=ONE, content_type=f"{QUERY}; charset=UTF-8"),
        lambda client: client.post("/sparql", data=urlencode({"query": ONE}), content_type=FORM),
    ],
)
def test_a_query_is_answered_in_each_way_of_the_protocol(
    ask: Callable[[FlaskClient], TestResponse], client: FlaskClient
):
    response = ask(client)

    assert response.status_code == 200
    assert response.content_type == "application/sparql-results+json"
    assert response.json["results"]["bindings"][0]["one"]["value"] == "1"


def test_a_head_request_tells_what_a_get_would(client: FlaskClient):
    head = client.head("/sparql", query_string={"query": ONE})
    get = client.get("/sparql", query_string={"query": ONE})

    assert head.status_code == 200
    assert head.data == b""
    assert head.content_type == get.content_type
    assert head.content_length == get.content_length


@pytest.mark.parametrize("media_type", RESULT_FORMATS)
def test_a_table_comes_in_every_form_that_is_asked_for_by_header(
    media_type: str, client: FlaskClient
):
    response = client.get("/sparql", query_string={"query": ONE}, headers={"Accept": media_type})

    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    assert response.status_code == 200
    assert response.content_type == media_type + charset


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
def test_a_graph_comes_in_every_form_that_is_asked_for_by_header(
    media_type: str, client: FlaskClient
):
    response = client.get("/sparql", query_string={"query": GRAPH}, headers={"Accept": media_type})

    assert response.status_code == 200
    assert response.mimetype == media_type
    assert "1461" in response.text


@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [
        (ONE, "json", "application/sparql-results+json"),
        (ONE, "xml", "application/sparql-results+xml"),
        (ONE, "csv", "text/csv"),
        (ONE, "TSV", "text/tab-separated-values"),
        (ONE, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ONE, "application/sparql-results xml", "application/sparql-results+xml"),
        (GRAPH, "turtle", "text/turtle"),
        (GRAPH, "json", "application/ld+json"),
        (GRAPH, "xml", "application/rdf+xml"),
        (GRAPH, "rdf+xml", "application/rdf+xml"),
        (GRAPH, "nt", "application/n-triples"),
        ("ASK {}", "csv", "text/csv"),
    ],
)
@pytest.mark.parametrize("by_post", [False, True])
def test_the_format_parameter_is_stronger_than_the_header(
    query: str, name: str, media_type: str, by_post: bool, client: FlaskClient
):
    fields = {"query": query, "format": name}
    headers = {"Accept": BROWSER}
    response = (
        client.post("/sparql", data=fields, headers=headers)
        if by_post
        else client.get("/sparql", query_string=fields, headers=headers)
    )

    assert (response.status_code, response.mimetype) == (200, media_type)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("application/rdf+xml, text/turtle, application/json;q=0.2", "application/json"),
        ("text/turtle, text/csv;q=0.001", "text/csv"),
    ],
)
def test_the_header_is_weighed(accept: str, media_type: str, client: FlaskClient):
    response = client.get("/sparql", query_string={"query": ONE}, headers={"Accept": accept})

    assert (response.status_code, response.mimetype) == (200, media_type)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        (ONE, {"headers": {"Accept": "text/turtle"}}),
        (GRAPH, {"headers": {"Accept": "text/csv"}}),
        (ONE, {"headers": {"Accept": "image/png"}}),
    ],
)
def test_a_form_that_the_answer_does_not_have_is_refused_with_those_it_has(
    query: str, asked: dict[str, dict[str, str]], client: FlaskClient
):
    response = client.get("/sparql", query_string={"query": query}, **asked)
    detail = _problem(response, 406, "NotAcceptable")

    assert detail.startswith(f"no answer of this kind as {asked['headers']['Accept']}; there is ")


def test_a_format_parameter_that_names_nothing_is_refused(client: FlaskClient):
    response = client.get("/sparql", query_string={"query": ONE, "format": "docx"})

    assert "as docx; there is application/sparql-results+json" in _problem(
        response, 406, "NotAcceptable"
    )


def test_a_malformed_query_is_a_problem_with_line_and_column(client: FlaskClient):
    response = client.get("/sparql", query_string={"query": "SELECT * {\n ?s ?p }"})
    detail = _problem(response, 400, "QuerySyntax")

    assert detail == (
        "the query is not SPARQL: line 2, column 8: } cannot stand here; a triple has three parts: "
        "subject, predicate, object\n ?s ?p }\n       ^"
    )
    assert (response.json["line"], response.json["column"]) == (2, 8)


@pytest.mark.parametrize(
    ("query", "status", "name", "told"),
    [
        ("SELECT * { SERVICE <http://x/> {} }", 403, "RefusedQuery", "calls no other"),
        ("INSERT DATA { <http://x/s> <http://x/p> 1 }", 403, "RefusedQuery", "is for reading"),
        ("ASK " + "{" * 200 + "}" * 200, 400, "OversizeQuery", "ask it in parts"),
        ("ASK { FILTER(<http://x/f>(1)) }", 400, "UnanswerableQuery", "not supported"),
    ],
)
def test_what_is_not_done_for_anybody_is_a_problem(
    query: str, status: int, name: str, told: str, client: FlaskClient
):
    assert told in _problem(client.post("/sparql", data={"query": query}), status, name)


@pytest.mark.parametrize(
    ("request_", "status", "name", "told"),
    [
        ({"data": {}}, 415, "MediaType", "a POST of no stated type; send application/x-www-form"),
        ({"data": {"x": "1"}}, 400, "NoQuery", "no query; send it as the parameter query="),
        ({"data": {"query": [ONE, ONE]}}, 400, "Protocol", "2 queries; send one"),
        (
            {"data": ONE, "content_type": "text/plain"},
            415,
            "MediaType",
            "a POST of text/plain; send application/x-www-form-urlencoded with a parameter "
            "query=, or the query itself as application/sparql-query",
        ),
        ({"json": {"query": ONE}}, 415, "MediaType", "a POST of application/json; send"),
        ({"data": {"update": "CLEAR ALL"}}, 403, "Update", "an update; this endpoint is for read"),
        (
            {"data": "CLEAR ALL", "content_type": "application/sparql-update"},
            403,
            "Update",
            "an update; this endpoint is for reading",
        ),
        (
            {"data": "ASK { 'å' }".encode("latin-1"), "content_type": QUERY},
            400,
            "Encoding",
            "the query is not in UTF-8; send it so",
        ),
    ],
)
def test_what_the_protocol_does_not_know_is_a_problem(
    request_: dict[str, object], status: int, name: str, told: str, client: FlaskClient
):
    response = client.post("/sparql", **request_)

    assert _problem(response, status, name).startswith(told)


def test_two_queries_in_an_address_are_one_too_many(client: FlaskClient):
    response = client.get("/sparql", query_string={"query": [ONE, ONE]})

    assert _problem(response, 400, "Protocol") == "2 queries; send one"


def test_an_address_without_query_is_a_page_for_people_and_a_description_for_programs(
    client: FlaskClient,
):
    described = client.get("/sparql")
    assert (described.status_code, described.mimetype) == (200, "text/turtle")
    assert "sd:Service" in described.text
    page = client.get("/sparql", headers={"Accept": BROWSER})
    assert page.status_code == 200
    assert "<textarea" in page.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_with_those_there_are(method: str, client: FlaskClient):
    response = client.open("/sparql", method=method)

    _problem(response, 405, "MethodNotAllowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_a_query_past_all_measure_is_refused(client: FlaskClient):
    response = client.post("/sparql", data="#" * 2_000_000, content_type=QUERY)

    _problem(response, 413, "RequestEntityTooLarge")


@pytest.mark.parametrize(
    ("graphs", "seen"),
    [
        ({"default-graph-uri": MELLERUD}, "default"),
        ({"named-graph-uri": MELLERUD}, "named"),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_graphs_that_are_named_are_the_dataset(
    graphs: dict[str, str], seen: str, way: str, client: FlaskClient
):
    def count(query: str) -> int:
        if way == "get":
            return _count(client.get("/sparql", query_string={"query": query, **graphs}))
        if way == "form":
            return _count(client.post("/sparql", data={"query": query, **graphs}))
        address = "/sparql?" + urlencode(graphs)
        return _count(client.post(address, data=query, content_type=QUERY))

    everything = _count(client.get("/sparql", query_string={"query": COUNT}))
    in_default = count(COUNT)
    in_named = count("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    if seen == "default":
        assert 0 < in_default < everything
        assert in_named == 0
    else:
        assert in_default == 0
        assert 0 < in_named < everything


def test_a_graph_that_is_no_iri_is_a_problem(client: FlaskClient):
    fields = {"query": COUNT, "default-graph-uri": "mellerud"}
    detail = _problem(client.get("/sparql", query_string=fields), 400, "GraphName")

    assert detail == "'mellerud' names no graph; give its IRI in full, https://..."


def test_any_page_on_the_web_may_ask(client: FlaskClient):
    answer = client.get("/sparql", query_string={"query": ONE})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"

    before = client.options(
        "/sparql",
        headers={
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in before.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in before.headers["Access-Control-Allow-Headers"]


def test_letters_beyond_ascii_come_back_as_they_were(client: FlaskClient):
    query = 'SELECT ("Åmål – Färgelanda" AS ?x) {}'
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})

    assert response.content_type == "text/csv; charset=utf-8"
    assert response.data.decode("utf-8").splitlines() == ["x", "Åmål – Färgelanda"]


def test_a_browser_posts_a_query_and_gets_an_address_to_keep(client: FlaskClient):
    response = client.post(
        "/sparql", data={"query": ONE, "lang": "en"}, headers={"Accept": BROWSER}
    )

    assert response.status_code == 303
    page = client.get(response.headers["Location"], headers={"Accept": BROWSER})
    assert page.status_code == 200
    assert 'lang="en"' in page.text
    assert '<th scope="col" class="number">one</th>' in page.text


def test_a_query_too_long_for_an_address_is_answered_all_the_same(client: FlaskClient):
    long = f"{ONE} # {'å' * 2000}"
    response = client.post("/sparql", data={"query": long}, headers={"Accept": BROWSER})

    assert response.status_code == 200
    assert '<button type="submit" class="quiet" name="format" value="csv">' in response.text


def test_a_browser_sees_the_mistake_above_the_query_it_made(client: FlaskClient):
    fields = {"query": "SELECT * { ?s ?p <b> }", "lang": "sv"}
    response = client.get("/sparql", query_string=fields, headers={"Accept": BROWSER})

    assert response.status_code == 400
    assert response.mimetype == "text/html"
    assert "rad 1, kolumn 18: ingen fullständig IRI" in response.text
    assert "SELECT * { ?s ?p &lt;b&gt; }</textarea>" in response.text


def test_what_is_refused_is_a_page_in_a_browser(client: FlaskClient):
    fields = {"query": "CLEAR ALL", "lang": "sv"}
    response = client.get("/sparql", query_string=fields, headers={"Accept": BROWSER})

    assert response.status_code == 403
    assert "CLEAR på rad 1, kolumn 1 nekas" in response.text


def test_a_form_past_all_measure_is_refused_too(client: FlaskClient):
    response = client.post("/sparql", data={"query": "#" * 2_000_000})

    _problem(response, 413, "RequestEntityTooLarge")


@pytest.mark.parametrize(
    ("accept", "is_page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("text/html;q=0.2, application/n-quads, text/turtle;q=0.9", False),
        ("text/turtle, text/html", True),
        ("text/html;q=0, */*", False),
        ("*/*", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("path", ["/sparql", "/sparql?query=ASK%7B%7D", "/graph/small-mellerud"])
def test_a_page_is_for_those_who_like_nothing_better(
    path: str, accept: str, is_page: bool, client: FlaskClient
):
    response = client.get(path, headers={"Accept": accept})

    assert (response.mimetype == "text/html") is is_page

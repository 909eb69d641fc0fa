"""Programs at `/sparql` are answered, and told of errors, without Flask."""

import pytest
from flask import Flask
from werkzeug.test import Client

from samverkan.query.engine import LocalEngine
from samverkan.query.library import shipped_library
from samverkan.query.limits import TimeLimitError
from samverkan.query.question import AnyQuestion, Reply
from samverkan.store.view import View
from samverkan.web import create_app
from samverkan.web.levels import Levels
from samverkan.web.machine import Machine

ENGLISH = {"Accept-Language": "en"}


class _Slow(LocalEngine):
    """An engine whose every question takes too long."""

    def ask(self, question: AnyQuestion, on: object = None) -> Reply:
        raise TimeLimitError(2)


class _Broken(LocalEngine):
    def ask(self, question: AnyQuestion, on: object = None) -> Reply:
        raise ZeroDivisionError("secret")


def _client(engine: LocalEngine) -> Client:
    levels = Levels(engine)
    app: Flask = create_app(levels, shipped_library())
    return Client(Machine(app, levels))


@pytest.fixture
def client(public: View) -> Client:
    return _client(LocalEngine(public))


def test_an_odd_query_has_its_notices_in_the_header(client: Client):
    response = client.get("/sparql", query_string={"query": "ASK { ?a smv:systemOwnr ?o }"})

    assert response.json["boolean"] is False
    assert response.headers["Samverkan-Notice"].startswith("unknown-term;")
    assert "Samverkan-Notice" in response.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_what_took_too_long_has_hints_however_it_was_asked(way: str, public: View):
    client = _client(_Slow(public))
    query = "ASK { ?a smv:partOf* ?b }"
    if way == "get":
        response = client.get("/sparql", query_string={"query": query})
    elif way == "form":
        response = client.post("/sparql", data={"query": query})
    else:
        response = client.post("/sparql", data=query, content_type="application/sparql-query")

    assert response.status_code == 503
    assert response.json["type"].endswith("/TimeLimit")
    assert response.json["hints"][0].startswith("Line 1: a path of any length")


def test_an_error_has_the_headers_that_every_answer_has(client: Client):
    response = client.post("/sparql", data={"query": "SELCET"}, headers=ENGLISH)

    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "did you mean SELECT?" in response.json["detail"]


def test_a_body_past_all_measure_is_a_problem(client: Client):
    response = client.post("/sparql", data={"query": "#" * 2_000_000})

    assert response.status_code == 413
    assert response.json["type"].endswith("/RequestEntityTooLarge")


def test_what_nobody_foresaw_tells_nothing_of_the_inside(public: View):
    response = _client(_Broken(public)).get("/sparql?query=ASK{}")

    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.json["instance"].startswith("urn:uuid:")


def test_a_browser_and_what_is_no_query_go_to_flask(client: Client):
    assert "<textarea" in client.get("/sparql", headers={"Accept": "text/html"}).text
    assert client.get("/sparql").mimetype == "text/turtle"
    empty = client.get("/sparql?query=", headers=ENGLISH)
    assert empty.json["detail"] == "no query; send it as the parameter query="
    assert client.get("/nix").status_code == 404

"""The OpenAPI document is valid, has every query with its parameters, and a page that shows it."""

import importlib.util
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from needs import needs
from samverkan.query.header import read_query
from samverkan.query.library import Library, shipped_library
from samverkan.web.openapi import document
from samverkan.web.openapi_queries import ENDINGS, content_of

EVERY_TYPE = """\
#+ summary: s
#+ question: q
#+ parameters:
#+   day: {type: xsd:date, description: which day}
#+   number: {type: xsd:integer, default: "12"}
#+   amount: {type: xsd:decimal, default: "1,5"}
#+   truth: {type: xsd:boolean, default: "true"}
#+   who: {type: iri, base: mun, optional: true, list: true}
ASK { VALUES ?day { UNDEF } }
"""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_document_is_valid(language: str, client: FlaskClient):
    needs(importlib.util.find_spec("openapi_spec_validator"), "pip install openapi-spec-validator")
    from openapi_spec_validator import validate

    told = client.get(f"/openapi.json?lang={language}").json

    assert told["openapi"].startswith("3.1")
    validate(told)


def test_every_query_has_its_question_parameters_and_forms(client: FlaskClient):
    paths = client.get("/openapi.json?lang=en").json["paths"]

    for query in shipped_library():
        told = paths[f"/queries/{query.name}"]["get"]
        assert told["summary"] == query.question("en")
        names = [parameter.get("name") for parameter in told["parameters"]]
        assert names[: len(query.parameters)] == list(query.parameters)
        assert set(told["responses"]["200"]["content"]) == set(content_of(query.kind))
    identifiers = [o["operationId"] for methods in paths.values() for o in methods.values()]
    assert len(set(identifiers)) == len(identifiers)


def test_a_parameter_is_told_by_its_type(tmp_path):
    (tmp_path / "mine.rq").write_text(EVERY_TYPE, encoding="utf-8")
    told = document(Library(tmp_path), "en")["paths"]["/queries/mine"]["get"]["parameters"]
    day, number, amount, truth, who = told[:5]

    assert day["required"]
    assert day["schema"] == {"type": "string", "format": "date"}
    assert number["schema"] == {"type": "integer", "default": 12}
    assert amount["schema"] == {"type": "number", "default": 1.5}
    assert truth["schema"] == {"type": "boolean", "default": True}
    assert not who["required"]
    assert (who["schema"]["type"], who["explode"]) == ("array", True)
    assert read_query(tmp_path / "mine.rq").kind == "boolean"


def test_every_public_route_is_in_the_document(app: Flask, client: FlaskClient):
    paths = set(client.get("/openapi.json").json["paths"])
    routes = {rule.rule for rule in app.url_map.iter_rules()} - {"/static/<path:filename>"}
    addresses = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) for route in routes}

    assert addresses - {"/queries/{name}"} <= paths
    assert "/queries/who-owns" in paths
    assert "/queries/{query}.{ending}" in paths


@pytest.mark.parametrize("ending", ENDINGS["table"])
def test_every_ending_that_is_told_is_answered(ending: str, client: FlaskClient):
    response = client.get(f"/queries/who-owns.{ending}")

    assert response.status_code == 200
    assert response.mimetype in content_of("table")


def test_the_page_shows_it_in_both_languages_without_a_script(client: FlaskClient):
    swedish = client.get("/api?lang=sv").text
    english = client.get("/api?lang=en").text

    assert "Gemensamma parametrar" in swedish
    assert "GET /queries/findings" in english
    assert "empty means all" in english
    assert "<script" not in english
    assert 'href="/openapi.json?lang=en"' in english

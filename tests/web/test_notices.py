"""Notices reach people as sentences in their language, and programs as a header of ASCII."""

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from samverkan.query.question import Notice
from samverkan.web.notices import TOLD, header, told

ODD = "SELECT ?ownr { ?a smv:systemOwnr ?owner }"
HTML = {"Accept": "text/html"}


def test_an_odd_query_is_answered_and_told_so_in_a_header(client: FlaskClient):
    response = client.get("/sparql", query_string={"query": ODD})

    assert response.status_code == 200
    assert response.json["results"]["bindings"] == []
    assert response.headers["Samverkan-Notice"] == (
        'unknown-term;term="smv:systemOwnr";near="smv:systemOwner", '
        'never-bound;variable="?ownr";near="?owner"'
    )
    assert "Samverkan-Notice" in response.headers["Access-Control-Expose-Headers"]


def test_a_query_as_it_should_be_has_no_such_header(client: FlaskClient):
    response = client.get("/sparql", query_string={"query": "ASK { ?a smv:systemOwner ?owner }"})

    assert response.json["boolean"] is True
    assert "Samverkan-Notice" not in response.headers


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "sv",
            [
                "smv:systemOwnr är okänt: ingenting i datamängden använder det. Menade du "
                "smv:systemOwner?",
                "?ownr får aldrig något värde i frågan. Menade du ?owner?",
            ],
        ),
        (
            "en",
            [
                "smv:systemOwnr is unknown: nothing in the dataset uses it. Did you mean "
                "smv:systemOwner?",
                "?ownr is never given a value in the query. Did you mean ?owner?",
            ],
        ),
    ],
)
def test_a_page_tells_it_in_a_box(language: str, sentences: list[str], client: FlaskClient):
    page = client.get("/sparql", query_string={"query": ODD, "lang": language}, headers=HTML).text

    assert re.findall(r"<li>(.*)</li>", page) == sentences


def test_a_page_without_notices_has_no_box(client: FlaskClient):
    page = client.get("/queries/who-owns", headers=HTML).text

    assert "Bra att veta om frågan" not in page


VALUES = {
    "term": "smv:x",
    "graph": "<http://x/g>",
    "variable": "?x",
    "text": '"x"',
    "prefix": "ex",
    "iri": "http://x/",
    "line": "3",
}


@pytest.mark.parametrize("code", TOLD)
def test_every_notice_speaks_both_languages(code: str):
    swedish, english = (told(Notice(code, VALUES), language) for language in ("sv", "en"))

    assert swedish != english
    assert not re.search("[{}]", (swedish + english).replace("{ ... }", ""))
    assert told(Notice(code, {**VALUES, "near": "Y"}), "sv").endswith(" Menade du Y?")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a", '"a"'),
        ('say "a\\b"', '"say \\"a\\\\b\\""'),
        ("Åmål 5%", '%"%c3%85m%c3%a5l 5%25"'),
        ("a\nb", '%"a%0ab"'),
        ("x" * 300, f'"{"x" * 197}..."'),
    ],
)
def test_a_value_is_a_string_of_structured_fields(value: str, written: str):
    assert header([Notice("code", {"value": value})]) == f"code;value={written}"


@given(st.lists(st.dictionaries(st.sampled_from(["term", "near"]), st.text()), max_size=40))
def test_whatever_the_values_the_header_is_one_short_line_of_ascii(found: list[dict[str, str]]):
    value = header(Notice("unknown-term", values) for values in found)

    assert re.fullmatch(r"[ -~]*", value)
    assert len(value) <= 2000

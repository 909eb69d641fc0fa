"""The pages speak two languages, say what is made up, and load nothing from elsewhere."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from samverkan.query import replying
from samverkan.query.library import shipped_library
from samverkan.query.question import PAGE
from samverkan.web import pages, texts
from samverkan.web.problems import STATUS

HTML = {"Accept": "text/html"}
EVERY = ["/", "/queries/", "/queries/who-owns", "/api", "/sparql", "/nix", "/queries/nix"]
PLAIN = "<http://x/s> <http://x/p> [ <http://x/q> 1 ] ."


def test_the_start_page_asks_in_swedish_and_english(client: FlaskClient):
    swedish = client.get("/", headers=HTML).text
    english = client.get("/?lang=en", headers=HTML).text

    assert '<html lang="sv">' in swedish
    assert '<html lang="en">' in english
    assert "Vilka avtal gäller" in swedish
    assert "Which agreements are in force" in english
    assert "<h3>Avtal</h3>" in swedish
    assert "<h3>Agreements</h3>" in english
    assert client.get("/", headers={"Accept-Language": "en"}).text == english.replace(
        "/?lang=sv", "/?lang=sv"
    )


def test_both_languages_have_the_same_texts():
    assert set(texts._TEXTS["sv"]) == set(texts._TEXTS["en"])


def test_every_first_tag_of_a_question_has_a_name():
    assert {tag for tag, _ in shipped_library().by_first_tag()} <= set(texts._TAGS)


@pytest.mark.parametrize("path", EVERY)
def test_the_other_language_is_a_link_on_every_page(path: str, client: FlaskClient):
    page = client.get(f"{path}?lang=sv", headers=HTML).text

    assert f'href="{path}?lang=en" lang="en" hreflang="en">English</a>' in page


def test_the_other_language_keeps_the_question(client: FlaskClient):
    page = client.get("/queries/who-owns?name=eko&lang=sv", headers=HTML).text

    assert 'href="/queries/who-owns?name=eko&amp;lang=en"' in page


@pytest.mark.parametrize("path", EVERY)
def test_made_up_data_are_marked_on_every_page(path: str, client: FlaskClient):
    response = client.get(f"{path}?lang=sv", headers=HTML)

    assert '<p class="fictional" role="note">Påhittade data.' in response.text
    assert response.headers["Samverkan-Data"] == "made-up"


def test_data_that_do_not_say_they_are_made_up_are_not_marked(
    as_it_is: Callable[[str], FlaskClient],
):
    response = as_it_is(PLAIN).get("/", headers=HTML)

    assert response.status_code == 200
    assert "fictional" not in response.text
    assert "Samverkan-Data" not in response.headers
    assert "En fil, serverad som den är" in response.text


def test_a_file_is_asked_as_it_is(as_it_is: Callable[[str], FlaskClient]):
    client = as_it_is(PLAIN)
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    assert (
        client.get("/sparql", query_string={"query": query, "format": "csv"}).text == "n\r\n2\r\n"
    )
    assert client.get("/queries/who-owns?format=csv").status_code == 200


@pytest.mark.parametrize("path", EVERY)
def test_no_page_loads_from_elsewhere_or_runs_a_script(path: str, client: FlaskClient):
    response = client.get(path, headers=HTML)
    policy = response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script|<style|style=|onclick|javascript:", response.text)
    loaded = re.findall(r'<(?:link|img|source)[^>]*(?:href|src)="([^"]*)"', response.text)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    for address in loaded:
        assert client.get(address).status_code == 200


def test_what_people_type_is_never_taken_for_markup(client: FlaskClient):
    nasty = '"><b>x</b>'
    for path in ("/sparql?query=", "/queries/who-owns?name=", "/"):
        page = client.get(path + nasty, headers=HTML).text

        assert "<b>" not in page


def test_a_page_that_is_not_there_says_so_in_both_languages(client: FlaskClient):
    swedish = client.get("/nix?lang=sv", headers=HTML)
    assert swedish.status_code == 404
    assert "det finns ingen sida /nix; börja om från startsidan" in swedish.text

    document = client.get("/nix?lang=en")
    assert document.status_code == 404
    assert document.mimetype == "application/problem+json"
    assert document.json["detail"] == "there is no page /nix; begin at the start page"


def test_an_error_that_nobody_foresaw_tells_nothing_of_the_inside(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(pages, "render_template", broken)
    app.testing = False
    response = app.test_client().get("/?lang=en")

    assert response.status_code == 500
    assert response.json["detail"].startswith("an error that nobody foresaw;")
    assert "secret" not in response.text


def test_every_error_that_a_request_can_raise_has_a_status_of_its_own():
    assert all(400 <= status < 500 or status in (501, 503) for status in STATUS.values())


def test_the_footer_names_dataset_day_and_version(client: FlaskClient):
    page = client.get("/?lang=en", headers=HTML).text

    assert "Small test dataset" in page
    assert "<time>2019-10-01</time>" in page
    assert re.search(r'title="SHA-256 [0-9a-f]{64}">[0-9a-f]{12}<', page)


def test_the_start_page_counts_what_validation_found(client: FlaskClient):
    page = client.get("/?lang=en", headers=HTML).text

    assert re.search(r"<strong>\d+</strong> violations", page)
    assert 'href="/queries/findings?lang=en"' in page


def test_of_a_long_answer_the_page_shows_the_beginning(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(replying._DEFAULT_LIMITS, PAGE, 3)
    asked = {"query": "SELECT ?s { ?s ?p ?o } LIMIT 10", "lang": "en"}
    page = client.get("/sparql", query_string=asked, headers=HTML).text

    assert page.count("<td ") == 3
    assert "10 rows" in page
    assert "The page shows the first 3 rows; the files below have all." in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK {}", '<p class="boolean">Yes</p>'),
        ("ASK { FILTER(false) }", '<p class="boolean">No</p>'),
        ("SELECT * { FILTER(false) }", "No rows: nothing in the dataset matches."),
        ("SELECT (1 AS ?x) {}", "1 row<"),
        ("CONSTRUCT { mun:1461 a smv:Municipality } WHERE {}", "mun:1461 a smv:Municipality"),
    ],
)
def test_every_kind_of_answer_has_a_page(query: str, shown: str, client: FlaskClient):
    asked = {"query": query, "lang": "en"}

    assert shown in client.get("/sparql", query_string=asked, headers=HTML).text

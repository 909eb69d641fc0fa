"""`/queries/` lists the stored questions; `/queries/NAME` answers one with its parameters."""

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from samverkan.query.library import shipped_library

HTML = {"Accept": "text/html"}
NEEDING = next(query.name for query in shipped_library() if query.needs_internal)
WANTING = (
    "#+ parameters: {day: {type: xsd:date, description: which day, description_sv: vilken dag}}\n"
    "SELECT ?day { VALUES ?day { UNDEF } }"
)


def test_the_list_tells_all_of_each_question(client: FlaskClient):
    for asked in ({}, {"query_string": {"format": "json"}}):
        listed = client.get("/queries/", **asked).json

        assert len(listed) == len(shipped_library())
        [acting] = [told for told in listed if told["name"] == "agreements-to-act-on"]
        assert acting["parameters"]["before"]["type"] == "xsd:date"
        assert acting["parameters"]["before"]["default"] == "2020-03-31"
        assert acting["columns"]["agreement"]
        assert not acting["needsInternal"]


def test_the_list_speaks_the_language_that_is_asked_for(client: FlaskClient):
    def question(**asked: object) -> str:
        told = client.get("/queries/", **asked).json
        return next(q["question"] for q in told if q["name"] == "agreements-to-act-on")

    assert question().startswith("Vilka avtal")
    assert question(query_string={"lang": "en"}).startswith("Which agreements")
    assert question(headers={"Accept-Language": "en-GB,en;q=0.9,sv;q=0.1"}).startswith("Which")
    assert question(headers={"Accept-Language": "fi"}).startswith("Vilka")
    assert question(query_string={"lang": "xx"}).startswith("Vilka")


def test_the_address_without_its_last_stroke_leads_to_the_list(client: FlaskClient):
    response = client.get("/queries")

    assert response.status_code == 308
    assert response.headers["Location"].endswith("/queries/")


def test_a_question_is_answered_in_the_form_that_is_asked_for(client: FlaskClient):
    answer = client.get("/queries/who-owns")
    assert answer.content_type == "application/sparql-results+json"
    assert "Content-Disposition" not in answer.headers

    table = client.get("/queries/who-owns", query_string={"format": "csv"})
    assert table.content_type == "text/csv; charset=utf-8"
    assert table.headers["Content-Disposition"] == "inline; filename=who-owns.csv"
    assert len(list(csv.reader(io.StringIO(table.text)))) > 5


def test_a_parameter_is_bound_as_the_value_that_it_is(client: FlaskClient):
    def rows(value: str) -> int:
        asked = {"format": "csv", "name": value}
        return len(client.get("/queries/who-owns", query_string=asked).text.splitlines()) - 1

    assert 0 < rows("ekonomi") < rows("")
    assert rows('" } VALUES ?name { ""') == 0


def test_an_unknown_question_is_not_found(client: FlaskClient):
    response = client.get("/queries/wo-owns")

    assert response.status_code == 404
    assert response.json["type"].endswith("/UnknownQuery")
    assert "did you mean who-owns" in response.json["detail"]


@pytest.mark.parametrize(
    ("asked", "name", "told"),
    [
        ("before=2019-02-30", "ParameterType", "parameter 'before' must be a day that exists,"),
        ("after=2019-01-01", "UnknownParameter", "agreements-to-act-on has no parameter 'after'"),
        ("before=2019-01-01&before=2019-01-02", "Protocol", "2 values for 'before'; send one"),
    ],
)
def test_a_parameter_that_cannot_be_bound_is_a_problem(
    asked: str, name: str, told: str, client: FlaskClient
):
    response = client.get(f"/queries/agreements-to-act-on?{asked}")

    assert response.status_code == 400
    assert response.json["type"].endswith(f"/{name}")
    assert response.json["detail"].startswith(told)


def test_a_parameter_without_default_must_be_given(with_query: Callable[[str], FlaskClient]):
    client = with_query(WANTING)
    response = client.get("/queries/mine")
    assert response.status_code == 400
    assert response.json["detail"] == "mine needs a value for 'day' (xsd:date): which day"

    page = client.get("/queries/mine?lang=sv", headers=HTML)
    assert page.status_code == 400
    assert '<label for="day">vilken dag</label>' in page.text
    assert "<table" not in page.text

    answered = client.get("/queries/mine?lang=sv&day=2019-10-01", headers=HTML)
    assert answered.status_code == 200
    assert '<td class="date">2019-10-01</td>' in answered.text


def test_a_wrong_value_comes_back_in_the_form_with_what_is_wrong(client: FlaskClient):
    page = client.get("/queries/cost-per-municipality?year=tjugo&lang=sv", headers=HTML)

    assert page.status_code == 400
    assert "parametern ”year” ska vara ett heltal, till exempel 12; fick ”tjugo”" in page.text
    assert 'value="tjugo"' in page.text


def test_each_type_of_parameter_has_a_field_of_its_own(with_query: Callable[[str], FlaskClient]):
    kinds = ("date", "integer", "boolean", "string", "decimal")
    header = "".join(f"#+   {kind}: {{type: xsd:{kind}, default: ''}}\n" for kind in kinds)
    blocks = " ".join(f"VALUES ?{kind} {{ '' }}" for kind in kinds)
    page = with_query(f"#+ parameters:\n{header}ASK {{ {blocks} }}").get(
        "/queries/mine?lang=en", headers=HTML
    )

    for kind in ('type="date"', 'type="number"', '<select id="boolean"', 'type="text"'):
        assert kind in page.text
    assert '<p class="boolean">Yes</p>' in page.text


def test_a_page_shows_the_question_its_answer_and_its_query(client: FlaskClient):
    page = client.get("/queries/who-owns?lang=sv", headers=HTML).text

    assert f"<h1>{shipped_library().find('who-owns').question('sv')}</h1>" in page
    assert "<td" in page
    assert "format=csv" in page
    assert "SELECT" in page
    assert "#+ question" not in page


def test_a_thing_is_shown_by_its_label_with_its_iri_behind(client: FlaskClient):
    page = client.get("/queries/who-owns?lang=en", headers=HTML).text

    assert "applicationLabel</th>" not in page
    assert 'lang="sv" title="https://w3id.org/samverkan/id/small-' in page


def test_the_public_is_told_where_an_answer_is_not_the_whole(client: FlaskClient):
    told = "The question needs internal data, which are left out here"

    assert told in client.get(f"/queries/{NEEDING}?lang=en", headers=HTML).text
    assert told not in client.get("/queries/who-owns?lang=en", headers=HTML).text


@pytest.mark.parametrize("name", [query.name for query in shipped_library()])
def test_every_question_has_a_page(name: str, client: FlaskClient):
    page = client.get(f"/queries/{name}?lang=sv", headers=HTML)

    assert page.status_code == 200
    assert 'class="problem"' not in page.text

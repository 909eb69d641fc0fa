"""`/queries/` lists the stored questions; `/queries/NAME` answers one with its parameters."""

import csv
import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from flask.testing import FlaskClient

from samverkan.query.library import shipped_library
from samverkan.query.question import XLSX

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
        (
            "before=2019-01-01&before=2019-01-02",
            "RepeatedParameter",
            "parameter 'before' takes one value; got 2",
        ),
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
    assert 'href="/queries/who-owns.csv"' in page
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


def _csv(client: FlaskClient, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return list(csv.reader(io.StringIO(response.text)))


@pytest.mark.parametrize(
    ("ending", "mimetype"),
    [
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("xlsx", XLSX),
        ("html", "text/html"),
    ],
)
def test_the_address_may_end_in_the_form_even_for_a_browser(
    ending: str, mimetype: str, client: FlaskClient
):
    response = client.get(f"/queries/who-owns.{ending}", headers=HTML)

    assert response.mimetype == mimetype
    shown = {"xlsx": "attachment", "html": None}.get(ending, "inline")
    named = response.headers.get("Content-Disposition")
    assert named == (shown and f"{shown}; filename=who-owns.{ending}")


@pytest.mark.parametrize(
    ("ending", "mimetype"),
    [("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("json", "application/ld+json")],
)
def test_a_graph_has_endings_of_its_own(
    ending: str, mimetype: str, with_query: Callable[[str], FlaskClient]
):
    client = with_query("CONSTRUCT { ?s a smv:Supplier } WHERE { ?s a smv:Supplier }")

    assert client.get(f"/queries/mine.{ending}").mimetype == mimetype
    page = client.get("/queries/mine?lang=en", headers=HTML).text
    assert 'href="/queries/mine.ttl"' in page
    assert "Excel" not in page


@pytest.mark.parametrize(
    ("address", "status", "name"),
    [
        ("/queries/who-owns.pdf", 404, "UnknownQuery"),
        ("/queries/who-owns.", 404, "UnknownQuery"),
        ("/queries/nix.csv", 404, "UnknownQuery"),
        ("/queries/who-owns.ttl", 406, "NotAcceptable"),
        ("/queries/who-owns?format=pdf", 406, "NotAcceptable"),
        ("/queries/who-owns.csv?limit=x", 400, "PartOfTable"),
        ("/queries/who-owns.csv?nix=x", 400, "UnknownParameter"),
        ("/queries/who-owns.csv?asOf=soon", 400, "Date"),
    ],
)
def test_an_address_that_leads_nowhere_says_why(
    address: str, status: int, name: str, client: FlaskClient
):
    response = client.get(address)

    assert response.status_code == status
    assert response.json["type"].endswith(f"/{name}")


def test_a_part_tells_the_total_and_where_the_others_are(client: FlaskClient):
    every = _csv(client, "/queries/who-owns.csv")
    response = client.get("/queries/who-owns.csv?limit=2&offset=2&asOf=2019-10-01")

    assert list(csv.reader(io.StringIO(response.text)))[1:] == every[3:5]
    assert response.headers["X-Total-Count"] == str(len(every) - 1)
    links = _links(response.headers["Link"])
    assert set(links) == {"first", "prev", "next", "last"}
    assert links["next"] == "/queries/who-owns.csv?asOf=2019-10-01&limit=2&offset=4"
    assert client.get(links["next"]).text.splitlines()[1:] != response.text.splitlines()[1:]


def test_following_the_links_gives_every_row_once(client: FlaskClient):
    rows, address = [], "/queries/findings.csv?limit=7"
    while address:
        response = client.get(address)
        rows += list(csv.reader(io.StringIO(response.text)))[1:]
        address = _links(response.headers["Link"]).get("next")

    assert rows == _csv(client, "/queries/findings.csv")[1:]


def _links(header: str) -> dict[str, str]:
    return {name: address for address, name in re.findall(r'<([^>]*)>; rel="(\w+)"', header)}


def test_labels_stand_beside_iris_on_request(with_query: Callable[[str], FlaskClient]):
    client = with_query("SELECT ?m { ?m a m8g:PublicOrganisation } ORDER BY ?m LIMIT 3")
    assert _csv(client, "/queries/mine.csv")[0] == ["m"]

    swedish = _csv(client, "/queries/mine.csv?labels=true&lang=sv")
    english = _csv(client, "/queries/mine.csv?labels=true&lang=en")
    assert swedish[0] == english[0] == ["m", "mLabel"]
    assert all(row[1].endswith(" kommun") for row in swedish[1:])
    assert all(row[1].endswith(" Municipality") for row in english[1:])


def test_a_workbook_says_what_it_answers_in_the_readers_language(client: FlaskClient):
    asked = "chosenOrganization=1461&chosenOrganization=1460&lang=sv"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/queries/findings.xlsx?{asked}").data))
    facts = dict(list(book["Om svaret"].values))

    query = shipped_library().find("findings")
    assert facts["Fråga"] == query.question("sv")
    assert facts["Organisationen"] == "1461, 1460"
    assert facts["Kravet"] == "alla"
    assert facts["Per datum"] == "2019-10-01"
    assert facts["Observera"].startswith("Påhittade data.")
    assert len(facts["Uppgifternas version (SHA-256)"]) == 64
    assert facts["Adress"] == f"http://localhost/queries/findings.xlsx?{asked}"
    assert next(book["Svar"].values)[0] == "Organisationen"
    assert int(facts["Antal rader"]) == book["Svar"].max_row - 1


def test_a_list_is_a_field_and_its_values_stay_in_it(client: FlaskClient):
    asked = "chosenOrganization=1461&chosenOrganization=1460&lang=en"
    page = client.get(f"/queries/findings?{asked}", headers=HTML).text

    assert 'value="1461, 1460" type="text" aria-describedby="chosenOrganization-hint"' in page
    assert "empty: any; several values with commas between" in page
    kept = "chosenOrganization=1461&amp;chosenOrganization=1460"
    assert f'value="http://localhost/queries/findings.xlsx?{kept}&amp;lang=en"' in page


def test_a_list_of_texts_has_a_line_for_each(with_query: Callable[[str], FlaskClient]):
    client = with_query(
        "#+ parameters: {x: {type: xsd:string, optional: true, list: true}}\n"
        "SELECT ?x { VALUES ?x { UNDEF } }"
    )
    page = client.get("/queries/mine?x=a%0D%0Ab&lang=en", headers=HTML).text

    assert '<textarea id="x"' in page
    assert "2 rows" in page
    assert "one value a line" in page


def test_a_page_is_a_part_with_ways_to_the_others(client: FlaskClient):
    page = client.get("/queries/who-owns?limit=2&offset=2&lang=en", headers=HTML).text

    assert page.count("<tr>") == 3
    assert "Rows 3–4 of" in page
    assert 'rel="prev" href="/queries/who-owns?lang=en&amp;limit=2&amp;offset=0"' in page
    assert 'rel="next" href="/queries/who-owns?lang=en&amp;limit=2&amp;offset=4"' in page
    beyond = client.get("/queries/who-owns?limit=2&offset=900&lang=en", headers=HTML).text
    assert "there are no more here." in beyond


def test_the_date_stays_in_the_form_the_downloads_and_the_addresses(client: FlaskClient):
    page = client.get("/queries/who-owns?asOf=2019-10-01&lang=en", headers=HTML).text

    assert 'name="asOf" type="date" value="2019-10-01"' in page
    assert 'href="/queries/who-owns.csv?asOf=2019-10-01"' in page
    assert "who-owns.xlsx?asOf=2019-10-01&amp;lang=en" in page


def test_the_list_tells_which_parameters_are_optional_or_lists(client: FlaskClient):
    [told] = [q for q in client.get("/queries/").json if q["name"] == "findings"]

    assert (told["kind"], told["address"]) == ("table", "/queries/findings")
    chosen = told["parameters"]["chosenOrganization"]
    assert chosen["optional"]
    assert chosen["list"]
    assert chosen["default"] is None

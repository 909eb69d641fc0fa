"""`/graphs` and `/graph/NAME` keep to the reading half of the Graph Store Protocol."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from rdflib.compare import isomorphic

from samverkan.namespaces import GRAPHS
from samverkan.query.answer import GRAPH_FORMATS
from samverkan.query.engine import LocalEngine
from samverkan.query.library import shipped_library
from samverkan.store.view import View, load_as_it_is
from samverkan.web import create_app

MELLERUD = GRAPHS + "small-mellerud"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NAMES = ("turtle", "nt", "jsonld", "rdfxml", "trig", "nq")


def _triples(data: bytes, form: RdfFormat) -> set[str]:
    return {f"{q.subject} {q.predicate} {q.object}" for q in parse(data, form)}


@pytest.fixture(scope="module")
def mellerud(public: View) -> set[str]:
    quads = public.store.quads_for_pattern(None, None, None, NamedNode(MELLERUD))
    return {f"{q.subject} {q.predicate} {q.object}" for q in quads}


@pytest.mark.parametrize("address", ["/graph/small-mellerud", f"/graphs?graph={quote(MELLERUD)}"])
@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
def test_a_graph_is_read_whole_by_its_name_in_every_form(
    address: str, media_type: str, client: FlaskClient, mellerud: set[str]
):
    response = client.get(address, headers={"Accept": media_type})

    assert (response.status_code, response.mimetype) == (200, media_type)
    assert len(mellerud) > 500
    assert _triples(response.data, GRAPH_FORMATS[media_type]) == mellerud


@pytest.mark.parametrize("name", NAMES)
def test_the_form_may_stand_in_the_address(name: str, client: FlaskClient):
    response = client.get(f"/graph/small-mellerud?format={name}", headers={"Accept": BROWSER})

    assert response.status_code == 200
    assert response.mimetype in GRAPH_FORMATS
    assert "small-mellerud" in response.text


def test_a_graph_is_turtle_if_nothing_else_is_asked_for_and_the_header_is_weighed(
    client: FlaskClient,
):
    def form(accept: str) -> str:
        return client.get("/graph/small-mellerud", headers={"Accept": accept}).mimetype

    assert client.get("/graph/small-mellerud").content_type == "text/turtle; charset=utf-8"
    assert form("*/*") == "text/turtle"
    assert form("text/turtle;q=0.5, application/n-triples;q=0.9") == "application/n-triples"
    assert form("text/csv, application/trig;q=0.1") == "application/trig"


def test_the_default_graph_is_the_union_of_the_named_ones(client: FlaskClient, public: View):
    named = {
        (quad.subject, quad.predicate, quad.object)
        for quad in public.store
        if isinstance(quad.graph_name, NamedNode)
    }
    for address in ("/graphs?default&format=nt", "/graphs?default=&format=nt"):
        lines = client.get(address).text.splitlines()

        assert len(lines) == len(set(lines)) == len(named)


def test_a_head_request_says_what_a_get_would(client: FlaskClient):
    head, get = (ask("/graph/small-mellerud") for ask in (client.head, client.get))

    assert (head.status_code, head.data, head.content_type) == (200, b"", get.content_type)
    assert client.head("/graph/none").status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "name"),
    [
        ("/graph/none", 404, "UnknownGraph"),
        ("/graphs?graph=http://x/none", 404, "UnknownGraph"),
        ("/graph/small-mellerud/", 404, "UnknownGraph"),
        ("/graphs?graph=small-mellerud", 400, "GraphName"),
        ("/graphs?graph=", 400, "GraphName"),
        ("/graphs?graph=http://x/%3Ca%3E", 400, "GraphName"),
        ("/graph/a%20b", 400, "GraphName"),
        (f"/graphs?graph={MELLERUD}&graph={MELLERUD}", 400, "Protocol"),
        (f"/graphs?default&graph={MELLERUD}", 400, "Protocol"),
        ("/graph/small-mellerud?format=csv", 406, "NotAcceptable"),
        ("/graphs?format=csv", 406, "NotAcceptable"),
        ("/graph/small-mellerud?asOf=2001-01-01", 501, "OneDate"),
    ],
)
def test_what_is_not_there_or_not_right_is_a_problem(
    address: str, status: int, name: str, client: FlaskClient
):
    response = client.get(address)

    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    assert response.json["type"].endswith(f"/{name}")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "address",
    [
        "/graph/small-mellerud",
        "/graph/new",
        f"/graphs?graph={MELLERUD}",
        "/graphs?default",
        "/graphs",
    ],
)
def test_writing_is_refused_with_a_reason_and_what_can_be_done(
    method: str, address: str, client: FlaskClient
):
    response = client.open(
        address,
        method=method,
        data="<http://x/s> <http://x/p> 1 .",
        content_type="text/turtle",
        headers={"Accept-Language": "en"},
    )

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json["detail"].startswith("graphs can be read here, not written")
    assert client.get("/graph/new").status_code == 404


def test_writing_is_refused_in_swedish_too(client: FlaskClient):
    response = client.put("/graph/new", headers={"Accept-Language": "sv"})

    assert response.json["detail"].startswith("grafer kan läsas här, inte skrivas")


@pytest.mark.parametrize("address", ["/graphs", "/graph/small-mellerud"])
def test_what_can_be_done_can_be_asked(address: str, client: FlaskClient):
    response = client.options(address)

    assert response.status_code == 200
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_the_list_has_every_graph_with_its_size_and_address(client: FlaskClient, public: View):
    told = client.get("/graphs").json

    assert {graph["graph"] for graph in told} == {g.value for g in public.store.named_graphs()}
    for graph in told:
        got = client.get(graph["address"] + "?format=nt")
        assert len(got.text.splitlines()) == graph["triples"], graph
    [mellerud] = [graph for graph in told if graph["graph"] == MELLERUD]
    assert mellerud["labels"] == {"sv": "Mellerud"}
    assert mellerud["publisher"].endswith("/municipality/1461")


@pytest.mark.parametrize("media_type", [m for m in GRAPH_FORMATS if m != "application/json"])
def test_the_list_is_rdf_where_that_is_asked_for(media_type: str, client: FlaskClient):
    response = client.get("/graphs", headers={"Accept": media_type})
    store = Store()
    store.load(response.data, GRAPH_FORMATS[media_type])
    rows = list(
        store.query(
            "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
            "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?name ?n { ?list a "
            "sd:GraphCollection ; sd:namedGraph [ sd:name ?name ; sd:graph [ void:triples ?n ] ] }"
        )
    )

    assert response.mimetype == media_type
    assert len(rows) == len(client.get("/graphs").json)


def test_the_list_and_a_graph_are_pages_in_a_browser(client: FlaskClient):
    number = len(client.get("/graphs").json)
    for language, heading in (("sv", "Grafer"), ("en", "Graphs")):
        page = client.get(f"/graphs?lang={language}", headers={"Accept": BROWSER})
        assert page.mimetype == "text/html"
        assert f"<h1>{heading}</h1>" in page.text
        assert page.text.count("<code>https://w3id.org/samverkan/graph/") == number
    one = client.get("/graph/small-mellerud", headers={"Accept": BROWSER})
    assert one.text.count("<code>https://w3id.org/samverkan/graph/") == 1
    links = re.findall(r'href="http://localhost(/graph/[^"]*)"', one.text)
    assert len(links) == 4
    assert all(client.get(link).status_code == 200 for link in links)
    assert client.get("/graph/none", headers={"Accept": BROWSER}).status_code == 404


def test_the_first_page_leads_to_the_graphs_and_the_numbers(client: FlaskClient):
    page = client.get("/", headers={"Accept": BROWSER}).text

    assert 'href="/graphs?lang=sv"' in page
    assert 'href="/.well-known/void?lang=sv"' in page


def test_a_graph_of_another_name_is_read_by_its_iri(tmp_path: Path):
    path = tmp_path / "other.trig"
    path.write_text("<http://x/g?a=1&b=å> { <http://x/s> <http://x/p> 'å' }", encoding="utf-8")
    client = create_app(LocalEngine(load_as_it_is(path)), shipped_library()).test_client()
    [told] = client.get("/graphs").json
    response = client.get(told["address"], headers={"Accept": "application/n-triples"})

    assert told["graph"] == "http://x/g?a=1&b=å"
    assert response.text == '<http://x/s> <http://x/p> "å" .\n'


def test_a_file_without_named_graphs_has_its_default_graph(as_it_is: Callable[[str], FlaskClient]):
    client = as_it_is("<http://x/s> <http://x/p> 'å' .")

    assert client.get("/graphs").json == []
    assert client.get("/graphs?default&format=nt").text == '<http://x/s> <http://x/p> "å" .\n'


def test_rdflib_reads_a_graph_as_it_was_written(client: FlaskClient, mellerud: set[str]):
    turtle = rdflib.Graph().parse(data=client.get("/graph/small-mellerud").data, format="turtle")
    again = rdflib.Graph().parse(
        data=json.dumps(client.get("/graph/small-mellerud?format=jsonld").json), format="json-ld"
    )

    assert len(turtle) == len(mellerud)
    assert isomorphic(turtle, again)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_names_who_publishes_a_graph(lang: str, client: FlaskClient):
    page = client.get(f"/graphs?format=html&lang={lang}").text

    assert page.count("<td>Melleruds kommun</td>") + page.count("<td>Mellerud</td>") >= 1
    assert "<td>mun:" not in page

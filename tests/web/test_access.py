"""What an internal file says is not there for the public, however it is asked for."""

import json

import pytest
from flask.testing import FlaskClient

from conftest import FIXTURES
from samverkan.namespaces import PREFIXES
from samverkan.sources.dataset import read_dataset
from samverkan.sources.reading import read
from samverkan.store.view import View, open_view

INTERNAL = "https://w3id.org/samverkan/graph/small-bengtsfors-internal"
BASE = "https://w3id.org/samverkan/id/small-bengtsfors-internal/"
SECRETS = list(read(FIXTURES / "small" / "bengtsfors-internal.ttl"))
#: What the public files say of the internal one: that it is there, and whose it is.
SAID = f'FILTER(STRSTARTS(STR(?x), "{BASE}") && STR(?x) != "{BASE}")'


QUERIES = [
    f"SELECT ?x {{ ?x ?p ?o {SAID} }}",
    f"SELECT ?x {{ ?s ?p ?x {SAID} }}",
    f"SELECT ?x {{ GRAPH ?g {{ ?x ?p ?o }} {SAID} }}",
    f"SELECT ?x {{ GRAPH <{INTERNAL}> {{ ?x ?p ?o }} }}",
    f"SELECT ?x FROM <{INTERNAL}> {{ ?x ?p ?o }}",
    f"SELECT ?x FROM NAMED <{INTERNAL}> {{ GRAPH ?g {{ ?x ?p ?o }} }}",
    f"SELECT ?x {{ mun:1460 (!smv:x|!(^smv:x))/(!smv:x|!(^smv:x)) ?x {SAID} }}",
    f"SELECT ?x {{ mun:1460 (^smv:incurredBy|smv:application)* ?x {SAID} }}",
    "SELECT ?x { ?x a foaf:Person }",
    "SELECT ?x { ?x a smv:PostHolding }",
]


@pytest.fixture(scope="module")
def internal() -> View:
    return open_view(read_dataset(FIXTURES / "small"))


def _bindings(client: FlaskClient, query: str, **graphs: str) -> list[object]:
    response = client.post("/sparql", data={"query": query, **graphs})
    assert response.status_code == 200, response.text
    return list(json.loads(response.text)["results"]["bindings"])


def test_there_is_something_to_hide():
    assert len(SECRETS) > 10


def test_no_triple_of_the_internal_file_is_in_the_public_store(public: View):
    about = {quad.subject for quad in SECRETS if quad.subject.value.startswith(BASE)}

    assert about
    for subject in about:
        assert not list(public.store.quads_for_pattern(subject, None, None))
        assert not list(public.store.quads_for_pattern(None, None, subject))
    for quad in SECRETS:
        assert not list(public.store.quads_for_pattern(quad.subject, quad.predicate, quad.object))


@pytest.mark.parametrize("query", QUERIES)
def test_each_of_these_queries_finds_it_where_it_is(query: str, internal: View):
    assert list(internal.store.query(query, prefixes=PREFIXES))


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_brings_it_out(query: str, client: FlaskClient):
    assert _bindings(client, query) == []


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_the_protocol_does_not_bring_it_out(name: str, client: FlaskClient):
    query = "SELECT ?x { { ?x ?p ?o } UNION { GRAPH ?g { ?x ?p ?o } } }"

    assert _bindings(client, query, **{name: INTERNAL}) == []


def test_a_description_of_an_internal_thing_is_empty(client: FlaskClient):
    subject = next(q.subject for q in SECRETS if q.subject.value.startswith(BASE))
    response = client.post("/sparql", data={"query": f"DESCRIBE {subject}", "format": "ntriples"})

    assert (response.status_code, response.text) == (200, "")


def test_no_stored_query_names_it(client: FlaskClient):
    for told in client.get("/queries/").json:
        answer = client.get(f"/queries/{told['name']}?format=csv")

        assert answer.status_code == 200
        assert BASE not in answer.text.replace(f"{BASE},", "").replace(f"{BASE}\r", "")

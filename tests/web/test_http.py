"""A real server on the loopback, and clients that others wrote."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from conftest import FIXTURES
from samverkan.namespaces import SMV

APPLICATIONS = f"SELECT ?a WHERE {{ ?a a <{SMV}Application> }} ORDER BY ?a"
GRAPH = f"CONSTRUCT WHERE {{ ?a a <{SMV}Application> }}"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "samverkan", "serve", "--port", "0"]
    server = subprocess.Popen(
        [*command, "--dataset", str(FIXTURES / "small")],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SAMVERKAN_SLOW_QUERY_SECONDS": "600"},  # nothing to be logged
    )
    assert server.stderr is not None
    try:
        told = server.stderr.readline()
        found = re.fullmatch(r"(http://127\.0\.0\.1:\d+/) answers for .*; Ctrl-C ends it\n", told)
        assert found, told + server.stderr.read()
        yield found[1]
    finally:
        server.terminate()
        rest = server.stderr.read()
        code = server.wait(timeout=20)
    assert (code, rest) == (0, "")


@pytest.fixture
def wrapper(address: str) -> SPARQLWrapper:
    return SPARQLWrapper(address + "sparql")


@pytest.mark.parametrize("by_post", [False, True])
def test_sparqlwrapper_gets_a_table(by_post: bool, wrapper: SPARQLWrapper):
    wrapper.setQuery(APPLICATIONS)
    wrapper.setReturnFormat(JSON)
    if by_post:
        wrapper.setMethod(POST)

    assert len(wrapper.queryAndConvert()["results"]["bindings"]) == 13


def test_sparqlwrapper_gets_a_table_as_xml_and_csv(wrapper: SPARQLWrapper):
    wrapper.setQuery(APPLICATIONS)
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == 13

    wrapper.setReturnFormat(CSV)
    assert len(wrapper.queryAndConvert().splitlines()) == 14


def test_sparqlwrapper_gets_yes_or_no(wrapper: SPARQLWrapper):
    wrapper.setReturnFormat(JSON)
    for pattern, answer in (("?s ?p ?o", True), ("?s a <http://x/Nothing>", False)):
        wrapper.setQuery(f"ASK {{ {pattern} }}")

        assert wrapper.queryAndConvert()["boolean"] is answer


@pytest.mark.parametrize("form", [XML, RDFXML, TURTLE, JSON])
def test_sparqlwrapper_gets_a_graph(form: str, wrapper: SPARQLWrapper):
    wrapper.setQuery(GRAPH)
    wrapper.setReturnFormat(form)
    got = wrapper.query().convert()
    if isinstance(got, dict | list):
        got = rdflib.Graph().parse(data=json.dumps(got), format="json-ld")
    elif isinstance(got, bytes):
        got = rdflib.Graph().parse(data=got, format="turtle")

    assert len(got) == 13


def test_sparqlwrapper_is_told_of_a_mistake(wrapper: SPARQLWrapper):
    wrapper.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="line 1, column 18"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_the_endpoint_as_a_store(method: str, address: str):
    store = SPARQLStore(address + "sparql", method=method)
    graph = rdflib.Graph(store)

    assert len(list(graph.query(APPLICATIONS))) == 13
    assert graph.query("ASK { ?s ?p ?o }").askAnswer
    assert len(list(graph.query(GRAPH))) == 13
    assert (
        len(list(graph.triples((None, rdflib.RDF.type, rdflib.URIRef(SMV + "Application"))))) == 13
    )


def test_a_long_query_is_posted(address: str):
    values = " ".join(f"<http://x/{number}>" for number in range(3000))
    body = f"SELECT (COUNT(?x) AS ?n) {{ VALUES ?x {{ {values} }} }}".encode()
    request = urllib.request.Request(
        address + "sparql", data=body, headers={"Content-Type": "application/sparql-query"}
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        told = json.load(response)

    assert told["results"]["bindings"][0]["n"]["value"] == "3000"


def test_an_address_may_be_as_long_as_servers_let_through(address: str):
    query = urllib.parse.urlencode({"query": "ASK {}" + "#" * 7000})
    with urllib.request.urlopen(f"{address}sparql?{query[:8000]}", timeout=20) as response:
        assert json.load(response)["boolean"] is True


def test_a_head_request_has_no_body(address: str):
    request = urllib.request.Request(address + "sparql?query=ASK%7B%7D", method="HEAD")
    with urllib.request.urlopen(request, timeout=20) as response:
        assert response.status == 200
        assert response.read() == b""


def test_many_may_ask_at_once(address: str):
    def ask(number: int) -> int:
        query = urllib.parse.urlencode({"query": f"SELECT ({number} AS ?x) {{}}", "format": "csv"})
        with urllib.request.urlopen(f"{address}sparql?{query}", timeout=20) as response:
            return int(response.read().decode().splitlines()[1])

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, range(64))) == list(range(64))


def test_what_is_missing_is_a_problem_document(address: str):
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(address + "queries/nix", timeout=20)
    with caught.value as response:
        assert response.code == 404
        assert response.headers.get_content_type() == "application/problem+json"
        assert json.load(response)["status"] == 404

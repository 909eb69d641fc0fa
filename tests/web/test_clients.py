"""The snippets of docs/clients.md run as they stand, and clients of others ask a real server."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
from pyoxigraph import Store
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper

from needs import needs
from samverkan.namespaces import GRAPHS, SMV

PAGE = Path(__file__).parents[2] / "docs" / "clients.md"
SNIPPETS = re.findall(r"```(sh|python|js)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
HERE = "http://127.0.0.1:8000"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "samverkan"
COMUNICA = CACHE / "comunica-4.5.0"
HOW = (
    "node and Comunica: npm install --ignore-scripts --prefix "
    f"{COMUNICA} @comunica/query-sparql@4.5.0"
)
PANDAS = "pandas: make CI=true .venv/ready-requirements-ci.lock"
APPLICATIONS = f"SELECT ?a {{ ?a a <{SMV}Application> }}"


def _run(*command: str, cwd: Path) -> str:
    ended = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def _snippets(kind: str) -> list[str]:
    found = [text for language, text in SNIPPETS if language == kind]
    assert found
    return found


@pytest.mark.parametrize("snippet", _snippets("sh"))
def test_every_command_of_the_page_gets_an_answer(snippet: str, live: str, tmp_path: Path):
    needs(shutil.which("curl"), "curl")
    written = _run("bash", "-euc", snippet.replace(HERE, live), cwd=tmp_path)

    assert len(written.splitlines()) > 5


@pytest.mark.parametrize("snippet", _snippets("python"))
def test_every_program_of_the_page_gets_an_answer(snippet: str, live: str, tmp_path: Path):
    needs("pandas" not in snippet or find_spec("pandas"), PANDAS)
    written = _run(sys.executable, "-c", snippet.replace(HERE, live), cwd=tmp_path)

    assert written.strip()
    assert "Empty DataFrame" not in written


@pytest.fixture
def script(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A file beside the installed libraries, where node looks for them."""
    needs(shutil.which("node") and (COMUNICA / "node_modules").is_dir(), HOW)
    path = COMUNICA / f"snippet-{os.getpid()}.mjs"
    yield path
    path.unlink(missing_ok=True)


@pytest.mark.parametrize("snippet", _snippets("js"))
def test_every_script_of_the_page_gets_an_answer(snippet: str, live: str, script: Path):
    script.write_text(snippet.replace(HERE, live), encoding="utf-8")
    lines = _run("node", str(script), cwd=script.parent).splitlines()

    assert lines == ["13"] or len(lines) == 13


def _comunica(source: str, query: str, media_type: str) -> str:
    needs(shutil.which("node") and (COMUNICA / "node_modules").is_dir(), HOW)
    program = COMUNICA / "node_modules" / ".bin" / "comunica-sparql"
    return _run(str(program), source, query, "-t", media_type, cwd=COMUNICA)


def test_comunica_finds_out_by_itself_that_this_is_an_endpoint(live: str):
    written = _comunica(f"{live}/sparql", APPLICATIONS, "application/sparql-results+json")
    told = json.loads(written)

    assert len(told["results"]["bindings"]) == 13


def test_comunica_reads_a_graph_by_its_address(live: str):
    written = _comunica(f"{live}/graph/small-mellerud", APPLICATIONS, "text/csv")

    assert len(written.split()) == 1 + 5


def test_comunica_constructs(live: str):
    query = f"CONSTRUCT WHERE {{ ?a a <{SMV}Application> }}"
    written = _comunica(f"sparql@{live}/sparql", query, "application/n-triples")

    assert written.count(" .\n") == 13


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_the_endpoint_as_a_store(method: str, live: str):
    graph = rdflib.Graph(SPARQLStore(f"{live}/sparql", method=method))
    application = rdflib.URIRef(SMV + "Application")

    assert len(list(graph.query(APPLICATIONS))) == 13
    assert len(list(graph.triples((None, rdflib.RDF.type, application)))) == 13
    assert graph.query("ASK { ?s ?p ?o }").askAnswer
    assert len(list(graph.query(f"CONSTRUCT WHERE {{ ?a a <{SMV}Application> }}"))) == 13


def test_rdflib_asks_one_graph_of_the_endpoint(live: str):
    store = SPARQLStore(f"{live}/sparql")
    mellerud = rdflib.Graph(store, identifier=rdflib.URIRef(GRAPHS + "small-mellerud"))

    assert len(list(mellerud.query(APPLICATIONS))) == 5


@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_posts_and_names_graphs(way: str, live: str):
    wrapper = SPARQLWrapper(f"{live}/sparql", returnFormat=JSON)
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(way)
    wrapper.addDefaultGraph(GRAPHS + "small-mellerud")
    wrapper.setQuery(APPLICATIONS)

    assert len(wrapper.queryAndConvert()["results"]["bindings"]) == 5


def test_another_engine_federates_to_the_endpoint(live: str):
    mine = Store()
    mine.update(
        "INSERT DATA { <https://w3id.org/samverkan/id/small-mellerud/application/library> "
        "<http://x/n> 'mine' }"
    )
    rows = mine.query(
        f"SELECT ?n ?type {{ ?a <http://x/n> ?n SERVICE <{live}/sparql> {{ ?a a ?type }} }}"
    )

    assert f"{SMV}Application" in {row["type"].value for row in rows}


def test_pandas_reads_a_stored_question(live: str):
    needs(find_spec("pandas"), PANDAS)
    table = import_module("pandas").read_csv(f"{live}/queries/applications-by-status?format=csv")

    assert table["applications"].sum() == 13


YASGUI = {
    "SELECT": "application/sparql-results+json,*/*;q=0.9",
    "CONSTRUCT": "application/n-triples,*/*;q=0.9",
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("kind", "query", "media_type"),
    [
        ("SELECT", APPLICATIONS, "application/sparql-results+json"),
        ("SELECT", "ASK {}", "application/sparql-results+json"),
        ("CONSTRUCT", f"CONSTRUCT WHERE {{ ?a a <{SMV}Application> }}", "application/n-triples"),
    ],
)
def test_yasgui_asks_from_a_page_elsewhere(
    method: str, kind: str, query: str, media_type: str, live: str
):
    """With the headers of version 4.6 in Chromium; a graph is named in its settings."""
    fields = urlencode([("query", query), ("default-graph-uri", GRAPHS + "small-mellerud")])
    request = urllib.request.Request(
        f"{live}/sparql" + (f"?{fields}" if method == "GET" else ""),
        data=fields.encode() if method == "POST" else None,
        method=method,
        headers={
            "Accept": YASGUI[kind],
            "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
            "Origin": "https://yasgui.example",
            "Referer": "https://yasgui.example/",
            "Sec-Fetch-Mode": "cors",
            "Sec-Fetch-Site": "cross-site",
            "Accept-Language": "sv-SE,sv;q=0.9,en;q=0.8",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142",
        },
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        assert response.status == 200
        assert response.headers.get_content_type() == media_type
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.read()

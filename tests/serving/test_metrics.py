"""What Prometheus reads, held against what was done."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from conftest import FIXTURES
from samverkan import __version__
from samverkan.serving.metrics import route_of

from .conftest import Server, wait_for

#: Servers or workers are started and waited for.
pytestmark = pytest.mark.slow

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?f) }"
Values = Callable[..., float]


ROOT = Path(__file__).resolve().parents[2]


def _read(server: Server) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    text = server.get("metrics").body.decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _value(server: Server, name: str, **labels: str) -> float:
    return _read(server)[f"samverkan_{name}", frozenset(labels.items())]


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server]) -> Server:
    return serve("--dataset", str(FIXTURES / "small"), SAMVERKAN_QUERY_SECONDS="1")


@pytest.mark.parametrize(
    ("outcome", "sparql"),
    [
        ("answered", "ASK { ?s ?p 1 }"),
        ("syntax", "ASK {"),
        ("refused", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"),
        ("time", ENDLESS),
    ],
)
def test_a_question_is_counted_by_how_it_ended(server: Server, outcome: str, sparql: str):
    before = _value(server, "queries_total", level="public", outcome=outcome)
    server.ask(sparql)

    assert _value(server, "queries_total", level="public", outcome=outcome) == before + 1


def test_what_is_ended_at_work_is_counted_by_the_reason(server: Server):
    forked = _value(server, "workers_forked_total", level="public")
    server.ask(ENDLESS + " # another")

    assert _value(server, "workers_killed_total", level="public", reason="time") >= 1
    assert wait_for(lambda: _value(server, "workers_forked_total", level="public") > forked)
    assert wait_for(lambda: _value(server, "workers", level="public", state="idle") >= 4)
    assert _value(server, "workers", level="public", state="running") == 0


def test_rows_bytes_seconds_and_the_cache_are_counted(server: Server):
    before = _read(server)
    query = "SELECT ?s { ?s ?p ?o } LIMIT 7"
    size = len(server.ask(query).body)
    server.ask(query, another="address")  # or it would be answered as it came
    after = _read(server)

    def grown(name: str, **labels: str) -> float:
        key = (f"samverkan_{name}", frozenset(labels.items()))
        return after[key] - before[key]

    assert grown("answer_rows_total") == 14
    assert grown("answer_bytes_total") == 2 * size
    assert grown("cache_hits_total", level="public") == 1
    assert grown("cache_misses_total", level="public") == 1
    assert grown("cache_entries", level="public") == 1
    assert grown("cache_bytes", level="public") > size
    assert grown("query_duration_seconds_count", cached="true") == 1
    assert grown("query_duration_seconds_count", cached="false") == 1
    assert grown("query_duration_seconds_sum", cached="false") > 0


def test_requests_are_counted_by_route_and_status_and_no_client_can_make_more(server: Server):
    for path in ("nothing/1", "nothing/2", "x" * 200):
        server.get(path)
    server.get("queries/applications-without-owner?format=csv")
    values = _read(server)
    labels = [dict(labels) for name, labels in values if name == "samverkan_http_requests_total"]

    assert {one["route"] for one in labels} <= {
        "/sparql",
        "/queries",
        "/metrics",
        "/health",
        "other",
    }
    assert _value(server, "http_requests_total", method="GET", route="other", status="404") >= 3
    assert _value(server, "http_requests_total", method="GET", route="/queries", status="200") >= 1
    assert _value(server, "http_requests_in_progress") == 1  # this one


def test_the_data_the_views_and_the_build_are_told(server: Server):
    views = _value(server, "views", level="public")
    server.ask(COUNT, asOf="2018-05-05")
    ready = server.get("health/ready").json
    infos = [dict(labels) for name, labels in _read(server) if name == "samverkan_dataset_info"]

    assert _value(server, "views", level="public") == views + 1
    assert _value(server, "views_made_total", level="public") >= 2
    assert _value(server, "ready") == 1
    assert _value(server, "dataset_triples") == ready["triples"]
    assert infos == [{"dataset": "small", "version": ready["version"], "as_of": "2019-10-01"}]
    assert any(
        name == "samverkan_build_info" and dict(labels)["version"] == __version__
        for name, labels in _read(server)
    )


def test_names_keep_to_the_conventions(server: Server):
    text = server.get("metrics").body.decode()
    for family in text_string_to_metric_families(text):
        assert re.fullmatch(r"(samverkan|process)_[a-z_]+", family.name)
        assert family.documentation
        assert family.type == "counter" or not family.name.endswith("_total")
    assert "_created" not in text
    assert "# EOF" in server.get("metrics", Accept="application/openmetrics-text").body.decode()


def test_what_the_documentation_names_is_there(server: Server):
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(samverkan_[a-z_]+)`", page))
    server.ask("ASK {}")
    there = {name for name, _ in _read(server)}

    assert len(named) > 15
    assert named - {"samverkan_query_duration_seconds"} <= there
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in there if "samverkan" in name} <= {
        *named,
        *(f"samverkan_cache_{name}" for name in ("misses_total", "bytes", "entries")),
    }


def test_a_request_that_is_answered_as_it_came_is_counted_too(server: Server):
    before = _value(server, "shelf_hits_total")
    for _ in range(2):
        server.ask("ASK { ?s ?p 77 }")

    assert _value(server, "shelf_hits_total") == before + 1
    assert _value(server, "shelf_bytes") > 0


def test_metrics_can_be_left_out(serve: Callable[..., Server]):
    server = serve("--dataset", str(FIXTURES / "small"), SAMVERKAN_METRICS="false")

    assert server.get("metrics").status == 404
    assert server.ask("ASK {}").json["boolean"] is True


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/sparql", "/sparql"),
        ("/queries/x.csv", "/queries"),
        ("/a/b", "other"),
        ("", "/"),
    ],
)
def test_a_route_is_one_of_few(path: str, route: str):
    assert route_of(path) == route

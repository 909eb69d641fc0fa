"""The log of a server: what is in it, in which form, and what is never in it."""

import json
import re
import socket
import urllib.parse
from collections.abc import Callable
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import FIXTURES
from samverkan.serving.logs import query_hash, shortened
from samverkan.web.request_id import request_id

from .conftest import Server, wait_for

#: Servers or workers are started and waited for.
pytestmark = pytest.mark.slow

SECRET = "Bearer smv_do-not-write-this"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server]) -> Server:
    return serve(
        *("--dataset", str(FIXTURES / "small"), "--log", "json"),
        SAMVERKAN_LOG_REQUESTS="true",
        SAMVERKAN_SLOW_QUERY_SECONDS="0.5",
        SAMVERKAN_QUERY_SECONDS="1",
    )


def _line(server: Server, **wanted: object) -> dict[str, object]:
    def found() -> dict[str, object] | None:
        lines = [json.loads(line) for line in server.lines]
        return next((one for one in lines if wanted.items() <= one.items()), None)

    return dict(wait_for(found, 20))


def test_every_line_is_json_with_a_time_and_a_level(server: Server):
    server.get("")

    wait_for(lambda: len(server.lines) > 1)
    for line in server.lines:
        told = json.loads(line)
        assert {"timestamp", "level", "message"} <= set(told)


def test_a_request_is_told_with_its_id_its_query_and_how_it_went(server: Server):
    sparql = "SELECT ?s { ?s ?p ?o } LIMIT 3"
    answer = server.get(
        "sparql?" + urllib.parse.urlencode({"query": sparql}), X_Request_Id="mine-1"
    )
    told = _line(server, request="mine-1")

    assert answer.headers["X-Request-Id"] == "mine-1"
    assert told["message"] == "request"
    assert (told["method"], told["path"], told["status"]) == ("GET", "/sparql", 200)
    assert (told["outcome"], told["rows"], told["cached"]) == ("answered", 3, False)
    assert told["query"] == query_hash(sparql)
    assert 0 < float(str(told["ms"])) < 60_000
    assert "client" not in told


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, 'a"b', "åäö", "-a", "a;b", "a:b"])
def test_an_id_that_may_not_stand_in_a_log_is_replaced(given: str):
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", request_id(given))


@given(st.text())
def test_an_id_is_always_plain(given: str):
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", request_id(given))


def test_a_slow_query_is_told_with_its_text_and_once(server: Server):
    answer = server.ask(SLOW + " # " + "x" * 2000)
    told = _line(server, message="slow query", query=query_hash(SLOW + " # " + "x" * 2000))

    assert told["request"] == answer.headers["X-Request-Id"]
    assert told["level"] == "warning"
    assert str(told["text"]).startswith(SLOW)
    assert len(str(told["text"])) == 500
    assert float(str(told["seconds"])) >= 0.5
    assert told["outcome"] in ("answered", "time")


def test_no_secret_and_no_address_of_a_client_is_told(server: Server):
    server.get("sparql?query=ASK%20%7B%7D&token=smv_do-not-write-this", Authorization=SECRET)
    server.get("nowhere?key=smv_do-not-write-this", Cookie="a=smv_do-not-write-this")
    server.get("health/live", X_Request_Id="the-last")
    _line(server, request="the-last")

    assert not [line for line in server.lines if "do-not-write-this" in line]
    assert not [line for line in server.lines[1:] if "127.0.0.1" in line]


def test_a_client_that_sends_no_http_leaves_no_traceback(server: Server):
    host, port = urllib.parse.urlsplit(server.address).netloc.split(":")
    with closing(socket.create_connection((host, int(port)), timeout=10)) as client:
        client.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        client.recv(1000)
    server.get("health/live", X_Request_Id="after-nonsense")
    _line(server, request="after-nonsense")

    assert not [line for line in server.lines if "Traceback" in line]


def test_an_answer_that_breaks_off_is_told_without_a_traceback(serve: Callable[..., Server]):
    server = serve(
        *("--dataset", str(FIXTURES / "small"), "--log", "json"),
        SAMVERKAN_LOG_REQUESTS="true",
        SAMVERKAN_QUERY_ROWS="50000",
    )
    with pytest.raises(Exception, match=r"IncompleteRead|Remote|reset|chunk"):
        server.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    told = _line(server, message="request", outcome="rows")

    assert told["status"] == 200
    assert not [line for line in server.lines if "Traceback" in line or "raised" in line]


def test_text_is_one_line_a_message(serve: Callable[..., Server]):
    server = serve(
        *("--dataset", str(FIXTURES / "small")),
        SAMVERKAN_LOG_REQUESTS="true",
        SAMVERKAN_LOG_CLIENTS="true",
    )
    server.get("a%20b", X_Request_Id="mine-2")
    line = server.until("mine-2")

    assert re.fullmatch(
        r"20\S+Z info: request method=GET path='?/a(%20| )b'? status=404 ms=\S+ client=127.0.0.1 "
        r"request=mine-2",
        line,
    )


@given(st.text(max_size=3000))
def test_a_shortened_query_is_one_short_line(sparql: str):
    told = shortened(sparql)

    assert len(told) <= 500
    assert len(told.splitlines()) <= 1

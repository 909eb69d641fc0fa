"""What is let in: sizes, encodings, hosts and rates, told as problems in both languages."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import Client, TestResponse

from conftest import FIXTURES
from samverkan.query.engine import LocalEngine
from samverkan.query.library import shipped_library
from samverkan.serving.admission import REFUSED, Admission, Sizes
from samverkan.serving.rates import Rates
from samverkan.sources.dataset import Access, read_dataset
from samverkan.store.view import prepare
from samverkan.web import create_app
from samverkan.web.machine import Machine

ASK = "/sparql?query=ASK%7B%7D"
Through = Callable[..., Client]


@pytest.fixture(scope="module")
def app() -> Flask:
    view = prepare(read_dataset(FIXTURES / "small"), None, Access.PUBLIC)
    return create_app(LocalEngine(view), shipped_library())


@pytest.fixture
def through(app: Flask) -> Through:
    """A client of the whole application behind limits."""

    def make(per_minute: int = 0, at_once: int = 0, **options: Any) -> Client:
        machine = Machine(app, app.config["LEVELS"])
        return Client(Admission(machine, app, Rates(per_minute, at_once), **options))

    return make


def test_who_asks_too_often_is_told_when_to_go_on(through: Through):
    client = through(per_minute=3)
    answers = [client.get(ASK) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [
        '"minute";r=2;t=20',
        '"minute";r=1;t=40',
        '"minute";r=0;t=60',
        '"minute";r=0;t=20',
    ]
    assert answers[-1].headers["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert answers[-1].headers["Retry-After"] == "20"
    assert answers[-1].headers["Cache-Control"] == "no-store"
    assert answers[-1].headers["Access-Control-Allow-Origin"] == "*"
    assert answers[-1].json == {
        "type": "https://w3id.org/samverkan/problem/RequestRate",
        "title": "Too many requests in a minute",
        "status": 429,
        "detail": "more than 3 requests a minute from your address; go on in 20 seconds, and ask "
        "for more in one query rather than a little in many",
        "requests": 3,
    }


def test_a_browser_gets_a_page_in_its_language(through: Through):
    client = through(per_minute=1)
    client.get("/")
    page = client.get("/", headers={"Accept": "text/html", "Accept-Language": "sv"})

    assert page.status_code == 429
    assert page.headers["Retry-After"] == "60"
    assert page.content_type == "text/html; charset=utf-8"
    assert "fler än 1 frågor i minuten från din adress; fortsätt om 60 sekunder" in page.text


def test_another_client_is_not_hindered_and_proxies_tell_who_is_who(through: Through):
    client = through(per_minute=1, proxies=1)

    def ask(address: str) -> int:
        return client.get(ASK, headers={"X-Forwarded-For": address}).status_code

    assert [ask("a, 192.0.2.1"), ask("b, 192.0.2.1"), ask("192.0.2.2")] == [200, 429, 200]


def test_without_a_trusted_proxy_a_made_up_address_helps_nobody(through: Through):
    client = through(per_minute=1)
    answers = [client.get(ASK, headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]


def test_a_request_counts_until_its_answer_was_read_or_closed(through: Through):
    client = through(at_once=1)
    first = client.get(ASK, buffered=False)
    assert client.get(ASK, buffered=True).status_code == 429
    assert first.data
    first.close()
    second = client.get(ASK, buffered=False)
    assert second.status_code == 200
    second.close()

    assert client.get(ASK, buffered=True).status_code == 200


def test_neither_an_error_nor_a_crash_counts_for_ever(app: Flask):
    def broken(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        raise ZeroDivisionError

    client = Client(Admission(broken, app, Rates(0, 1)))
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            client.get("/")


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_what_watches_the_server_is_always_let_in(path: str, through: Through):
    client = through(per_minute=1, at_once=1)
    answers = [client.get(path) for _ in range(5)]

    assert 429 not in [answer.status_code for answer in answers]
    assert "RateLimit" not in answers[0].headers


REFUSALS: list[tuple[str, dict[str, Any], int, str, str]] = [
    (
        "LongAddress",
        {"query_string": "query=" + "a" * 3000},
        414,
        "the address is longer than 2048 bytes; send the query by POST",
        "adressen är längre än 2048 byte; skicka frågan med POST",
    ),
    (
        "LongHeaders",
        {"headers": {"X-Long": "a" * 3000}},
        431,
        "the headers are longer than 2048 bytes; send fewer",
        "rubrikerna är längre än 2048 byte; skicka färre",
    ),
    (
        "RequestEntityTooLarge",
        {"method": "POST", "data": {"query": "a" * 3000}},
        413,
        "the request is larger than is taken here",
        "begäran är större än vad som tas emot här",
    ),
    (
        "BodyEncoding",
        {"method": "POST", "data": b"\x1f\x8b", "headers": {"Content-Encoding": "gzip"}},
        415,
        "a body in the encoding 'gzip'; send it without Content-Encoding",
        "en kropp i kodningen ”gzip”; skicka den utan Content-Encoding",
    ),
    (
        "Expectation",
        {"headers": {"Expect": "200-ok"}},
        417,
        "Expect: 200-ok; send 100-continue, or leave it out",
        "Expect: 200-ok; skicka 100-continue eller utelämna det",
    ),
    *(
        (
            "Host",
            {"headers": {"Host": host}},
            400,
            "the header Host is no name or address of a host",
            "rubriken Host är inget namn på en värd",
        )
        for host in ("", "a b", "a/b", "a, b", "a@b", "a:x", "[::1", "a\\b")
    ),
]


@pytest.mark.parametrize(("name", "asked", "status", "english", "swedish"), REFUSALS)
def test_what_is_not_taken_is_told_in_both_languages(
    name: str, asked: dict[str, Any], status: int, english: str, swedish: str, through: Through
):
    client = through(per_minute=100, sizes=Sizes(2048, 2048, 2048))

    def refused(**headers: str) -> TestResponse:
        given = {**asked, "headers": {**asked.get("headers", {}), **headers}}
        return client.open("/sparql", **given)

    document = refused()
    page = refused(Accept="text/html")

    assert document.status_code == page.status_code == status
    assert document.content_type == "application/problem+json"
    assert document.json is not None
    assert document.json["type"].endswith(f"/{name}")
    assert english in document.json["detail"]
    assert swedish in page.text
    assert "RateLimit" in document.headers
    told = json.loads(refused(**{"Accept-Language": "sv"}).text)
    assert swedish in told["detail"]


def test_what_the_server_found_before_is_told_the_same_way(through: Through):
    answer = through().get(ASK, environ_overrides={REFUSED: RequestEntityTooLarge()})

    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("host", ["a", "a.example:8000", "127.0.0.1", "[::1]", "[::1]:8000"])
def test_a_host_may_be_a_name_or_an_address(host: str, through: Through):
    assert through().get(ASK, headers={"Host": host}).status_code == 200


def test_a_body_that_says_it_is_as_it_is_is_taken(through: Through):
    headers = {"Content-Encoding": "identity", "Expect": "100-continue"}

    assert through().post("/sparql", data={"query": "ASK{}"}, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/queries", "//queries", "///queries"])
def test_a_redirection_leads_to_where_the_client_is(path: str, through: Through):
    overrides = {"PATH_INFO": path, "QUERY_STRING": "a=//evil.example/"}
    answer = through().get("/", headers={"Host": "evil.example"}, environ_overrides=overrides)

    assert answer.status_code == 308
    assert answer.headers["Location"][0] == "/"
    assert answer.headers["Location"][1] not in "/\\"
    assert "http" not in answer.headers["Location"] + answer.text

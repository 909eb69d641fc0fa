"""What a server that runs lets in: sizes, encodings, hosts and rates, told in both languages."""

import json
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from serving.live import Served

ASK = "/sparql?query=ASK%7B%7D"


@pytest.fixture(scope="module")
def narrow(start: Callable[..., Served]) -> Served:
    """A server behind a proxy, with limits that are soon hit."""
    return start(
        requests_per_minute=6,
        requests_at_once=2,
        proxies=1,
        url_bytes=2048,
        header_bytes=2048,
        body_kilobytes=2,
        body_seconds=0.5,
        header_seconds=1,
    )


def _of(address: str, **headers: str) -> dict[str, str]:
    return {"X_Forwarded_For": address, **headers}


def test_who_asks_too_often_is_told_when_to_go_on(narrow: Served):
    answers = [narrow.send(ASK, **_of("192.0.2.1")) for _ in range(7)]

    assert [answer.status for answer in answers] == [200] * 6 + [429]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers[:6]] == [
        f"r={left}" for left in (5, 4, 3, 2, 1, 0)
    ]
    refused = answers[-1]
    wait = int(refused.headers["retry-after"])
    assert 5 <= wait <= 10
    assert refused.headers["ratelimit"] == f'"minute";r=0;t={wait}'
    assert refused.headers["ratelimit-policy"] == (
        '"at-once";q=2;qu="concurrent-requests", "minute";q=6;w=60'
    )
    assert refused.headers["cache-control"] == "no-store"
    assert refused.headers["access-control-allow-origin"] == "*"
    assert "RateLimit" in refused.headers["access-control-expose-headers"]
    assert json.loads(refused.body) == {
        "type": "https://w3id.org/samverkan/problem/RequestRate",
        "title": "Too many requests in a minute",
        "status": 429,
        "detail": f"more than 6 requests a minute from your address; go on in {wait} seconds, and "
        "ask for more in one query rather than a little in many",
        "requests": 6,
    }
    page = narrow.send(ASK, **_of("192.0.2.1", Accept="text/html", Accept_Language="sv"))
    assert page.status == 429
    assert "fler än 6 frågor i minuten från din adress" in page.text
    assert narrow.send(ASK, **_of("192.0.2.2")).status == 200


def test_what_is_refused_has_its_number_is_counted_and_is_logged(start: Callable[..., Served]):
    served = start(requests_per_minute=2, url_bytes=2048, body_kilobytes=2, log_requests=True)
    tried = [
        (414, served.send("/sparql?query=" + "x" * 3000, X_Request_Id="long")),
        (413, served.send("/sparql", "POST", b"x" * 3000, X_Request_Id="large")),
        (429, served.send(ASK, X_Request_Id="often")),
        (429, served.send(ASK, X_Request_Id="seen", Accept="text/html")),
    ]
    assert [answer.status for _, answer in tried] == [status for status, _ in tried]
    numbers = ["long", "large", "often", "seen"]
    assert [answer.headers["x-request-id"] for _, answer in tried] == numbers
    assert {answer.headers["server"] for _, answer in tried} == {"samverkan"}

    metrics = served.send("/metrics").text
    for method, status, count in (("GET", 414, 1), ("POST", 413, 1), ("GET", 429, 2)):
        labels = f'method="{method}",route="/sparql",status="{status}"'
        assert f"samverkan_http_requests_total{{{labels}}} {count}.0" in metrics
    log = served.told.read_text(encoding="utf-8")
    for number, (status, _) in zip(numbers, tried, strict=True):
        [line] = [line for line in log.splitlines() if f"request={number}" in line]
        assert f"status={status}" in line


def test_every_way_of_answering_counts(narrow: Served):
    """From the shelf, from Flask, by a worker, as unchanged, and what is refused."""
    asked = [
        narrow.send(ASK, **_of("192.0.2.3")),
        narrow.send(ASK, **_of("192.0.2.3")),
        narrow.send("/queries/", **_of("192.0.2.3")),
        narrow.send(ASK, **_of("192.0.2.3", If_None_Match="*")),
        narrow.send("/sparql?query=" + "a" * 3000, **_of("192.0.2.3")),
        narrow.send("/nowhere", "HEAD", **_of("192.0.2.3")),
    ]

    assert [answer.status for answer in asked] == [200, 200, 200, 304, 414, 404]
    left = [answer.headers["ratelimit"].split(";")[1] for answer in asked]
    assert left == ["r=5", "r=4", "r=3", "r=2", "r=1", "r=0"]


@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        ("6.6.6.{n}, 192.0.2.4", [200] * 6 + [429]),
        ("2001:db8::{n}", [200] * 6 + [429]),
        ("2001:db8:0:{n}::1", [200] * 7),
    ],
)
def test_a_client_is_what_the_proxy_says_and_a_network_of_ipv6(
    address: str, statuses: list[int], narrow: Served
):
    answers = [narrow.send(ASK, **_of(address.format(n=n))) for n in range(1, 8)]

    assert [answer.status for answer in answers] == statuses


def test_a_made_up_name_of_a_header_does_not_pass_for_the_proxy_s(narrow: Served):
    statuses = []
    for n in range(7):
        head = f"GET {ASK} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        head += f"X-Forwarded-For: 192.0.2.5\r\nX_Forwarded_For: 6.6.6.{n}\r\n\r\n"
        statuses.append(_raw(narrow, head.encode()).split(b" ")[1])

    assert statuses == [b"200"] * 6 + [b"429"]


def _raw(served: Served, data: bytes) -> bytes:
    """What is answered until the server ends the connection."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(data)
        return _rest(connection)


def _rest(connection: socket.socket) -> bytes:
    answer = b""
    while piece := connection.recv(65536):
        answer += piece
    return answer


def _begun(served: Served, address: str) -> socket.socket:
    """A request that is being answered for as long as its body does not come."""
    connection = socket.create_connection(("127.0.0.1", served.port), timeout=10)
    connection.sendall(
        f"POST /sparql HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n"
        "Content-Type: application/sparql-query\r\nContent-Length: 5\r\n\r\nAS".encode()
    )
    return connection


def test_so_many_at_once_and_the_next_when_one_has_ended(narrow: Served):
    first, second = (_begun(narrow, "192.0.2.6") for _ in range(2))
    with first, second:
        time.sleep(0.1)
        refused = narrow.send(ASK, **_of("192.0.2.6"))
        other = narrow.send(ASK, **_of("192.0.2.7"))
        first.sendall(b"K{}")
        assert b" 200 OK" in first.recv(65536)
        admitted = narrow.send(ASK, **_of("192.0.2.6"))

    assert (refused.status, other.status, admitted.status) == (429, 200, 200)
    assert refused.headers["retry-after"] == "1"
    assert json.loads(refused.body)["type"].endswith("/RequestsAtOnce")


def test_a_body_that_does_not_come_ends_in_time_and_counts_no_more(narrow: Served):
    begun = [_begun(narrow, "192.0.2.8") for _ in range(2)]
    started = time.monotonic()
    for connection in begun:
        with connection:
            answer = _rest(connection)
            assert b" 408 " in answer.split(b"\r\n")[0]
            assert b"connection: close" in answer
            assert b"the body did not arrive within 0.5 seconds" in answer

    assert 0.4 < time.monotonic() - started < 3
    assert narrow.send(ASK, **_of("192.0.2.8")).status == 200


def test_a_head_that_does_not_come_ends_in_time(narrow: Served):
    started = time.monotonic()
    assert _raw(narrow, b"GET / HTTP/1.1\r\nHost: a\r\n") == b""
    assert 0.5 < time.monotonic() - started < 5


def test_a_client_that_goes_away_counts_no_more(narrow: Served):
    for connection in [_begun(narrow, "192.0.2.9") for _ in range(2)]:
        connection.close()
    time.sleep(0.2)

    assert narrow.send(ASK, **_of("192.0.2.9")).status == 200


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_what_watches_the_server_is_always_let_in(path: str, narrow: Served):
    answers = [narrow.send(path, **_of("192.0.2.10")) for _ in range(8)]

    assert 429 not in [answer.status for answer in answers]
    assert "ratelimit" not in answers[0].headers


REFUSALS: list[tuple[str, dict[str, Any], int, str, str]] = [
    (
        "LongAddress",
        {"path": "/sparql?query=" + "a" * 3000},
        414,
        "the address is longer than 2048 bytes; send the query by POST",
        "adressen är längre än 2048 byte; skicka frågan med POST",
    ),
    (
        "LongHeaders",
        {"X_Long": "a" * 3000},
        431,
        "the headers are longer than 2048 bytes; send fewer",
        "rubrikerna är längre än 2048 byte; skicka färre",
    ),
    (
        "RequestEntityTooLarge",
        {"method": "POST", "body": b"query=" + b"a" * 3000},
        413,
        "the request is larger than is taken here",
        "begäran är större än vad som tas emot här",
    ),
    (
        "RequestEntityTooLarge",
        {"method": "POST", "body": b"BB8\r\n" + b"a" * 3000, "Transfer_Encoding": "chunked"},
        413,
        "the request is larger than is taken here",
        "begäran är större än vad som tas emot här",
    ),
    (
        "BodyEncoding",
        {"method": "POST", "body": b"\x1f\x8b", "Content_Encoding": "gzip"},
        415,
        "a body in the encoding 'gzip'; send it without Content-Encoding",
        "en kropp i kodningen ”gzip”; skicka den utan Content-Encoding",
    ),
    (
        "Expectation",
        {"Expect": "200-ok"},
        417,
        "Expect: 200-ok; send 100-continue, or leave it out",
        "Expect: 200-ok; skicka 100-continue eller utelämna det",
    ),
    *(
        (
            "Host",
            {"Host": host},
            400,
            "the header Host is no name or address of a host",
            "rubriken Host är inget namn på en värd",
        )
        for host in ("", "a b", "a/b", "a, b", "a@b", "a:x", "[::1", "a\\b", "\xe5")
    ),
]


@pytest.mark.parametrize(("name", "asked", "status", "english", "swedish"), REFUSALS)
def test_what_is_not_taken_is_told_in_both_languages(
    name: str,
    asked: dict[str, Any],
    status: int,
    english: str,
    swedish: str,
    narrow: Served,
    request: pytest.FixtureRequest,
):
    asked = {
        "path": "/sparql",
        **_of(f"2001:db8:1:{hash(request.node.name) % 65536:x}::1"),
        **asked,
    }
    document = narrow.send(**asked)
    in_swedish = narrow.send(**asked, Accept_Language="sv")
    page = narrow.send(**asked, Accept="text/html")

    assert document.status == page.status == status
    assert document.headers["content-type"] == "application/problem+json"
    told = json.loads(document.body)
    assert told["type"].endswith(f"/{name}")
    assert english in told["detail"]
    assert swedish in json.loads(in_swedish.body)["detail"]
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert swedish in page.text
    assert "ratelimit" in document.headers


@pytest.mark.parametrize("host", ["a", "a.example:8000", "127.0.0.1", "[::1]", "[::1]:8000"])
def test_a_host_may_be_a_name_or_an_address(host: str, live: Served):
    assert live.send(ASK, Host=host).status == 200


def test_a_body_that_says_it_is_as_it_is_is_taken(live: Served):
    headers = {"Content_Encoding": "identity", "Expect": "100-continue"}
    answer = live.send(
        "/sparql", "POST", b"ASK{}", Content_Type="application/sparql-query", **headers
    )

    assert answer.status == 200


def test_what_is_sent_without_escapes_is_told_how_to_be_sent(live: Served):
    query = "/sparql?format=csv&query=SELECT(STRLEN('å€')AS?n){}"
    answer = _raw(live, f"GET {query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"the address has letters beyond ASCII; write them in UTF-8 with %" in answer
    assert _raw(live, b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "path", ["/queries", "//queries", "///queries", "/queries?a=//evil.example"]
)
def test_a_redirection_leads_to_where_the_client_is(path: str, live: Served):
    head = f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    answer = _raw(live, head.encode())
    [location] = [
        line.removeprefix(b"location: ")
        for line in answer.split(b"\r\n")
        if line.startswith(b"location")
    ]

    assert answer.startswith(b"HTTP/1.1 308")
    assert location.startswith(b"/") and location[1:2] not in (b"/", b"\\")
    assert b"http://" not in answer


def test_what_is_answered_to_several_values_of_a_header_is_not_for_others(live: Served):
    path = "/sparql?query=ASK%7B%20%7D"
    poison = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\nAccept: */*\r\n"
    poison += "Accept: text/csv\r\nConnection: close\r\n\r\n"
    _raw(live, poison.encode())
    asked = {"Accept": "*/*", "Accept_Encoding": ""}

    assert live.send(path, **asked).headers["content-type"] == "application/sparql-results+json"

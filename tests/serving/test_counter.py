"""Over the counter as by the long way; who is let in leaves once, and nobody waits for ever."""

import asyncio
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from structlog.testing import capture_logs

from conftest import run
from samverkan.query.limits import ClientGoneError, TimeLimitError
from samverkan.query.observed import ObservedEngine
from samverkan.query.question import Question
from samverkan.serving.admission import Admission, Sizes
from samverkan.serving.bridge import Bridge
from samverkan.serving.counter import Begun, Counter
from samverkan.serving.exchange import Headers
from samverkan.serving.plain import Request
from samverkan.serving.rates import Rates
from samverkan.serving.requests import Requests, Tracked
from samverkan.serving.settings import Settings
from samverkan.serving.shelf import Shelf
from samverkan.web.answering import Delivery
from samverkan.web.refusals import HostError
from samverkan.workers.client import Client
from serving.live import Served, stop

_SMALL = "SELECT ?type { <https://example.org/small/application/none> a ?type }"
_OTHER = "SELECT * { ?s a smv:Application } ORDER BY ?s"
_PREFIX = "PREFIX smv: <https://w3id.org/samverkan/ns/> "
_LASTING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_QUESTIONS = [
    _SMALL,
    "ASK { <http://a/b> <http://a/c> ?o }",
    _PREFIX + _OTHER,
    _PREFIX + "SELECT (COUNT(*) AS ?n) { ?s a smv:Application }",
    _PREFIX + "CONSTRUCT { ?s a smv:Application } { ?s a smv:Application }",
    "SELECT ?s {\n  # all of them\n  ?s ?p ?o\t}\n\nORDER BY ?s ?p ?o LIMIT 5",
    "SELECT (NOW() > '2000-01-01'^^<http://www.w3.org/2001/XMLSchema#dateTime> AS ?x) {}",
    "SELECT * { ?s ?p",
    "SELECT * { <http://a/b> nope:c ?o }",
    "SELECT * FROM <http://no/such> { <http://a/b> <http://a/c> ?o }",
    "\N{BYTE ORDER MARK}ASK {}",
    "ASK { <http://a/b> <http://a/\N{LATIN SMALL LETTER A WITH RING ABOVE}> ?o }",
    " ",
]
_FORM = "application/x-www-form-urlencoded"
#: What has a request go the long way, and changes nothing else.
_LONG = {"range": "bytes=0-", "content-length": "0"}
_OWN = ("date", "x-request-id")
_SIZES = Sizes()


def _told(answer: Any) -> tuple[int, dict[str, str], bytes]:
    told = {name: value for name, value in answer.headers.items() if name not in _OWN}
    body = answer.body.replace(answer.headers["x-request-id"].encode(), b"")
    return answer.status, told, body


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"accept": "text/csv"},
        {"accept": "application/sparql-results+xml", "accept-encoding": "gzip"},
        {"accept": "application/n-triples, text/html;q=0.1"},
        {"accept": "image/png"},
    ],
)
@pytest.mark.parametrize("question", _QUESTIONS)
def test_an_answer_is_the_same_over_the_counter_and_the_long_way(
    question: str, headers: dict[str, str], live: Served
):
    path = "/sparql?query=" + quote_plus(question + f" # {sorted(headers.items())}")

    first = live.send(path, **headers)
    again = live.send(path, **headers)
    long = live.send(path, **headers, **_LONG)

    assert _told(first) == _told(again) == _told(long)


@pytest.mark.parametrize("written", [quote_plus, quote, str])
@pytest.mark.parametrize("question", _QUESTIONS)
def test_so_it_is_by_post_however_the_form_is_written(question: str, written: Any, live: Served):
    body = b"query=" + written(question).encode()
    # What is in a form as it is may be a sign of it: there the answer is that of the long way.
    form = {"content-type": _FORM}

    assert _told(live.send("/sparql", "POST", body, **form)) == _told(
        live.send("/sparql", "POST", body, **form, range="bytes=0-")
    )


def test_a_form_with_its_lines_and_its_comments_as_they_are_is_read_whole(live: Served):
    body = b"query=SELECT\n(1 AS ?x) # a comment\n{}"
    answer = live.send("/sparql", "POST", body, content_type=_FORM, accept="text/csv")

    assert (answer.status, answer.text) == (200, "x\r\n1\r\n")


def _raw(live: Served, *lines: str) -> bytes:
    with socket.create_connection(("127.0.0.1", live.port), timeout=5) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
        told = b""
        connection.settimeout(0.5)
        try:
            while piece := connection.recv(65536):
                told += piece
        except TimeoutError:
            pass
        return told


@pytest.mark.parametrize(
    "shown",
    [
        ["Authorization: Bearer x"],
        ["AUTHORIZATION: bearer x"],
        ["authorization: ", "Authorization: Bearer x"],
        ["Authorization: Bearer x", "Authorization: Bearer x"],
    ],
)
def test_what_lies_ready_is_not_for_who_shows_a_token(shown: list[str], live: Served):
    asked = ["GET /sparql?query=ASK%20%7B%7D%23token HTTP/1.1", "Host: a", "Connection: close"]

    assert all(_raw(live, *asked).startswith(b"HTTP/1.1 200 ") for _ in range(2))
    assert _raw(live, *asked, *shown).startswith(b"HTTP/1.1 401 ")
    assert _raw(live, *asked).startswith(b"HTTP/1.1 200 ")


def test_two_hosts_are_none(live: Served):
    for _ in range(2):
        told = _raw(live, "GET /sparql?query=ASK%7B%7D HTTP/1.1", "Host: a", "HOST: b")
        assert told.startswith(b"HTTP/1.1 400 ")


def test_http_1_0_needs_no_host(live: Served):
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=ASK%7B%7D&format=json"):
        assert _raw(live, f"GET {path} HTTP/1.0").startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1"])
def test_who_wants_one_answer_over_the_counter_gets_one(version: str, live: Served):
    line = f"GET /sparql?query=ASK%7B%7D {version}"
    told = _raw(live, line, "Host: a", "Connection: close", "", line, "Host: a")

    assert told.count(b"HTTP/1.1 ") == 1
    assert b"\r\nconnection: close\r\n" in told


def test_the_id_of_a_request_comes_back_if_it_is_plain(live: Served):
    for question in (_SMALL, _OTHER, "ASK {}"):
        path = "/sparql?query=" + quote(question)
        assert live.send(path, x_request_id="one-2.3").headers["x-request-id"] == "one-2.3"
        assert len(live.send(path, x_request_id='a" b').headers["x-request-id"]) == 36


def _counted(live: Served) -> dict[str, float]:
    lines = live.send("/metrics").text.splitlines()
    named = [line.rpartition(" ") for line in lines if line.startswith("samverkan_http_requests")]
    return {name: float(number) for name, _, number in named if "/metrics" not in name}


def test_every_request_is_counted_once(live: Served):
    before = _counted(live)
    for question in (_SMALL, "SELECT * { ?s ?p ?o } LIMIT 3 # counted", "nonsense"):
        for headers in ({}, {}, _LONG):
            live.send("/sparql?query=" + quote(question), **headers)
    after = _counted(live)

    changed = {name: after[name] - before.get(name, 0) for name in after}
    told = {name.partition("{")[2]: number for name, number in changed.items() if number}
    assert told == {
        'method="GET",route="/sparql",status="200"}': 6,
        'method="GET",route="/sparql",status="400"}': 3,
    }


@pytest.mark.slow
def test_nobody_goes_without_an_answer_while_data_are_exchanged(
    start: Callable[..., Served],
):
    served, answers, over = start(), [], threading.Event()

    def ask(who: int) -> None:
        for number in itertools.count():
            if over.is_set():
                return
            question = f"ASK {{ <http://a/b> <http://a/c> ?o }} # {who} {number}"
            answers.append(served.ask(question, format="csv") if number % 5 else _plain(question))

    def _plain(question: str) -> Any:
        return served.send("/sparql?query=" + quote(question), accept="text/csv")

    threads = [threading.Thread(target=ask, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        served.reload()
        served.wait_for("now answers from version")
    over.set()
    for thread in threads:
        thread.join()

    assert {(one.status, one.text) for one in answers} == {(200, "false")}


@pytest.mark.slow
def test_what_was_asked_before_the_server_stops_is_answered(start: Callable[..., Served]):
    served, answers = start(query_seconds=2), []
    path = "/sparql?query=" + quote(_LASTING)
    thread = threading.Thread(target=lambda: answers.append(served.send(path)))
    thread.start()
    time.sleep(0.5)
    before = len(answers)

    assert stop(served) == 0
    thread.join()
    assert before == 0
    assert [one.status for one in answers] == [503]  # it took too long, and was told so


@pytest.mark.slow
@pytest.mark.parametrize("behind", ["", "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"])
def test_whose_client_leaves_is_ended_and_asked_for_again_is_answered(
    behind: str, start: Callable[..., Served]
):
    served = start(query_seconds=3, requests_at_once=1, spare_workers=2)
    for number in range(3):
        path = "/sparql?query=" + quote(f"{_LASTING} # {number}")
        with socket.create_connection(("127.0.0.1", served.port)) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n{behind}".encode())
            time.sleep(0.02 * number)
    for _ in range(100):
        if "counted" in (told := served.ask("SELECT ('counted' AS ?x) {}").text):
            break
        time.sleep(0.1)
    else:
        raise AssertionError(told)


class _Rates(Rates):
    """Those of one client, of which each enters and leaves once."""

    def __init__(self) -> None:
        super().__init__(0, 0)
        self.entered = self.left = 0

    def enter(self, client: str) -> Any:
        self.entered += 1
        return super().enter(client)

    def leave(self, client: str) -> None:
        self.left += 1
        super().leave(client)


class _Counter:
    """A counter before a lane and a quick way that do as they are told."""

    def __init__(
        self, *, lane: Any = None, quick: Any = None, here: bool = True, sizes: Sizes = _SIZES
    ) -> None:
        self.rates, self.requests = _Rates(), Requests(None, Settings())
        self.answers: list[Any] = []
        self.here = here
        about = SimpleNamespace(key="view", fictional=False)
        workers: Any = SimpleNamespace(about=lambda: about, views=None)
        machine: Any = SimpleNamespace(always=list)
        self.admission = Admission(self.rates, sizes, 1)
        self.observed = ObservedEngine(workers, "public", self.requests)
        self.counter = Counter(
            Shelf(1, lambda: 0),
            workers,
            self.observed,
            machine,
            self.admission,
            self.requests,
            SimpleNamespace(ask=quick),  # type: ignore[arg-type]
        )
        self.counter._lane = SimpleNamespace(ask=lane or (lambda *_: None))  # type: ignore[assignment]

    def ask(self, question: str) -> Any:
        url = b"/sparql?query=" + quote(question).encode()
        return self.counter.serve(Request("GET", url, [(b"host", b"a")], "127.0.0.1"), self.then)

    def then(self, told: list[bytes] | Begun) -> bool:
        self.answers.append(told)
        return self.here

    async def settle(self) -> None:
        """Until all was answered that was asked."""
        async with asyncio.timeout(5):
            while self.requests._at_work:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)


def _breaking() -> Iterator[bytes]:
    yield b"the beginning"
    raise ClientGoneError


def test_an_answer_that_breaks_off_behind_its_beginning_goes_the_long_way():
    async def asked() -> _Counter:
        async def answer(question: Question, on: date | None, client: Client) -> Delivery:
            site.observed.begin(question)
            return Delivery(200, [], _breaking())

        site = _Counter(quick=answer)
        site.ask("SELECT (RAND() AS ?x) {}")
        await site.settle()
        return site

    site = run(asked())

    [begun] = site.answers
    assert isinstance(begun.outcome, ClientGoneError)
    assert (site.rates.entered, site.rates.left) == (1, 0)  # the long way has it leave


@pytest.mark.parametrize("fault", [TimeLimitError(1), ZeroDivisionError()])
def test_who_has_gone_when_there_is_no_answer_has_left_once(fault: Exception):
    async def asked() -> _Counter:
        async def fail(question: Question, on: date | None, client: Client) -> None:
            raise fault

        site = _Counter(quick=fail, here=False)
        site.ask("SELECT (RAND() AS ?x) {}")
        await site.settle()
        return site

    site = run(asked())

    assert len(site.answers) == 1
    assert (site.rates.entered, site.rates.left) == (1, 1)


def test_what_others_wait_for_is_done_though_who_asked_has_gone():
    async def asked() -> list[str]:
        done = []

        async def begin(question: Question, on: date | None, client: Client) -> Any:
            client.when_gone(lambda: done.append("left"))
            return lambda: done.append("done") or Delivery(200, [])

        site = _Counter(quick=begin, here=False)
        site.ask("SELECT (RAND() AS ?x) {}")
        await site.settle()
        assert (site.rates.entered, site.rates.left) == (1, 1)
        return done

    assert run(asked()) == ["left", "done"]


@pytest.mark.parametrize("came", [None, TimeLimitError(1), "nonsense"])
def test_what_the_lane_does_not_answer_goes_the_long_way(came: Any):
    async def asked() -> _Counter:
        coming: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        site = _Counter(lane=lambda *_: coming)
        site.ask(_SMALL)
        if isinstance(came, Exception):
            coming.set_exception(came)
        else:
            coming.set_result(came)
        await site.settle()
        return site

    with capture_logs() as logged:
        site = run(asked())

    assert [type(one) for one in site.answers] == [Begun]
    assert site.answers[0].outcome is None
    assert (site.rates.entered, site.rates.left) == (1, 0)
    assert len(logged) == (1 if came == "nonsense" else 0)


def test_a_fault_of_the_lane_lets_nobody_stay():
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    site = _Counter(lane=fail)

    with pytest.raises(ZeroDivisionError):
        site.ask(_SMALL)
    assert (site.rates.entered, site.rates.left) == (1, 1)
    assert not site.requests._at_work


@pytest.mark.parametrize(
    ("sizes", "method"),
    [(Sizes(address=20), "GET"), (Sizes(headers=10), "GET"), (Sizes(body=10), "POST")],
)
def test_what_is_too_large_for_the_long_way_is_so_for_the_counter(sizes: Sizes, method: str):
    question = b"query=ASK%7B%7D%20%20%20"
    headers = [(b"host", b"a"), (b"content-type", _FORM.encode())]
    form = Request("POST", b"/sparql", headers, "", question)
    address = Request("GET", b"/sparql?" + question, headers, "")
    site = _Counter(sizes=sizes)

    assert site.counter.serve(form if method == "POST" else address, site.then) is None


class _Exchange:
    """A request that went over the counter, with everything wrong that could be."""

    method, path, url, query_string = "POST", "/sparql", b"/sparql", ""
    client, scheme, http_version, status = "", "http", "1.1", 0
    headers = Headers([])
    always: list[Any]

    def __init__(self, begun: Begun) -> None:
        self.begun = begun

    async def body(self) -> Any:
        raise ClientGoneError
        yield b""

    async def answer(self, status: int, headers: Any, body: bytes) -> None:
        self.status = status


def test_what_was_begun_is_ended_whatever_becomes_of_the_request(monkeypatch: pytest.MonkeyPatch):
    async def answered() -> tuple[list[str], _Exchange, _Rates]:
        site, done = _Counter(), []
        monkeypatch.setattr(site.admission, "look", _raise_host)
        machine: Any = SimpleNamespace(headers=lambda told: told.headers)
        shelf = Shelf(1, lambda: 0)
        quick: Any = None
        bridge = Bridge(machine, quick, shelf, site.admission, 1)
        site.admission.enter("me")
        begun = Begun("me", [], Client(), Tracked("1"))
        begun.outcome = lambda: done.append("done") or Delivery(200, [], [])
        exchange: Any = _Exchange(begun)
        site.requests._closed = True
        await site.requests.around(bridge.answer)(exchange)
        return done, exchange, site.rates

    done, exchange, rates = run(answered())

    assert done == ["done"]
    assert exchange.status == 200
    assert (rates.entered, rates.left) == (1, 1)


def _raise_host(_: Any) -> None:
    raise HostError


@pytest.mark.slow
def test_who_asks_the_same_as_many_others_keeps_nobody_from_a_page(start: Callable[..., Served]):
    served = start(query_seconds=2)
    path = "/sparql?query=" + quote_plus(_LASTING)
    with ThreadPoolExecutor(60) as pool:
        asked = [pool.submit(served.send, path) for _ in range(60)]
        time.sleep(0.5)
        began = time.monotonic()
        page = served.send("/", Accept="text/html")
        took = time.monotonic() - began
        statuses = {one.result().status for one in asked}

    assert page.status == 200
    assert took < 1
    assert statuses == {503}


@pytest.mark.slow
def test_who_leaves_amid_an_answer_ends_its_worker(start: Callable[..., Served]):
    served = start(query_rows=100_000_000, query_bytes=10**11)
    path = "/sparql?query=" + quote_plus("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    head = f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(head)
        while len(connection.recv(65536)) == 0:
            pass
        assert _running(served) == 1
    deadline = time.monotonic() + 5
    while _running(served) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert _running(served) == 0


def _running(served: Served) -> float:
    """Workers that are at work."""
    told = served.send("/metrics").text
    [line] = [line for line in told.splitlines() if line.startswith(_AT_WORK)]
    return float(line.rpartition(" ")[2])


_AT_WORK = 'samverkan_workers{level="public",state="running"}'

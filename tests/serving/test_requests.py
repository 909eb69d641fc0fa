"""Requests around an application that fails: one traceback, and an id for the client."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from structlog.testing import capture_logs

from conftest import run
from samverkan.errors import SamverkanError
from samverkan.query.limits import ClientGoneError
from samverkan.serving.requests import Requests
from samverkan.serving.settings import Settings
from samverkan.web.request_id import CURRENT_ID


@dataclass
class _Exchange:
    """A request, and what was answered."""

    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    path: str = "/x"
    client: str = "127.0.0.1"
    always: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0
    told: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    broken: bool = False
    begun: None = None

    async def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        await self.begin(status, headers)
        self.body = body

    async def begin(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.status, self.told = status, dict([*headers, *self.always])

    async def break_off(self) -> None:
        self.broken = True


def _run(answer: Any, **headers: str) -> _Exchange:
    exchange = _Exchange(headers)
    run(Requests(None, Settings()).around(answer)(exchange))  # type: ignore[arg-type]
    return exchange


def test_an_unforeseen_error_is_logged_once_and_the_client_gets_its_number():
    async def answer(exchange: Any) -> None:
        raise ZeroDivisionError("the secret of the inside")

    with capture_logs() as logged:
        line = _run(answer, **{"x-request-id": "the-number"})

    assert line.status == 500
    assert line.told["x-request-id"] == "the-number"
    assert line.told["content-type"] == "application/problem+json"
    assert "the-number" in json.loads(line.body)["detail"]
    assert b"secret" not in line.body
    assert [one["event"] for one in logged] == ["unforeseen error"]


@pytest.mark.parametrize("error", [SamverkanError("a limit"), TimeoutError()])
def test_an_answer_that_is_broken_off_is_no_unforeseen_error(error: Exception):
    async def answer(exchange: Any) -> None:
        await exchange.begin(200, [])
        raise error

    with capture_logs() as logged:
        line = _run(answer)

    assert line.broken
    assert logged == []


def test_a_client_that_goes_away_is_no_error_and_is_counted_as_gone():
    async def answer(exchange: Any) -> None:
        raise ClientGoneError

    counted = []

    class Metrics:
        at_work = 0

        def request(self, method: str, path: str, status: int) -> None:
            counted.append(status)

    with capture_logs() as logged:
        around = Requests(Metrics(), Settings()).around(answer)  # type: ignore[arg-type]
        run(around(_Exchange()))  # type: ignore[arg-type]

    assert logged == []
    assert counted == [499]


def test_every_answer_has_an_id_and_no_name_of_a_product():
    seen = []

    async def answer(exchange: Any) -> None:
        seen.append(CURRENT_ID.get())
        await exchange.answer(204, [("a", "b")], b"")

    line = _run(answer)

    assert line.told == {"a": "b", "x-request-id": seen[0], "server": "samverkan"}


def test_who_comes_while_the_server_stops_is_sent_away_and_who_was_there_is_not():
    requests = Requests(None, Settings())
    late, early = _Exchange(), _Exchange()

    async def answer(exchange: Any) -> None:
        await asyncio.sleep(0.3)
        await exchange.answer(200, [], b"whole")

    async def all_of_it() -> None:
        at_work = asyncio.ensure_future(requests.around(answer)(early))
        await asyncio.sleep(0.05)
        ending = asyncio.ensure_future(requests.finish(5))
        await asyncio.sleep(0.05)
        await requests.around(answer)(late)
        await ending
        assert at_work.done()

    run(all_of_it())

    assert (early.status, early.body) == (200, b"whole")
    assert late.status == 503
    assert (late.told["retry-after"], late.told["connection"]) == ("10", "close")

"""Requests around an application that fails: one traceback, and an id for the client."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from structlog.testing import capture_logs

from samverkan.errors import SamverkanError
from samverkan.serving.requests import Requests
from samverkan.serving.settings import Settings
from samverkan.web.request_id import CURRENT_ID


@dataclass
class _Scope:
    method: str = "GET"
    path: str = "/x"
    query_string: str = ""
    client: str = "127.0.0.1:1"
    scheme: str = "http"
    http_version: str = "1.1"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class _Line:
    """The other end: what was answered."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, dict(headers), body

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "_Line":
        self.status, self.headers = status, dict(headers)
        return self


def _run(answer: Any, line: _Line, **headers: str) -> None:
    requests = Requests(None, Settings())
    asyncio.run(requests.around(answer)(_Scope(headers=headers), line))


def test_an_unforeseen_error_is_logged_once_and_the_client_gets_its_number():
    async def answer(scope: Any, proto: Any) -> int:
        raise ZeroDivisionError("the secret of the inside")

    line = _Line()
    with capture_logs() as logged:
        _run(answer, line, **{"x-request-id": "the-number"})

    assert line.status == 500
    assert line.headers["x-request-id"] == "the-number"
    assert line.headers["content-type"] == "application/problem+json"
    assert "the-number" in json.loads(line.body)["detail"]
    assert b"secret" not in line.body
    assert [one["event"] for one in logged] == ["unforeseen error"]


@pytest.mark.parametrize("error", [SamverkanError("a limit"), TimeoutError()])
def test_an_answer_that_is_broken_off_is_no_unforeseen_error(error: Exception):
    async def answer(scope: Any, proto: Any) -> int:
        proto.response_stream(200, [])
        raise error

    with pytest.raises(type(error)), capture_logs() as logged:
        _run(answer, _Line())

    assert logged == []


def test_every_answer_has_an_id_and_no_name_of_a_product():
    seen = []

    async def answer(scope: Any, proto: Any) -> int:
        seen.append(CURRENT_ID.get())
        proto.response_bytes(204, [("a", "b")], b"")
        return 204

    line = _Line()
    _run(answer, line)

    assert line.headers == {"a": "b", "x-request-id": seen[0], "server": "samverkan"}


def test_who_comes_while_the_server_stops_is_sent_away_and_who_was_there_is_not():
    requests = Requests(None, Settings())
    late, early = _Line(), _Line()

    async def answer(scope: Any, proto: Any) -> int:
        await asyncio.sleep(0.3)
        proto.response_bytes(200, [], b"whole")
        return 200

    async def all_of_it() -> None:
        at_work = asyncio.ensure_future(requests.around(answer)(_Scope(), early))
        await asyncio.sleep(0.05)
        ending = asyncio.ensure_future(requests.finish(5))
        await asyncio.sleep(0.05)
        await requests.around(answer)(_Scope(), late)
        await ending
        assert at_work.done()

    asyncio.run(all_of_it())

    assert (early.status, early.body) == (200, b"whole")
    assert late.status == 503
    assert (late.headers["retry-after"], late.headers["connection"]) == ("10", "close")

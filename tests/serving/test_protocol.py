"""HTTP on one connection: in order, within bounds, and told when the other end has gone."""

import asyncio
import json
import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvloop
from structlog.testing import capture_logs

from samverkan.serving.counter import Then
from samverkan.serving.exchange import Exchange
from samverkan.serving.http import HttpServer
from samverkan.serving.plain import Request
from samverkan.workers.client import Client

_PATIENCE = 5
_BODY = re.compile(rb"\r\n\r\n(.*?)(?=HTTP/1|$)", re.DOTALL)
#: More than the system takes of an answer that nobody reads.
_LONG = 16 * 1024 * 1024


def _written(text: str) -> list[bytes]:
    body = text.encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n".encode()
    return [head, b"\r\n", body]


@dataclass
class _Site:
    """
    A server whose addresses say how they are answered: at once or later over the counter, by the
    long way, or never.
    """

    port: int = 0
    counted: list[Request] = field(default_factory=list)
    later: list[tuple[Then, Client]] = field(default_factory=list)
    long: list[Exchange] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    release: asyncio.Event = field(default_factory=asyncio.Event)
    state: Any = None

    def serve(self, request: Request, then: Then) -> list[bytes] | Client | None:
        self.counted.append(request)
        if request.path == "/fault":
            raise ZeroDivisionError
        if request.path.startswith("/now"):
            return _written(request.path + request.body.decode())
        if request.path.startswith("/later"):
            client = Client()
            client.when_gone(lambda: self.left.append(request.path))
            self.later.append((then, client))
            return client
        return None

    async def answer(self, exchange: Exchange) -> None:
        self.long.append(exchange)
        body = b""
        if exchange.method == "POST":
            async for piece in exchange.body():
                body += piece
        if exchange.path.startswith("/wait"):
            waiting = asyncio.ensure_future(self.release.wait())
            gone = asyncio.ensure_future(exchange.gone())
            await asyncio.wait((waiting, gone), return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                self.left.append(exchange.path)
                return
            gone.cancel()
        told = b"x" * _LONG if exchange.path == "/large" else exchange.path.encode() + body
        await exchange.answer(200, [], told)

    def connections(self) -> list[Any]:
        """Those that are open."""
        return list(self.state.connections)

    async def send(self, *packets: bytes) -> bytes:
        """What comes back, until the server ends the connection or says no more."""
        reader, writer = await self.open()
        for packet in packets:
            writer.write(packet)
            await asyncio.sleep(0.02)
        return await self.rest(reader, writer)

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def rest(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        told = b""
        try:
            while piece := await asyncio.wait_for(reader.read(65536), 0.3):
                told += piece
        except TimeoutError:
            pass
        writer.close()
        return told


def _at(what: Callable[[_Site], Awaitable[Any]], **settings: float) -> Any:
    async def served() -> Any:
        site, reserved = _Site(), socket.create_server(("127.0.0.1", 0))
        site.port = reserved.getsockname()[1]
        seconds = {"head_seconds": 1, "stalled_seconds": 1, **settings}
        server, up = HttpServer(site.answer, site, reserved, **seconds), asyncio.Event()
        serving = asyncio.ensure_future(server.serve(up.set))
        await up.wait()
        site.state = server._server.server_state
        try:
            return await asyncio.wait_for(what(site), 4 * _PATIENCE)
        finally:
            site.release.set()
            server.stop()
            await serving

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(served())


def _get(path: str, *headers: str, version: str = "1.1") -> bytes:
    lines = [f"GET {path} HTTP/{version}", "Host: a", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def _post(path: str, body: bytes, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: a", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _bodies(told: bytes) -> list[bytes]:
    return _BODY.findall(told)


async def _until(what: Callable[[], Any]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not what():
            await asyncio.sleep(0.01)


def test_answers_come_in_the_order_of_the_requests_whichever_way_they_go():
    async def pipelined(site: _Site) -> bytes:
        paths = ("/now/1", "/long/2", "/now/3", "/later/4", "/now/5", "/wait/6", "/later/7")
        reader, writer = await site.open()
        writer.write(b"".join(map(_get, paths)))
        # What comes behind something that is under way goes the long way itself.
        await _until(lambda: any(one.path == "/wait/6" for one in site.long))
        site.release.set()
        return await site.rest(reader, writer)

    assert _bodies(_at(pipelined)) == [
        *(b"/now/1", b"/long/2", b"/now/3", b"/later/4", b"/now/5", b"/wait/6", b"/later/7")
    ]


def test_what_is_pipelined_behind_a_request_at_the_counter_waits_for_it():
    async def pipelined(site: _Site) -> bytes:
        reader, writer = await site.open()
        writer.write(_get("/later/1") + _get("/now/2") + _post("/long/3", b"!"))
        await _until(lambda: site.later)
        await asyncio.sleep(0.1)
        assert not site.long
        assert site.later[0][0](_written("/later/1"))
        return await site.rest(reader, writer)

    assert _bodies(_at(pipelined)) == [b"/later/1", b"/now/2", b"/long/3!"]


def test_a_body_in_one_packet_comes_to_the_counter_and_one_in_two_goes_the_long_way():
    whole, at = _post("/now/", b"abcdef"), -3

    assert _bodies(_at(lambda site: site.send(whole))) == [b"/now/abcdef"]
    assert _bodies(_at(lambda site: site.send(whole[:at], whole[at:]))) == [b"/now/abcdef"]


@pytest.mark.parametrize("path", ["/now", "/long"])
@pytest.mark.parametrize("more", [{"version": "1.0"}, {"close": "Connection: close"}])
def test_who_wants_one_answer_gets_one_and_the_connection_ends(path: str, more: dict[str, str]):
    async def asked(site: _Site) -> tuple[bytes, bool, int]:
        reader, writer = await site.open()
        headers = [more["close"]] if "close" in more else []
        first = _get(path, *headers, version=more.get("version", "1.1"))
        writer.write(first + _get("/now/again") + _get("/long/again"))
        told = await asyncio.wait_for(reader.read(), _PATIENCE)
        writer.close()
        return told, reader.at_eof(), len(site.counted) + len(site.long)

    told, ended, requests = _at(asked)

    assert _bodies(told) == [path.encode()]
    assert b"\r\nconnection: close\r\n" in told
    assert ended
    assert requests == (1 if path == "/now" else 2)  # it was tried at the counter first


def test_a_head_that_is_too_large_is_refused_with_words():
    async def sent(site: _Site) -> bytes:
        head = _get("/now", "X: " + "a" * 600_000)
        return await site.send(head)

    told = _at(sent)
    head, body = told.split(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 431 ")
    assert b"\r\ncontent-type: application/problem+json\r\n" in head
    assert json.loads(body)["status"] == 431


def test_a_head_of_very_many_headers_is_refused():
    told = _at(lambda site: site.send(_get("/now", *["a:"] * 20_000)))

    assert told.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    "nonsense", [b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"\0" * 100]
)
def test_nonsense_is_refused_with_words(nonsense: bytes):
    head, body = _at(lambda site: site.send(nonsense)).split(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"\r\ncontent-type: application/problem+json\r\n" in head
    assert json.loads(body)["status"] == 400


def test_nonsense_behind_a_request_does_not_come_before_its_answer_or_into_it():
    async def sent(site: _Site) -> bytes:
        reader, writer = await site.open()
        writer.write(_get("/wait/1"))
        await _until(lambda: site.long)
        writer.write(_get("/long/2") + b"nonsense\r\n\r\n")
        await asyncio.sleep(0.1)
        site.release.set()
        return await site.rest(reader, writer)

    told = _at(sent)

    assert _bodies(told)[:2] == [b"/wait/1", b"/long/2"]
    assert b" 400 " not in told


def test_a_broken_body_is_refused_though_its_request_is_waited_for():
    async def sent(site: _Site) -> bytes:
        head = b"POST /long HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        return await site.send(head, b"5\r\nabcde\r\nnonsense\r\n")

    assert _at(sent).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("address", ["//", "http://", "http://a", "*", "?a", "/\u00e5"])
def test_a_strange_address_before_a_body_that_is_under_way_is_no_fault(address: str, caplog):
    async def sent(site: _Site) -> bytes:
        lines = [f"POST {address} HTTP/1.1", "Host: a", "Content-Length: 5"]
        return await site.send("\r\n".join(lines).encode() + b"\r\n\r\nab", b"cde")

    assert _at(sent).startswith(b"HTTP/1.1 ")
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_a_fault_of_the_counter_is_logged_and_the_request_goes_the_long_way():
    with capture_logs() as logged:
        told = _at(lambda site: site.send(_get("/fault")))

    assert _bodies(told) == [b"/fault"]
    assert [one["event"] for one in logged] == ["unforeseen error"]


def test_a_body_that_breaks_off_is_not_answered():
    async def sent(site: _Site) -> tuple[bytes, list[Request], int]:
        reader, writer = await site.open()
        writer.write(_post("/now", b"abcdef")[:-1])
        await _until(lambda: site.long)
        writer.write_eof()
        told = await asyncio.wait_for(reader.read(), _PATIENCE)
        writer.close()
        return told, site.counted, len(site.long)

    assert _at(sent) == (b"", [], 1)


def test_headers_behind_a_body_are_not_those_of_the_request():
    async def sent(site: _Site) -> list[str]:
        chunked = b"POST /long HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        trailer = b"1\r\na\r\n0\r\nAuthorization: Bearer x\r\nHost: b\r\n\r\n"
        told = await site.send(chunked + trailer)
        told += await site.send(chunked, trailer)
        assert _bodies(told) == [b"/longa", b"/longa"]
        return [name for one in site.long for name, _ in one.headers.items()]

    assert _at(sent) == ["host", "transfer-encoding"] * 2


@pytest.mark.parametrize("behind", [b"", _get("/now/2"), _get("/long/2") + _get("/now/3")])
@pytest.mark.parametrize("path", ["/later/1", "/wait/1"])
def test_who_works_is_told_that_the_client_has_gone_whatever_is_behind(path: str, behind: bytes):
    async def left(site: _Site) -> list[str]:
        reader, writer = await site.open()
        writer.write(_get(path) + behind)
        await _until(lambda: site.later or site.long)
        del reader
        writer.transport.abort()
        await _until(lambda: site.left)
        if site.later:
            assert not site.later[0][0](_written("nobody"))
        await asyncio.sleep(0.1)
        return site.left

    assert _at(left) == [path]


def test_requests_that_are_not_answered_yet_are_few_and_the_connection_ends_behind_them():
    async def flooded(site: _Site) -> tuple[int, bytes]:
        reader, writer = await site.open()
        writer.write(_get("/wait/1"))
        await _until(lambda: site.long)
        writer.write(_get("/long/2") * 5000)
        await asyncio.sleep(0.3)
        [connection] = site.connections()
        waiting = len(connection.pipeline)
        site.release.set()
        told = b""
        try:
            while piece := await asyncio.wait_for(reader.read(65536), _PATIENCE):
                told += piece
        except ConnectionError:
            pass
        writer.close()
        return waiting, told

    waiting, told = _at(flooded)

    assert 1 < waiting < 500
    assert len(_bodies(told)) == waiting + 1


def test_no_more_is_read_while_many_requests_wait_for_their_turn():
    async def flooded(site: _Site) -> int:
        reader, writer = await site.open()
        del reader
        writer.write(_get("/wait/1"))
        await _until(lambda: site.long)
        writer.write(_get("/wait/2") + _get("/wait/3"))
        await asyncio.sleep(0.1)
        [connection] = site.connections()
        for _ in range(10):
            writer.write(_get("/long/4") * 5)
            await asyncio.sleep(0.02)
        waiting = len(connection.pipeline)
        writer.close()
        return waiting

    assert 2 < _at(flooded) < 10


def test_a_long_body_behind_another_request_is_no_long_head():
    async def sent(site: _Site) -> bytes:
        reader, writer = await site.open()
        writer.write(_get("/wait/1"))
        await _until(lambda: site.long)
        whole = _post("/long/2", b"a" * 900_000)
        writer.write(whole[:1000])
        await asyncio.sleep(0.05)
        site.release.set()
        await asyncio.sleep(0.05)
        writer.write(whole[1000:])
        return await site.rest(reader, writer)

    assert [len(body) for body in _bodies(_at(sent))] == [7, 900_007]


@pytest.mark.parametrize("begun", [b"", b"GET /now HTTP/1.1\r\n"])
def test_who_sends_no_head_is_not_waited_for(begun: bytes):
    async def silent(site: _Site) -> bytes:
        reader, writer = await site.open()
        writer.write(begun)
        told = await asyncio.wait_for(reader.read(), _PATIENCE)
        writer.close()
        return told

    assert _at(silent) == b""


def test_a_head_that_comes_byte_by_byte_has_no_longer():
    async def slow(site: _Site) -> bool:
        _, writer = await site.open()
        for byte in _get("/now", "X: " + "a" * 1000):
            writer.write(bytes([byte]))
            await asyncio.sleep(0.02)
            if not site.connections():
                return True
        return False

    assert _at(slow)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/later", "/wait"])
def test_who_waits_for_an_answer_is_waited_for(path: str):
    async def patient(site: _Site) -> bytes:
        reader, writer = await site.open()
        writer.write(_get(path))
        await asyncio.sleep(2)
        site.release.set()
        if site.later:
            site.later[0][0](_written(path))
        return await site.rest(reader, writer)

    assert _bodies(_at(patient)) == [path.encode()]


@pytest.mark.slow
@pytest.mark.parametrize("close", [[], ["Connection: close"]])
def test_who_takes_nothing_of_a_whole_answer_is_cut_off(close: list[str]):
    async def stalled(site: _Site) -> None:
        _, writer = await site.open()
        writer.write(_get("/large", *close))
        await _until(lambda: site.long)
        await _until(lambda: not site.connections())

    _at(stalled)


@pytest.mark.slow
def test_who_takes_it_slowly_is_not():
    async def slow(site: _Site) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port, limit=65536)
        writer.write(_get("/large"))
        taken = 0
        for _ in range(15):
            await asyncio.sleep(0.2)
            taken += len(await reader.read(1024 * 1024))
        while taken < _LONG:
            taken += len(await asyncio.wait_for(reader.read(1024 * 1024), _PATIENCE))
        writer.close()
        return taken

    assert _at(slow) >= _LONG


@pytest.mark.slow
def test_answers_over_the_counter_are_not_piled_up_for_who_takes_none():
    async def greedy(site: _Site) -> int:
        _, writer = await site.open()
        site.serve = lambda request, then: _written("x" * 100_000)  # type: ignore[method-assign]
        most = 0
        while not writer.transport.is_closing() and (open_ := site.connections()):
            writer.write(_get("/now") * 20)
            await asyncio.sleep(0.02)
            most = max(
                [most, *(connection.transport.get_write_buffer_size() for connection in open_)]
            )
        return most

    assert 0 < _at(greedy) < 1024 * 1024

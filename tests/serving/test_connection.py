"""A connection is found by the address of its client: broken off, or waited for."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from samverkan.serving.connection import Connection


def _open() -> int:
    """Descriptors that this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture(params=["127.0.0.1", "::1"])
def pairs(request: pytest.FixtureRequest) -> Iterator[list[tuple[socket.socket, socket.socket]]]:
    """Three connections: the client's end and the server's."""
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with ExitStack() as open_ones:
        try:
            listening = open_ones.enter_context(
                socket.create_server((request.param, 0), family=family)
            )
        except OSError as error:
            pytest.skip(f"no {request.param} here: {error}")
        open_ones.enter_context(listening)
        made = []
        for _ in range(3):
            client = open_ones.enter_context(socket.create_connection(listening.getsockname()[:2]))
            server, _ = listening.accept()
            made.append((client, open_ones.enter_context(server)))
        yield made


def test_the_one_connection_ends_after_what_was_sent(
    pairs: list[tuple[socket.socket, socket.socket]],
):
    client, server = pairs[1]
    server.sendall(b"part")
    host, port = client.getsockname()[:2]
    before = _open()

    with Connection(f"[{host}]:{port}" if ":" in host else f"{host}:{port}", 1) as connection:
        connection.break_off()
    assert client.recv(100) + client.recv(100) == b"part"
    assert _open() == before
    for other, its_server in (pairs[0], pairs[2]):
        its_server.sendall(b"on")
        assert other.recv(100) == b"on"


@pytest.mark.parametrize("client", ["", "unix", "127.0.0.1", "127.0.0.1:x", "192.0.2.1:80"])
def test_who_is_not_there_is_not_cut_off(client: str):
    with Connection(client, 1) as connection:
        connection.break_off()
        asyncio.run(connection.keep_pace(10 * 1024 * 1024))


def test_who_takes_little_is_waited_for_and_who_takes_nothing_is_given_up(
    pairs: list[tuple[socket.socket, socket.socket]],
):
    client, server = pairs[0]
    host, port = client.getsockname()[:2]
    server.setblocking(False)

    def fill() -> int:
        """Send as much as the system takes."""
        sent = 0
        with suppress(BlockingIOError):
            while True:
                sent += server.send(b"x" * 65536)
        time.sleep(0.05)  # the other side's buffer may have grown
        return sent + fill() if sent else 0

    async def paced() -> list[str]:
        name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        told = []
        with Connection(name, 0.5) as connection:
            await asyncio.wait_for(connection.keep_pace(2 * 1024 * 1024), 1)
            told.append("nothing waits")
            full = fill()
            waiting = asyncio.ensure_future(connection.keep_pace(2 * 1024 * 1024))
            await asyncio.sleep(0.2)
            told.append("waits" if not waiting.done() else "does not wait")
            while full > 0:
                full -= len(client.recv(1024 * 1024))
            await asyncio.wait_for(waiting, 5)
            fill()
            with pytest.raises(TimeoutError, match="takes nothing of its answer"):
                await connection.keep_pace(2 * 1024 * 1024)
        return told

    assert asyncio.run(paced()) == ["nothing waits", "waits"]

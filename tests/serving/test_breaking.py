"""A connection is broken off by the address of its client, and no other is."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from samverkan.serving.breaking import break_off


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

    assert break_off(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    assert client.recv(100) + client.recv(100) == b"part"
    assert _open() == before
    for other, its_server in (pairs[0], pairs[2]):
        its_server.sendall(b"on")
        assert other.recv(100) == b"on"


@pytest.mark.parametrize("client", ["", "unix", "127.0.0.1", "127.0.0.1:x", "192.0.2.1:80"])
def test_who_is_not_there_is_not_cut_off(client: str):
    assert not break_off(client)

"""
The TCP connection to a client, beside the server that has it.

The HTTP server takes an answer as fast as it is made, and keeps in memory what the client has not
taken; and it ends an answer in good order whatever happens to the application, as if it were
whole. It has no call for either, so the socket is found by its client.
"""

import asyncio
import fcntl
import os
import socket
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

#: Where the system lists the descriptors of the process that asks.
_OPEN = Path("/proc/self/fd" if Path("/proc/self/fd").is_dir() else "/dev/fd")
#: Bytes that may be handed to the server before one looks whether they were sent.
_AHEAD = 1024 * 1024
#: The shortest and the longest pause between two looks, in seconds.
_SOON, _LATER = 0.002, 0.1


class Connection:
    """
    The connection to a client, `address:port`; looked for when it is needed, closed at the end.

    Args:
        client: its address and port.
        stalled: seconds that it may take nothing.
    """

    def __init__(self, client: str, stalled: float) -> None:
        self._client, self._stalled = client, stalled
        self._copy: socket.socket | None = None
        self._handed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._copy is not None:
            self._copy.close()

    def break_off(self) -> None:
        """
        Shut it, so that nobody takes a part of an answer for the whole.

        What was sent before still arrives; then it ends without an end of the answer.
        """
        sock = self._found()
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    async def keep_pace(self, handed: int) -> None:
        """
        Wait until the client has taken most of what was handed to the server, if that is much.

        Args:
            handed: bytes, now.

        Raises:
            TimeoutError: if it takes nothing for too long.
        """
        self._handed += handed
        if self._handed < _AHEAD:
            return
        self._handed = 0
        pause, seen, since = _SOON, -1, time.monotonic()
        while not self._is_through():
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LATER)
            waiting = self._waiting()
            if waiting != seen:
                seen, since = waiting, time.monotonic()
            elif time.monotonic() - since > self._stalled:
                raise TimeoutError(f"{self._client} takes nothing of its answer")

    def _is_through(self) -> bool:
        """
        Whether the server has passed on what it was handed.

        It fills the system's buffer as soon as a third of it is free: where there is less in it
        than a quarter, there was nothing left to fill it with.
        """
        sock = self._found()
        if sock is None:
            return True
        try:
            return self._waiting() <= sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) // 4
        except OSError:
            return True  # it is closed; whoever sends is told

    def _waiting(self) -> int:
        """Bytes in the system's buffer; 0 where that is not told."""
        sock = self._found()
        if sock is None or sys.platform != "linux":
            return 0
        try:
            told = fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, b"\0" * 4)
        except OSError:
            return 0
        return int(struct.unpack("i", told)[0])

    def _found(self) -> socket.socket | None:
        if self._copy is None:
            host, _, port = self._client.rpartition(":")
            self._copy = next(_sockets_to((host.strip("[]"), port)), None)
        return self._copy


def _sockets_to(wanted: tuple[str, str]) -> Iterator[socket.socket]:
    """Copies of this process's TCP sockets that are connected with that address and port."""
    for path in list(_OPEN.iterdir()):
        try:
            # A copy stays what it is, even if the descriptor is closed and used anew meanwhile.
            copy = os.dup(int(path.name))
        except OSError:
            continue
        try:
            found = socket.socket(fileno=copy)
        except OSError:  # no socket
            os.close(copy)
            continue
        try:
            host, port = found.getpeername()[:2]
            fits = found.type is socket.SOCK_STREAM and (host, str(port)) == wanted
        except (OSError, ValueError):  # not connected, or no address with a port
            fits = False
        if fits:
            yield found
        else:
            found.close()

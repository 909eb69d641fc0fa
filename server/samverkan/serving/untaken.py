"""What a client was sent and has not taken."""

import asyncio
import fcntl
import struct
import sys
import termios


class Untaken:
    """
    What one connection has been sent and not taken, looked at now and then.

    Args:
        transport: of the connection.
        seconds: that the client may take nothing.
    """

    def __init__(self, transport: asyncio.Transport, seconds: float) -> None:
        self._transport, self._seconds = transport, seconds
        self._seen, self._since = (0, 0), 0.0

    def is_stuck(self, now: float) -> bool:
        """Whether something waits to be sent, and nothing was taken for too long."""
        waiting = self._transport.get_write_buffer_size()
        if not waiting:
            self._seen = 0, 0
            return False
        sock = self._transport.get_extra_info("socket")
        seen = waiting, _unsent(sock.fileno()) if sock else 0
        if seen != self._seen:
            self._seen, self._since = seen, now
        return now - self._since > self._seconds


def _unsent(descriptor: int) -> int:
    """
    Bytes of a TCP socket that the other side has not taken; 0 where that is not told.

    Source:
        tcp(7), Linux: SIOCOUTQ.
    """
    if sys.platform != "linux":
        return 0
    try:
        told = fcntl.ioctl(descriptor, termios.TIOCOUTQ, b"\0" * 4)
    except (OSError, ValueError):
        return 0
    return int(struct.unpack("i", told)[0])

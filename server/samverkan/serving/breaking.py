"""
Break a connection off in the middle of an answer, so that nobody takes the part for the whole.

The HTTP server ends an answer in good order whatever happens to the application: with the last
chunk, as if it were whole. It has no call for the opposite, so the socket is found by its client.
"""

import os
import socket
from pathlib import Path

#: Where the system lists the descriptors of the process that asks.
_OPEN = Path("/proc/self/fd" if Path("/proc/self/fd").is_dir() else "/dev/fd")


def break_off(client: str) -> bool:
    """
    Shut the TCP connection to a client, `address:port`; whether there was one.

    What was sent before still arrives; then the connection ends without an end of the answer.
    """
    host, _, port = client.rpartition(":")
    wanted = (host.strip("[]"), port)
    return any(_shut_if(int(path.name), wanted) for path in list(_OPEN.iterdir()))


def _shut_if(descriptor: int, wanted: tuple[str, str]) -> bool:
    """Shut what is a connection with that client; whether it was."""
    try:
        # A copy stays what it is, even if the descriptor is closed and used anew meanwhile.
        copy = os.dup(descriptor)
    except OSError:
        return False
    try:
        found = socket.socket(fileno=copy)
    except OSError:  # no socket
        os.close(copy)
        return False
    with found:
        try:
            host, port = found.getpeername()[:2]
            if found.type is not socket.SOCK_STREAM or (host, str(port)) != wanted:
                return False
            found.shutdown(socket.SHUT_RDWR)
        except (OSError, ValueError):  # not connected, or no address with a port
            return False
    return True

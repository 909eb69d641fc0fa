"""Where a server listens."""

import socket

from samverkan.errors import SamverkanError


class AddressError(SamverkanError):
    """Nobody can listen there."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"cannot listen on {host}:{port}: {why}; choose another --host or --port")
        self.host, self.port = host, port


def reserve(host: str, port: int) -> socket.socket:
    """
    A socket of that address, which does not listen yet; port 0 stands for any that is free.

    Raises:
        AddressError: if the address is taken, or is none.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        reserved = socket.socket(family)
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(address)
    except OSError as error:
        raise AddressError(host, port, (error.strerror or str(error)).lower()) from error
    return reserved

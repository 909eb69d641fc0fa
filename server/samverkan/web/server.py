"""Run the application under gunicorn: one process, threads for its clients."""

import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from samverkan.errors import SamverkanError

THREADS = 8
#: Of a request's first line, the address with the query in it; the most that gunicorn takes.
LONGEST_LINE = 8190


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured from here and not from a command line."""

    def __init__(self, app: Flask, settings: dict[str, Any]) -> None:
        self._app, self._settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn its settings, but for those that its version does not have."""
        for name, value in self._settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The WSGI application."""
        return self._app


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


def run(app: Flask, reserved: socket.socket, ready: Callable[[], None]) -> None:
    """
    Serve until told to stop.

    Takes the socket over, and calls `ready` when it listens. One worker process, forked after
    the store was loaded; its threads share the store, and each reads the answer that it asked
    for.
    """
    _Server(
        app,
        {
            "bind": f"fd://{reserved.detach()}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "limit_request_line": LONGEST_LINE,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "samverkan",
            "control_socket_disable": True,
            "when_ready": lambda _: ready(),
        },
    ).run()

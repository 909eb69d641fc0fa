"""Run the application under gunicorn: one process, threads for its clients."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

THREADS = 8


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured from here and not from a command line."""

    def __init__(self, app: Flask, settings: dict[str, Any]) -> None:
        self._app, self._settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn its settings."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The WSGI application."""
        return self._app


def run(app: Flask, host: str, port: int) -> None:
    """
    Serve until told to stop.

    One worker process, forked after the store was loaded; its threads share the store, and
    each reads the answer that it asked for.
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    _Server(
        app,
        {
            "bind": address,
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "accesslog": None,
            "loglevel": "info",
            "proc_name": "samverkan",
        },
    ).run()

"""The front: one process that speaks HTTP, keeps answers, and asks the workers for the rest."""

import asyncio
import os
import signal
import socket
import sys
from threading import Thread
from typing import Any, NoReturn

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from samverkan.errors import SamverkanError
from samverkan.query.cache import CachedEngine
from samverkan.query.library import Library
from samverkan.serving.admission import Admission, Sizes
from samverkan.serving.bridge import Bridge
from samverkan.serving.quick import Quick
from samverkan.serving.rates import Rates
from samverkan.serving.request import Scope
from samverkan.serving.settings import Settings
from samverkan.serving.shelf import Shelf
from samverkan.serving.tokens import Tokens
from samverkan.web import create_app
from samverkan.web.levels import Levels
from samverkan.web.machine import Machine
from samverkan.workers.confine import die_with_parent
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.views import Views
from samverkan.workers.wire import ClosedError, hear, say

#: Threads beyond those that wait for workers.
_MORE_THREADS = 16
#: Seconds that the event loop waits for an answer before a thread does.
_PATIENCE = 0.05
#: Seconds that answers under way have when the server stops.
_GRACE = 10
#: Seconds between two looks whether the server takes connections.
_PAUSE = 0.01


def serve_front(
    link: socket.socket,
    roots: dict[str, socket.socket],
    settings: Settings,
    library: Library,
    address: tuple[str, int],
) -> NoReturn:
    """
    Serve until told to stop; never returns.

    Args:
        link: of messages, to the supervisor.
        roots: sockets of messages to the roots, by access level.
        settings: of the server.
        library: the stored queries.
        address: to listen on.
    """
    die_with_parent()
    for name in (signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    status = 1
    try:
        front = Front(link, settings, library, address)
        try:
            front.begin(roots)
        except SamverkanError as error:
            say(link, {"failed": str(error)})
            os._exit(0)
        uvloop.run(front.serve())
        status = 0
    except ClosedError:
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


class Front:
    """The state of the front."""

    def __init__(
        self,
        link: socket.socket,
        settings: Settings,
        library: Library,
        address: tuple[str, int],
    ) -> None:
        self._link, self._settings, self._library = link, settings, library
        self._address = address
        self._engines: dict[str, WorkerEngine] = {}
        self._levels: Levels
        self._server: Server | None = None

    def begin(self, roots: dict[str, socket.socket]) -> None:
        """
        Have each level's own day ready.

        Raises:
            SamverkanError: what is wrong with the data.
        """
        limits = self._settings.limits
        for access, control in roots.items():
            self._engines[access] = WorkerEngine(Views(control, limits), limits)

    async def serve(self) -> None:
        """Listen and answer."""
        self._server = self._make_server()
        loop = asyncio.get_running_loop()
        Thread(target=self._obey, args=(loop,), name="link", daemon=True).start()
        announcing = loop.create_task(self._announce())
        await self._server.serve()
        announcing.cancel()

    async def _announce(self) -> None:
        """Say that the server is there once it takes connections."""
        while True:
            await asyncio.sleep(_PAUSE)
            try:
                _, writer = await asyncio.open_connection(*self._address)
            except ConnectionRefusedError:
                continue
            writer.close()
            say(self._link, {"ready": self._described()})
            return

    def _make_server(self) -> Server:
        settings = self._settings
        public = self._cached("public")
        internal = self._cached("internal") if "internal" in self._engines else None
        levels = self._levels = Levels(public, internal, Tokens(settings.tokens).opens)
        app = create_app(levels, self._library)
        app.config["MAX_CONTENT_LENGTH"] = settings.body_kilobytes * 1024
        machine = Machine(app, levels)
        bridge = Bridge(
            machine,
            Quick(machine, public, self._engines["public"], _PATIENCE),
            Shelf(settings.cache_megabytes / 4, lambda: self._engines["public"].generation),
            Admission(
                Rates(settings.requests_per_minute, settings.requests_at_once),
                Sizes(settings.url_bytes, settings.header_bytes, settings.body_kilobytes * 1024),
                settings.body_seconds,
                settings.proxies,
                settings.proxy_header,
            ),
            threads=settings.queries_at_once + _MORE_THREADS,
            stalled=settings.stalled_seconds,
        )

        async def answer(scope: Scope, proto: Any) -> None:
            await bridge.answer(scope, proto)

        host, port = self._address
        return Server(
            answer,
            address=host,
            port=port,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            websockets=False,
            backlog=1024,
            log_enabled=False,
            http1_settings=HTTP1Settings(header_read_timeout=settings.header_seconds * 1000),
        )

    def _described(self) -> dict[str, Any]:
        return self._engines["public"].about().told()

    def _obey(self, loop: asyncio.AbstractEventLoop) -> None:
        """Do what the supervisor says, until it says no more."""
        while True:
            try:
                order, descriptors = hear(self._link)
            except (ClosedError, OSError):
                order, descriptors = {"stop": True}, []
            if "stop" in order:
                loop.call_soon_threadsafe(self._stop)
                return
            if "drop" in order:
                self._drop(order["drop"])
            else:
                access, pid = order["root"], order["pid"]
                told = self._exchange(access, socket.socket(fileno=descriptors[0]))
                say(self._link, {**told, "access": access, "pid": pid})

    def _exchange(self, access: str, control: socket.socket) -> dict[str, Any]:
        """Go over to another root, or to the first one of a level; how that went."""
        try:
            views = Views(control, self._settings.limits)
            if access in self._engines:
                self._engines[access].exchange(views)
            else:
                self._engines[access] = WorkerEngine(views, self._settings.limits)
                self._levels.internal = self._cached(access)
        except SamverkanError as error:
            control.close()
            return {"refused": str(error)}
        return {"exchanged": self._engines[access].about().version}

    def _drop(self, access: str) -> None:
        """Answer from the internal level no more, and let its data go."""
        self._levels.internal = None
        engine = self._engines.pop(access, None)
        if engine is not None:
            engine.end()

    def _cached(self, access: str) -> CachedEngine:
        return CachedEngine(self._engines[access], self._settings.cache_megabytes)

    def _stop(self) -> None:
        assert self._server is not None
        self._server.stop()  # type: ignore[no-untyped-call]

"""The front: one process that speaks HTTP, keeps answers, and asks the workers for the rest."""

import asyncio
import gc
import os
import signal
import socket
import sys
from threading import Thread
from typing import Any, NoReturn

import uvloop

from samverkan.errors import SamverkanError
from samverkan.query.cache import CachedEngine
from samverkan.query.library import Library
from samverkan.query.observed import ObservedEngine
from samverkan.serving.address import reserve
from samverkan.serving.admission import Admission, Sizes
from samverkan.serving.bridge import Bridge
from samverkan.serving.counter import Counter
from samverkan.serving.http import HttpServer
from samverkan.serving.metrics import Metrics
from samverkan.serving.quick import Quick
from samverkan.serving.rates import Rates
from samverkan.serving.requests import Requests
from samverkan.serving.settings import Settings
from samverkan.serving.shelf import Shelf
from samverkan.serving.status import Status
from samverkan.serving.tokens import Tokens
from samverkan.serving.turns import Turns
from samverkan.web import create_app
from samverkan.web.levels import Levels
from samverkan.web.machine import Machine
from samverkan.workers.confine import die_with_parent, processors
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.views import RootGoneError, Views
from samverkan.workers.wire import ClosedError, hear, say

#: Threads beyond those that wait for workers.
_MORE_THREADS = 16
#: Seconds that the event loop waits for an answer before a thread does.
_PATIENCE = 0.05
#: Seconds that one waits there for a turn at most, where all is short, and where all is long.
_TURN, _TURN_MOST = 0.02, 0.5
#: Seconds that answers under way have when the server stops.
_GRACE = 10


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


def _settle() -> None:
    """Have the collector of garbage look at what comes, seldom, and never at what is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


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
        self.workers: dict[str, WorkerEngine] = {}
        self.caches: dict[str, CachedEngine] = {}
        self.shelf: Shelf | None = None
        self.status = Status(self.workers)
        self._metrics = Metrics(self) if settings.metrics else None
        self.metrics_public = settings.metrics_public if settings.metrics else None
        self._requests = Requests(self._metrics, settings)
        self._public: ObservedEngine
        self._levels: Levels
        self._server: HttpServer | None = None

    def begin(self, roots: dict[str, socket.socket]) -> None:
        """
        Have each level's own day ready.

        Raises:
            SamverkanError: what is wrong with the data.
        """
        engines = {access: self._add(access, control) for access, control in roots.items()}
        opens = Tokens(self._settings.tokens).opens
        self._public = engines["public"]
        self._levels = Levels(self._public, engines.get("internal"), opens)

    async def serve(self) -> None:
        """Listen and answer."""
        self._server = self._make_server()
        loop = asyncio.get_running_loop()
        Thread(target=self._obey, args=(loop,), name="link", daemon=True).start()
        _settle()
        await self._server.serve(lambda: say(self._link, {"ready": self._described()}))

    def _make_server(self) -> HttpServer:
        settings = self._settings
        app = create_app(self._levels, self._library, self)
        app.config["MAX_CONTENT_LENGTH"] = settings.body_kilobytes * 1024
        machine, public = Machine(app, self._levels), self.workers["public"]
        self.shelf = Shelf(settings.cache_megabytes / 4, lambda: public.generation)
        admission = Admission(
            Rates(settings.requests_per_minute, settings.requests_at_once),
            Sizes(settings.url_bytes, settings.header_bytes, settings.body_kilobytes * 1024),
            settings.body_seconds,
            settings.proxies,
            settings.proxy_header,
        )
        turns = Turns(processors(), _TURN, _TURN_MOST)
        kept = self.caches["public"]
        quick = Quick(machine, kept, public, self._public, _PATIENCE, turns)
        bridge = Bridge(
            machine,
            quick,
            self.shelf,
            admission,
            threads=settings.queries_at_once + _MORE_THREADS,
        )
        host, port = self._address
        return HttpServer(
            self._requests.around(bridge.answer),
            Counter(self.shelf, public, self._public, machine, admission, self._requests, quick),
            reserve(host, port),
            settings.header_seconds,
            settings.stalled_seconds,
        )

    def ready(self) -> tuple[bool, dict[str, Any]]:
        """Whether all data can be answered from, and more, for `/health/ready`."""
        return self.status.told()

    def metrics(self, accept: str) -> tuple[bytes, str]:
        """The metrics, for `/metrics`."""
        assert self._metrics is not None
        return self._metrics.written(accept)

    def _described(self) -> dict[str, Any]:
        return self.workers["public"].about().told()

    def _obey(self, loop: asyncio.AbstractEventLoop) -> None:
        """Do what the supervisor says, until it says no more."""
        while True:
            try:
                order, descriptors = hear(self._link)
            except (ClosedError, OSError):
                order, descriptors = {"stop": True}, []
            if "stop" in order:
                asyncio.run_coroutine_threadsafe(self._stop(), loop)
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
            if access in self.workers:
                engine = self.workers[access]
                engine.exchange(Views(control, self._settings.limits, engine.views.tally))
            else:
                self._levels.internal = self._add(access, control)
        except SamverkanError as error:
            control.close()
            self.status.refuse(access, str(error))
            said, outcome = {"refused": str(error)}, "refused"
        else:
            self.status.reloaded(access)
            said, outcome = {"exchanged": self.workers[access].about().version}, "done"
        if self._metrics is not None:
            self._metrics.reloaded(outcome)
        return said

    def _add(self, access: str, control: socket.socket) -> ObservedEngine:
        """The engine of one more level: its answers kept and its questions told of as all are."""
        limits = self._settings.limits
        views = Views(control, limits)
        try:
            engine = WorkerEngine(views, limits)
        except ClosedError as error:
            views.retire()
            raise RootGoneError from error
        cached = CachedEngine(engine, self._settings.cache_megabytes)
        if self._metrics is not None:
            self._metrics.add(access)
        self.workers[access], self.caches[access] = engine, cached
        return ObservedEngine(cached, access, self._requests)

    def _drop(self, access: str) -> None:
        """Answer from the internal level no more, and let its data go."""
        self._levels.internal = None
        self.caches.pop(access, None)
        engine = self.workers.pop(access, None)
        if engine is not None:
            engine.end()
        self.status.forget(access)

    async def _stop(self) -> None:
        """Let answers under way finish, then end; the server would cut them off."""
        assert self._server is not None
        await self._requests.finish(_GRACE)
        self._server.stop()

"""The engine that answers by workers, bounded in time, memory, rows and number."""

import os
import time
from datetime import date
from itertools import count
from threading import BoundedSemaphore, Lock, Thread

from samverkan.query.about import About
from samverkan.query.limits import BusyError
from samverkan.query.question import AnyQuestion, Reply
from samverkan.workers.client import CURRENT, Client
from samverkan.workers.crew import Crew, Worker
from samverkan.workers.limits import Limits
from samverkan.workers.running import Running
from samverkan.workers.views import RootGoneError, Views
from samverkan.workers.wire import ClosedError

#: Seconds between two rounds of the warden, and of processor time that a query has before it
#: makes way for others.
_ROUND, _SLOW = 0.05, 0.1
#: Rounds after which workers that nobody has needed are let go.
_ROUNDS = 100


class WorkerEngine:
    """
    Answers by workers of the views of one root; the root can be exchanged. Thread-safe.

    Args:
        views: of the root.
        limits: for all questions together.
    """

    def __init__(self, views: Views, limits: Limits) -> None:
        self._views, self._limits = views, limits
        self._turns = BoundedSemaphore(limits.at_once)
        self._running: set[Running] = set()
        self._lock = Lock()
        self._ended = False
        self._generation = 0
        self._cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        self._views.default.make_ready(limits.spare)
        Thread(target=self._watch, name="warden", daemon=True).start()

    @property
    def running(self) -> int:
        """Questions at work."""
        return len(self._running)

    @property
    def generation(self) -> int:
        """A number that changes when the same question may be answered differently."""
        return self._generation

    @property
    def views(self) -> Views:
        """The views in use."""
        return self._views

    def about(self, on: date | None = None) -> About:
        """The view of that day; see `Views.of` for what is raised."""
        return self._views.of(on).about

    def ask(self, question: AnyQuestion, on: date | None = None) -> Reply:
        """
        The answer, as it comes.

        Raises:
            BusyError: if its turn did not come in time.
            SamverkanError: what is wrong with the question, or the limit that it hit.
        """
        crew = self._views.of(on)
        if not self._turns.acquire(timeout=self._limits.waiting_seconds):
            raise BusyError(f"{self._limits.at_once} queries are being answered", 5)
        try:
            worker = crew.take()
        except ClosedError:
            self._turns.release()
            raise RootGoneError from None
        return self._begin(crew, worker, question, CURRENT.get()).reply()

    def begin(
        self, question: AnyQuestion, on: date | None = None, client: Client | None = None
    ) -> Running | None:
        """Begin to answer, if a worker stands ready and nothing has to be waited for."""
        crew = self._views.ready(on)
        if crew is None or not self._turns.acquire(blocking=False):
            return None
        worker = crew.take_ready()
        if worker is None:
            self._turns.release()
            return None
        return self._begin(crew, worker, question, client)

    def _begin(
        self, crew: Crew, worker: Worker, question: AnyQuestion, client: Client | None
    ) -> Running:
        running = Running(crew, worker, self._limits, self._done, client)
        with self._lock:
            self._running.add(running)
        if client is not None:
            client.when_gone(running.leave)
        running.ask(question)
        return running

    def exchange(self, views: Views) -> None:
        """Answer from these from now on; what is at work ends on the old ones."""
        views.default.make_ready(self._limits.spare)
        old, self._views = self._views, views
        self._generation += 1
        old.retire()

    def end(self) -> None:
        """Answer no more."""
        self._ended = True
        self._views.retire()

    def _done(self, running: Running) -> None:
        with self._lock:
            self._running.discard(running)
        if running.client is not None:
            running.client.forget(running.leave)
        self._turns.release()

    def _watch(self) -> None:
        """Have spare workers ready, let long queries make way, end what nobody reads."""
        for turn in count():
            time.sleep(_ROUND)
            if self._ended:
                return
            if turn % _ROUNDS == 0:
                for crew in self._views.all():
                    crew.let_go(self._limits.spare)
            now = time.monotonic()
            with self._lock:
                running = list(self._running)
            for one in running:
                one.read_too_slowly(now)
                if len(running) >= self._cores:
                    one.lower(_SLOW)
            try:
                self._views.default.make_ready(self._limits.spare)
            except ClosedError:
                continue  # the supervisor brings another root

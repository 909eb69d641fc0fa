"""The engine that answers by workers, bounded in time, memory, rows and number."""

import logging
import time
from datetime import date
from itertools import count
from threading import BoundedSemaphore, Lock, Thread

from samverkan.query.about import About
from samverkan.query.limits import BusyError, ClientGoneError
from samverkan.query.question import AnyQuestion, Reply
from samverkan.workers.client import CURRENT, Client
from samverkan.workers.confine import processors
from samverkan.workers.crew import Crew, Worker
from samverkan.workers.limits import Limits
from samverkan.workers.memory import give_back
from samverkan.workers.running import Running
from samverkan.workers.views import RootGoneError, Views
from samverkan.workers.wire import ClosedError

#: Seconds between two rounds of the warden, and where it is crowded.
_ROUND, _SHORT_ROUND = 0.05, 0.02
#: Queries for each processor from which on it is crowded; seconds of processor time that a query
#: has before it makes way for others, where it is not, and where it is.
_CROWD, _LONG, _SLOW = 4, 1.0, 0.03
#: Rounds after which workers that nobody has needed are let go.
_ROUNDS = 100
#: Seconds between two looks at the clock, and after what went wrong.
_DAYS_ROUND, _LATER = 0.5, 30
#: So often a view may be put away between its being chosen and its use.
_TRIES = 5

_log = logging.getLogger(__name__)


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
        self._lock, self._changing = Lock(), Lock()
        self._ended = False
        self._generation = 0
        self._cores = processors()
        self._settled = self._cores + 1 if limits.settle else 0  # the lane has one
        self._views.default.make_ready(limits.spare)
        Thread(target=self._watch, name="warden", daemon=True).start()
        Thread(target=self._turn_days, name="days", daemon=True).start()

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

    @property
    def gone(self) -> bool:
        """Whether nothing can be answered, since the processes with the data have ended."""
        return self._views.gone

    def about(self, on: date | None = None) -> About:
        """The view of that day; see `Views.of` for what is raised."""
        return self._crew(on).about

    def ask(self, question: AnyQuestion, on: date | None = None) -> Reply:
        """
        The answer, as it comes.

        Raises:
            BusyError: if its turn did not come in time.
            SamverkanError: what is wrong with the question, or the limit that it hit.
        """
        crew, client = self._crew(on), CURRENT.get()
        if client is not None and client.gone:
            raise ClientGoneError
        if not self._turns.acquire(timeout=self._limits.waiting_seconds):
            raise BusyError(f"{self._limits.at_once} queries are being answered", 5)
        try:
            crew, worker = self._worker_of(crew, on)
        except BaseException:
            self._turns.release()
            raise
        return self._begin(crew, worker, question, client).reply()

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
        """
        Answer from these from now on; what is at work ends on the old ones.

        Raises:
            RootGoneError: if they are no more; the old ones stay.
        """
        try:
            views.default.make_ready(self._limits.spare)
        except ClosedError as error:
            views.retire()
            raise RootGoneError from error
        with self._changing:
            old, self._views = self._views, views
            self._generation += 1
            old.retire()

    def _crew(self, on: date | None) -> Crew:
        """The crew of a day; asked again where the root was exchanged meanwhile."""
        while True:
            views = self._views
            try:
                return views.of(on)
            except RootGoneError:
                if views is self._views:
                    raise

    def _worker_of(self, crew: Crew, on: date | None) -> tuple[Crew, Worker]:
        """A worker of the crew, or of that which has taken its place."""
        for _ in range(_TRIES):
            try:
                return crew, crew.take()
            except ClosedError:
                if not crew.retired:
                    raise RootGoneError from None
            crew = self._crew(on)
        raise BusyError("other dates are being asked for", 5)

    def end(self) -> None:
        """Answer no more; what is at work ends as it would have."""
        self._ended = True
        self._views.retire()

    def _done(self, running: Running) -> None:
        with self._lock:
            self._running.discard(running)
            if running.why is not None:
                self._views.tally.ended[type(running.why).__name__] += 1
        if running.client is not None:
            running.client.forget(running.leave)
        self._turns.release()

    def _watch(self) -> None:
        """Have spare workers ready, let long queries make way, end what nobody reads."""
        crowded = False
        for turn in count():
            time.sleep(_SHORT_ROUND if crowded else _ROUND)
            if self._ended and not self._running:
                return
            if turn % _ROUNDS == 0:
                for crew in self._views.all():
                    crew.let_go(self._limits.spare)
                give_back()
            now = time.monotonic()
            with self._lock:
                running = list(self._running)
            crowded = len(running) > _CROWD * self._cores
            for one in running:
                one.read_too_slowly(now)
                if len(running) >= self._cores:
                    one.lower(_SLOW if crowded else _LONG)
            try:
                self._views.default.make_ready(self._limits.spare)
                self._views.default.settle(self._settled)
            except ClosedError:
                continue  # the supervisor brings another root
            except Exception:
                _log.exception("no spare worker could be made ready")
                time.sleep(1)

    def _turn_days(self) -> None:
        """Have the default view made anew when its day is past, or its process gone."""
        while not self._ended:
            time.sleep(_DAYS_ROUND)
            try:
                with self._changing:
                    if self._views.renew():
                        self._generation += 1
            except RootGoneError:
                continue  # the supervisor brings another root
            except Exception:
                _log.exception("the default view could not be made anew; the old one stays")
                time.sleep(_LATER)

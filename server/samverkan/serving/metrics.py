"""The metrics of a server, for Prometheus: counted as things happen, or asked for when read."""

import platform
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import accumulate
from threading import Lock
from typing import Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.utils import floatToGoString

from samverkan import __version__
from samverkan.query.cache import CachedEngine
from samverkan.query.observed import Asked
from samverkan.serving.outcomes import ANSWERED, OUTCOMES, outcome_of, word_of
from samverkan.serving.shelf import Shelf
from samverkan.serving.status import Status
from samverkan.workers.engine import WorkerEngine

#: Seconds; from a kept answer to the longest that a query may take.
_BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300)
#: The first parts of an address that are told apart; others are all one.
_ROUTES = {
    *("sparql", "queries", "graphs", "rdf-graph-store", "id", "ns", "shapes", "policy", "catalog"),
    *("data", "validate", "reconcile", "health", "metrics", ".well-known", "openapi.json", "docs"),
    *("static", "problem", "problems", "void", "service"),
}
_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
_OTHER = "other"
#: Why workers are ended at work; told from 0 on, so that the first one can be seen as a rise.
_KILLED = ("time", "slow_reader", "gone")

Values = dict[tuple[str, ...], float]


class Serving(Protocol):
    """What is asked when the metrics are read."""

    @property
    def workers(self) -> Mapping[str, WorkerEngine]:
        """By access level."""

    @property
    def caches(self) -> Mapping[str, CachedEngine]:
        """By access level."""

    @property
    def shelf(self) -> Shelf | None:
        """The answers that lie ready."""

    @property
    def status(self) -> Status:
        """Whether data can be answered from."""


class Metrics:
    """The metrics of one server; what is called for every request takes microseconds."""

    def __init__(self, serving: Serving) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = registry = CollectorRegistry()
        # Plain numbers: a lock for each of them would cost more than the rest of the counting.
        self._lock = Lock()
        self._queries: dict[tuple[str, str], int] = {}
        self._seconds = {cached: _Seconds() for cached in (True, False)}
        self._rows = self._bytes = 0
        self._requests: dict[tuple[str, str, int], int] = {}
        self.at_work = 0
        self._reloads = Counter(
            "samverkan_reloads", "Times that data were read anew.", ["outcome"], registry=registry
        )
        for outcome in ("done", "refused"):
            self._reloads.labels(outcome)
        ProcessCollector(registry=registry)
        registry.register(_State(serving))
        registry.register(self)

    def collect(self) -> Iterable[Metric]:
        """What is counted in plain numbers."""
        with self._lock:
            yield _counter(
                "samverkan_queries",
                "Questions, by how they ended.",
                ("level", "outcome"),
                {labels: number for labels, number in self._queries.items()},  # noqa: C416 typed
            )
            duration = HistogramMetricFamily(
                "samverkan_query_duration_seconds",
                "Time until an answer was taken to its end, or was refused.",
                labels=("cached",),
            )
            for cached, seconds in self._seconds.items():
                duration.add_metric((str(cached).lower(),), seconds.buckets(), seconds.sum)
            yield duration
            yield _counter("samverkan_answer_rows", "Rows of whole answers.", (), {(): self._rows})
            yield _counter(
                "samverkan_answer_bytes", "Bytes of answers, as sent.", (), {(): self._bytes}
            )
        yield _counter(
            "samverkan_http_requests",
            "Requests that were answered; 499 if the client left before.",
            ("method", "route", "status"),
            {(m, route, str(s)): n for (m, route, s), n in self._requests.copy().items()},
        )
        yield _gauge(
            "samverkan_http_requests_in_progress", "Requests at work.", (), {(): self.at_work}
        )

    def add(self, level: str) -> None:
        """Count questions of this level too, from 0; called again, it counts on."""
        with self._lock:
            for outcome in OUTCOMES:
                self._queries.setdefault((level, outcome), 0)

    def question(self, asked: Asked) -> None:
        """Count a question that is over."""
        outcome = outcome_of(asked.error)
        with self._lock:
            self._queries[asked.level, outcome] += 1
            self._seconds[asked.cached].observe(asked.seconds)
            if outcome == ANSWERED:
                self._rows += asked.rows
            self._bytes += asked.size

    def request(self, method: str, path: str, status: int) -> None:
        """Count a request that was answered; called in the event loop only."""
        key = (method if method in _METHODS else _OTHER, route_of(path), status)
        self._requests[key] = self._requests.get(key, 0) + 1

    def reloaded(self, outcome: str) -> None:
        """Count that data were read anew: `done` or `refused`."""
        self._reloads.labels(outcome).inc()

    def written(self, accept: str) -> tuple[bytes, str]:
        """All of them, in the form that the reader takes, and its media type."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type


class _Seconds:
    """A histogram of times."""

    def __init__(self) -> None:
        self._counts = [0] * (len(_BUCKETS) + 1)
        self.sum = 0.0

    def observe(self, seconds: float) -> None:
        self._counts[bisect_left(_BUCKETS, seconds)] += 1
        self.sum += seconds

    def buckets(self) -> list[tuple[str, float]]:
        """How many were no longer than each bound."""
        bounds = [*map(floatToGoString, _BUCKETS), "+Inf"]
        return list(zip(bounds, accumulate(self._counts), strict=True))


def route_of(path: str) -> str:
    """The part of an address that is told apart: one of few, whatever clients ask for."""
    first = path[1:].partition("/")[0]
    if not first:
        return "/"
    return f"/{first}" if first in _ROUTES else _OTHER


class _State:
    """What is known elsewhere, asked for when the metrics are read."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def collect(self) -> Iterable[Metric]:
        yield _gauge(
            "samverkan_build_info",
            "Of what the server is made; always 1.",
            ("version", "python"),
            {(__version__, platform.python_version()): 1},
        )
        yield from self._data()
        yield from self._workers()
        yield from self._caches()

    def _data(self) -> Iterable[Metric]:
        status = self._serving.status
        yield _gauge(
            "samverkan_ready",
            "1 if all data can be answered from.",
            (),
            {(): int(not status.missing())},
        )
        about = self._serving.workers["public"].about()
        yield _gauge(
            "samverkan_dataset_info",
            "The public data that are served; always 1.",
            ("dataset", "version", "as_of"),
            {(about.name, about.version, about.on): 1},
        )
        yield _gauge(
            "samverkan_dataset_triples",
            "Triples in the public default graph.",
            (),
            {(): about.triples},
        )
        yield _gauge(
            "samverkan_dataset_loaded_timestamp_seconds",
            "When the data were read that are served.",
            (),
            {(): status.since.timestamp()},
        )
        yield _gauge(
            "samverkan_last_reload_refused",
            "1 if the last try to read the data anew was refused.",
            (),
            {(): int(status.refused)},
        )

    def _workers(self) -> Iterable[Metric]:
        state, views, forked, made, killed = Values(), Values(), Values(), Values(), Values()
        for level, engine in dict(self._serving.workers).items():
            crews = engine.views.all()
            tally = engine.views.tally
            state[level, "idle"] = sum(crew.idle for crew in crews)
            state[level, "running"] = engine.running
            views[(level,)] = len(crews)
            forked[(level,)] = tally.forked
            made[(level,)] = tally.views
            killed |= {(level, reason): 0 for reason in _KILLED}
            for name, number in dict(tally.ended).items():
                killed[level, word_of(name)] = killed.get((level, word_of(name)), 0) + number
        yield _gauge("samverkan_workers", "Worker processes.", ("level", "state"), state)
        yield _gauge("samverkan_views", "Evaluation dates held ready.", ("level",), views)
        yield _counter("samverkan_workers_forked", "Workers started.", ("level",), forked)
        yield _counter("samverkan_views_made", "Views derived and checked.", ("level",), made)
        yield _counter(
            "samverkan_workers_killed",
            "Workers ended at work, by the reason.",
            ("level", "reason"),
            killed,
        )

    def _caches(self) -> Iterable[Metric]:
        caches = dict(self._serving.caches)  # a level may come or go meanwhile
        for name, told, attribute in (
            ("hits", "Questions answered from what is kept.", "hits"),
            ("misses", "Questions that were not.", "misses"),
        ):
            values: Values = {(level,): getattr(c, attribute) for level, c in caches.items()}
            yield _counter(f"samverkan_cache_{name}", told, ("level",), values)
        shelf = self._serving.shelf
        yield _counter(
            "samverkan_shelf_hits",
            "Requests answered as they came, by what lay ready; no question was asked for them.",
            (),
            {(): shelf.hits if shelf else 0},
        )
        yield _gauge(
            "samverkan_shelf_bytes",
            "Size of what lies ready.",
            (),
            {(): shelf.size if shelf else 0},
        )
        sizes: Values = {(level,): cache.size for level, cache in caches.items()}
        entries: Values = {(level,): cache.entries for level, cache in caches.items()}
        yield _gauge("samverkan_cache_bytes", "Size of what is kept.", ("level",), sizes)
        yield _gauge("samverkan_cache_entries", "Answers that are kept.", ("level",), entries)


def _gauge(name: str, told: str, labels: tuple[str, ...], values: Values) -> Metric:
    family = GaugeMetricFamily(name, told, labels=labels)
    for given, value in values.items():
        family.add_metric(given, value)
    return family


def _counter(name: str, told: str, labels: tuple[str, ...], values: Values) -> Metric:
    family = CounterMetricFamily(name, told, labels=labels)
    for given, value in values.items():
        family.add_metric(given, value)
    return family

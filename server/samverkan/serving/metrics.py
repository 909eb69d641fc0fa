"""The metrics of a server, for Prometheus: counted as things happen, or asked for when read."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from threading import Lock

from prometheus_client import (
    CollectorRegistry,
    Counter,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.utils import floatToGoString

from samverkan.query.observed import Asked
from samverkan.serving.gauges import Serving, State, counter, gauge
from samverkan.serving.outcomes import ANSWERED, OUTCOMES, outcome_of

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
        registry.register(State(serving))
        registry.register(self)

    def collect(self) -> Iterable[Metric]:
        """What is counted in plain numbers."""
        with self._lock:
            yield counter(
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
            yield counter("samverkan_answer_rows", "Rows of whole answers.", (), {(): self._rows})
            yield counter(
                "samverkan_answer_bytes", "Bytes of answers, as sent.", (), {(): self._bytes}
            )
        yield counter(
            "samverkan_http_requests",
            "Requests that were answered; 499 if the client left before.",
            ("method", "route", "status"),
            {(m, route, str(s)): n for (m, route, s), n in self._requests.copy().items()},
        )
        yield gauge(
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

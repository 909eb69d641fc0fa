"""The state of a server, asked for when its metrics are read."""

import platform
from collections.abc import Iterable, Mapping
from typing import Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from samverkan import __version__
from samverkan.query.cache import CachedEngine
from samverkan.serving.outcomes import word_of
from samverkan.serving.shelf import Shelf
from samverkan.serving.status import Status
from samverkan.workers.engine import WorkerEngine

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


class State:
    """What is known elsewhere, asked for when the metrics are read."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def collect(self) -> Iterable[Metric]:
        """All of it, as it is now."""
        yield gauge(
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
        yield gauge(
            "samverkan_ready",
            "1 if all data can be answered from.",
            (),
            {(): int(not status.missing())},
        )
        about = self._serving.workers["public"].about()
        yield gauge(
            "samverkan_dataset_info",
            "The public data that are served; always 1.",
            ("dataset", "version", "as_of"),
            {(about.name, about.version, about.on): 1},
        )
        yield gauge(
            "samverkan_dataset_triples",
            "Triples in the public default graph.",
            (),
            {(): about.triples},
        )
        yield gauge(
            "samverkan_dataset_loaded_timestamp_seconds",
            "When the data were read that are served.",
            (),
            {(): status.since.timestamp()},
        )
        yield gauge(
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
        yield gauge("samverkan_workers", "Worker processes.", ("level", "state"), state)
        yield gauge("samverkan_views", "Evaluation dates held ready.", ("level",), views)
        yield counter("samverkan_workers_forked", "Workers started.", ("level",), forked)
        yield counter("samverkan_views_made", "Views derived and checked.", ("level",), made)
        yield counter(
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
            yield counter(f"samverkan_cache_{name}", told, ("level",), values)
        shelf = self._serving.shelf
        yield counter(
            "samverkan_shelf_hits",
            "Requests answered as they came, by what lay ready; no question was asked for them.",
            (),
            {(): shelf.hits if shelf else 0},
        )
        yield gauge(
            "samverkan_shelf_bytes",
            "Size of what lies ready.",
            (),
            {(): shelf.size if shelf else 0},
        )
        sizes: Values = {(level,): cache.size for level, cache in caches.items()}
        entries: Values = {(level,): cache.entries for level, cache in caches.items()}
        yield gauge("samverkan_cache_bytes", "Size of what is kept.", ("level",), sizes)
        yield gauge("samverkan_cache_entries", "Answers that are kept.", ("level",), entries)


def gauge(name: str, told: str, labels: tuple[str, ...], values: Values) -> Metric:
    """A metric that goes up and down: its values by those of its labels."""
    family = GaugeMetricFamily(name, told, labels=labels)
    for given, value in values.items():
        family.add_metric(given, value)
    return family


def counter(name: str, told: str, labels: tuple[str, ...], values: Values) -> Metric:
    """A metric that only goes up: its values by those of its labels."""
    family = CounterMetricFamily(name, told, labels=labels)
    for given, value in values.items():
        family.add_metric(given, value)
    return family

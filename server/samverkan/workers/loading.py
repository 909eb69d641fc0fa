"""What a root loads: a dataset's sources at one level, or a file as it is."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, Quad, Store

from samverkan.dates import DateError, parse_date, today
from samverkan.namespaces import XSD
from samverkan.sources.dataset import Access, Dataset
from samverkan.store.view import View, load_as_it_is, load_sources
from samverkan.workers.root import Loaded


def load_dataset(dataset: Dataset, access: Access, library: Iterable[Quad]) -> Loaded:
    """
    The dataset at that level, for any day.

    Args:
        dataset: what to load.
        access: `PUBLIC` leaves every internal file unread.
        library: what the query library says of itself.

    Raises:
        SamverkanError: what reading raises.
    """
    described = list(library)
    sources = load_sources(dataset, access)
    span = _span(sources.store)

    def view_of(on: date | None) -> View:
        view = sources.as_of(on).validated()
        view.describe_queries(described)
        return view

    return Loaded(view_of, dataset.evaluation_date, span)


def load_file(path: Path) -> Loaded:
    """
    What is in the file and nothing else, of no day.

    Raises:
        SamverkanError: what reading raises.
    """
    view = load_as_it_is(path)
    return Loaded(lambda _: view)


def _span(store: Store) -> tuple[date, date]:
    """The first and the last day that any statement names."""
    days = set()
    for quad in store.quads_for_pattern(None, None, None):
        if isinstance(quad.object, Literal) and quad.object.datatype.value == XSD + "date":
            days.add(quad.object.value)
    known = sorted(filter(None, map(_day, days)))
    return (known[0], known[-1]) if known else (today(), today())


def _day(written: str) -> date | None:
    try:
        return parse_date(written)
    except DateError:
        return None

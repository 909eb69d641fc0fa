"""What a root loads: a dataset's sources at one level, or a file as it is."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, Quad, Store

from samverkan.dates import DateError, parse_date, today
from samverkan.errors import SamverkanError
from samverkan.namespaces import XSD
from samverkan.sources.dataset import Access, Dataset
from samverkan.store.view import View, load_as_it_is, load_sources
from samverkan.workers.root import Loaded


class FixedDayError(SamverkanError):
    """A file that is served as it is has no other day than that which it was made for."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: a file is taken as it is, so --as-of changes nothing; leave it out, or name "
            "the dataset that the file was made from"
        )
        self.path = path


def load_dataset(
    dataset: Dataset, access: Access, library: Iterable[Quad], own: date | None = None
) -> Loaded:
    """
    The dataset at that level, for any day.

    Args:
        dataset: what to load.
        access: `PUBLIC` leaves every internal file unread.
        library: what the query library says of itself.
        own: the day to speak of where none is asked for, instead of the dataset's own.

    Raises:
        SamverkanError: what reading raises.
    """
    described = list(library)
    sources = load_sources(dataset, access)
    default = own or dataset.evaluation_date
    span = _span(sources.store)

    def view_of(on: date | None) -> View:
        view = sources.as_of(on or default).validated()
        view.describe_queries(described)
        return view

    return Loaded(view_of, default, span)


def load_file(path: Path, on: date | None = None) -> Loaded:
    """
    What is in the file and nothing else, of no day.

    Raises:
        FixedDayError: if a day is asked for.
        SamverkanError: what reading raises.
    """
    if on is not None:
        raise FixedDayError(path)
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

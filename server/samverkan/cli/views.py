"""The view that a command's options ask for."""

from datetime import date
from pathlib import Path

from samverkan.query.library import shipped_library
from samverkan.sources.dataset import Access
from samverkan.sources.finding import locate
from samverkan.sources.opening import is_prepared, open_source
from samverkan.store.view import View, load_as_it_is, prepare
from samverkan.workers.loading import FixedDayError


def view_of(name_or_path: str, on: date | None, access: str) -> View:
    """The prepared view of a dataset, with the query library described in it."""
    view = prepare(open_source(name_or_path).dataset, on, Access(access))
    view.describe_queries(shipped_library().quads())
    return view


def view_to_ask(name_or_path: str, on: date | None, access: str) -> View:
    """The prepared view of a dataset; of a prepared export, what is in it."""
    path = locate(name_or_path)
    if path.is_file() and is_prepared(path):
        return view_as_it_is(path, on)
    return view_of(name_or_path, on, access)


def view_as_it_is(path: Path, on: date | None) -> View:
    """
    What is in the file, and nothing else.

    Raises:
        FixedDayError: if it is asked for as of a day.
    """
    if on is not None:
        raise FixedDayError(path)
    return load_as_it_is(path)

"""The view that a command's options ask for."""

from datetime import date

from samverkan.query.library import shipped_library
from samverkan.sources.dataset import Access
from samverkan.sources.opening import open_source
from samverkan.store.view import View, prepare


def view_of(name_or_path: str, on: date | None, access: str) -> View:
    """The prepared view of a dataset, with the query library described in it."""
    view = prepare(open_source(name_or_path).dataset, on, Access(access))
    view.describe_queries(shipped_library().quads())
    return view

"""Views of datasets, made once in a process: for tests that leave data and views as they are."""

from collections.abc import Callable
from datetime import date

from samverkan.sources.dataset import Access, Dataset
from samverkan.store.view import View, open_view, prepare

_views: dict[object, View] = {}


def _once(make: Callable[..., View]) -> Callable[..., View]:
    def view(dataset: Dataset, on: date | None = None, access: Access = Access.INTERNAL) -> View:
        key = (make, dataset.files, dataset.policies, on, access)
        if key not in _views:
            _views[key] = make(dataset, on, access)
        return _views[key]

    return view


opened_once = _once(open_view)
prepared_once = _once(prepare)

"""The store behind the answers: sources, derived triples and findings as of one day."""

from samverkan.store.view import View, load_as_it_is, open_view, prepare

__all__ = ["View", "load_as_it_is", "open_view", "prepare"]

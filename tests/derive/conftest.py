"""Deriving from a snippet of Turtle."""

from collections.abc import Callable

import pytest

from derive.snippets import FRAME, Derived


@pytest.fixture
def derived() -> Callable[..., Derived]:
    """Derive from a snippet of Turtle as of 2019-10-01, or another day."""

    def make(text: str, on: str = "2019-10-01", frame: str = FRAME) -> Derived:
        return Derived(text, on, frame)

    return make

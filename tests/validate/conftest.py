"""What several tests of validation look at."""

from dataclasses import replace

import pytest

from conftest import FIXTURES
from samverkan.sources.dataset import Access, read_dataset
from samverkan.store.view import View, open_view


@pytest.fixture(scope="session")
def gaps() -> View:
    """The small dataset with gaps, internal files and all."""
    return open_view(read_dataset(FIXTURES / "small-gaps"))


@pytest.fixture(scope="session")
def public_gaps() -> View:
    """The small dataset with gaps as the public may see it: without Bengtsfors' costs."""
    return open_view(read_dataset(FIXTURES / "small-gaps"), access=Access.PUBLIC)


@pytest.fixture(scope="session")
def without_policy() -> View:
    """The small dataset with gaps, held against no policy."""
    dataset = replace(read_dataset(FIXTURES / "small-gaps"), policies=())
    return open_view(dataset)

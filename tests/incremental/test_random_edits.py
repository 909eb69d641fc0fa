"""Whatever is edited, what is kept up to date equals what is opened and validated anew."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incremental.editing import edit, edits, from_scratch, live_view, sources
from samverkan.errors import SamverkanError

EXAMPLES = int(os.environ.get("SAMVERKAN_RANDOM_EDITS", "6"))


def assert_as_from_scratch(live):
    store, results = from_scratch(live.view, sources(live.view))
    assert set(live.view.store) == set(store)
    assert live.report.results == results


@pytest.mark.parametrize("name", ["small", "small-gaps"])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 100,
    suppress_health_check=list(HealthCheck),
)
@given(drawn=st.lists(edits, min_size=1, max_size=4))
def test_after_random_edits_and_back_the_view_is_as_from_scratch(name, drawn):
    live = live_view(name)
    before = sources(live.view)
    try:
        for one in drawn:
            now = sources(live.view)
            change = edit(now, *one)
            wanted = (set(now) - set(change.removed)) | set(change.added)
            try:
                live.revalidate(change.removed, change.added)
            except SamverkanError as error:
                with pytest.raises(type(error)):
                    from_scratch(live.view, sorted(wanted, key=str))
                assert sources(live.view) == now
            assert_as_from_scratch(live)
        now = set(sources(live.view))
        live.revalidate(now - set(before), set(before) - now)
        assert sources(live.view) == before
        assert_as_from_scratch(live)
    except BaseException:
        live_view.cache_clear()
        raise

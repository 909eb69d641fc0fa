"""Memory that was needed for a while goes back to the system."""

import sys

import psutil
import pytest

from samverkan.workers.memory import give_back


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of Linux does this")
def test_what_is_free_again_is_given_back():
    process = psutil.Process()
    pieces = [bytearray(4000) for _ in range(50_000)]
    last = bytearray(4000)  # above them in the heap, so that they cannot go by themselves
    full = process.memory_info().rss
    pieces.clear()
    give_back()

    assert last
    assert process.memory_info().rss < full - 100_000_000

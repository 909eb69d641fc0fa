"""
Have what a process shares with others for itself, in large pages.

A store of the engine counts who looks at each of its parts, so whoever only reads writes into
every page all the same, and copies it; and the processor finds its way about small pages with
trouble. `benchmarks/results-endpoint.md` has what it costs.
"""

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

_LARGE = 2 * 1024 * 1024
_MADV_HUGEPAGE, _MADV_COLLAPSE = 14, 25


def enlarge() -> Iterator[int]:
    """
    Copy the memory of this process into large pages of its own, one by each step.

    Where the system cannot (Linux can since 6.1), there is less to step through, or nothing.

    Yields:
        Bytes of the page that was made.

    Source:
        madvise(2), Linux: MADV_HUGEPAGE, MADV_COLLAPSE.
    """
    if sys.platform != "linux":
        return
    for start, end in _regions():
        _advise(start, end - start, _MADV_HUGEPAGE)
        for place in range(start, end, _LARGE):
            if _advise(place, _LARGE, _MADV_COLLAPSE):
                yield _LARGE


def _regions() -> list[tuple[int, int]]:
    """Where data lie: memory of no file, or of the heap, as far as large pages fill it."""
    found = []
    for line in Path("/proc/self/maps").read_text(encoding="ascii", errors="replace").splitlines():
        place, rights, *rest = line.split(maxsplit=5)
        if rights != "rw-p" or rest[3:] not in ([], ["[heap]"]):
            continue
        first, last = (int(number, 16) for number in place.split("-"))
        start, end = -(-first // _LARGE) * _LARGE, last // _LARGE * _LARGE
        if start < end:
            found.append((start, end))
    return found


def _advise(start: int, length: int, advice: int) -> bool:
    call = ctypes.CDLL(None).madvise
    call.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    return int(call(start, length, advice)) == 0

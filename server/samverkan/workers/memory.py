"""Give memory back to the system that was needed for a while."""

import ctypes
import sys
from collections.abc import Callable


def give_back() -> None:
    """
    Have the C library return what is free in it, where it can.

    Source:
        malloc_trim(3), GNU C library.
    """
    if _trim is not None:
        _trim(0)


def _find() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)


_trim = _find()

"""Time calls, in a process of their own where they may take too long."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import median
from time import perf_counter
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Timing(Generic[T]):
    """The median of some runs, and what the call gave."""

    seconds: float
    result: T


def timed(call: Callable[[], T], runs: int) -> Timing[T]:
    """The median of that many runs, after one that does not count."""
    call()
    taken = []
    for _ in range(runs):
        start = perf_counter()
        result = call()
        taken.append(perf_counter() - start)
    return Timing(median(taken), result)


def capped(call: Callable[[], T], runs: int, cap: float) -> Timing[T] | None:
    """
    The median of up to that many runs in a forked process, which is killed past the cap.

    Args:
        call: what to time; its result is sent over a pipe, so keep it small.
        runs: how many; fewer count if one of them is killed.
        cap: seconds that one run may take.

    Returns:
        None if not even the first run ended in time.

    Raises:
        RuntimeError: if the call fails.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(there, call, runs))
    process.start()
    there.close()
    taken: list[float] = []
    result: list[T] = []
    while len(taken) < runs and here.poll(cap):
        seconds, found = here.recv()
        if isinstance(found, Exception):
            process.join()
            raise RuntimeError(f"{type(found).__name__}: {found}") from found
        taken.append(seconds)
        result = [found]
    process.kill()
    process.join()
    return Timing(median(taken), result[0]) if taken else None


def _send(there: Connection, call: Callable[[], object], runs: int) -> None:
    for _ in range(runs):
        start = perf_counter()
        try:
            result = call()
        except Exception as error:  # whatever it is, the one who waits is told
            there.send((0.0, error))
            return
        there.send((perf_counter() - start, result))

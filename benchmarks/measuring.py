"""What the measurements share: data made once, seconds of processor time, tables of ratios."""

import gc
import os
import platform
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks.generator import SIZES, generate
from samverkan.sources.opening import open_source
from samverkan.store.view import View, open_view

Answer = TypeVar("Answer")
LIBRARIES = ("pyoxigraph", "shacl", "rdflib", "pyshacl", "pyshacl-turbo")


def view_of(size: str, data: Path) -> View:
    """The prepared view of a made-up dataset of that size, made if it is not there."""
    folder = data / size
    if not (folder / "dataset.ttl").is_file():
        generate(folder, SIZES[size])
    return open_view(open_source(str(folder)).dataset)


def timed(what: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds of processor time that it takes (one thread), and what it gives."""
    gc.collect()
    begun = time.process_time()
    answer = what()
    return time.process_time() - begun, answer


def spread(seconds: Iterable[float]) -> str:
    """Median and worst, in milliseconds."""
    told = [1000 * one for one in seconds]
    return f"{median(told):.1f} ({max(told):.1f})"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    heads = list(heads)
    lines = [f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join(lines) + "\n"


def ratio(slow: float, quick: float) -> str:
    """How many times longer, in two figures."""
    return (
        f"{slow / quick:.2g}" if quick and slow / quick < 10 else f"{slow / max(quick, 1e-9):.0f}"
    )


def machine() -> str:
    """What it was measured on, and with which libraries."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    used = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB memory, "
        f"Python {platform.python_version()}; {used}."
    )

"""
Stream a million rows to a reader that takes its time, and look at the memory meanwhile.

`python -m benchmarks.endpoint.stream`: the most that all processes together needed beyond what
they had before the first row, at full speed and to a slow reader. Fails (exit 1) where that is
more than 64 MB.
"""

import argparse
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks.endpoint import contenders
from benchmarks.endpoint.contenders import Server, url
from benchmarks.endpoint.data import prepared
from benchmarks.measuring import table

QUERY = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000"
_FLAT = 64 * 1024 * 1024
_PIECE = 256 * 1024


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endpoint.stream")
    parser.add_argument("--data", type=Path, default=Path("build/benchmarks"))
    parser.add_argument("--slow", type=float, default=20, help="seconds of the slow reader")
    options = parser.parse_args()
    file = prepared("1m", options.data)
    rows, worst = [], 0
    with contenders.samverkan(file) as server:
        server.rest()
        _read(server, 0)
        _read(server, 0)
        for name, seconds in (("as fast as it goes", 0.0), ("a slow reader", options.slow)):
            begun = time.perf_counter()
            lines, size, grown = _read(server, seconds)
            took = time.perf_counter() - begun
            worst = max(worst, grown)
            told = (f"{size / 2**20:.0f}", f"{took:.1f}", f"{grown / 2**20:+.0f}")
            rows.append((name, lines, *told))
    print(table(("reader", "rows", "MB", "seconds", "memory beyond that before, MB"), rows))
    sys.exit(worst > _FLAT)


def _read(server: Server, seconds: float) -> tuple[int, int, int]:
    """Rows, bytes, and how much more memory there was than before, at the most."""
    before = server.memory()
    lines = size = 0
    most = before
    looked = time.monotonic()
    asked = Request(url(server.endpoint, QUERY), headers={"Accept": "text/csv"})
    with urlopen(asked, timeout=600) as answer:
        while piece := answer.read(_PIECE):
            lines += piece.count(b"\r")
            size += len(piece)
            if seconds:
                time.sleep(seconds * len(piece) / (120 * 2**20))
            if time.monotonic() - looked > 0.5:
                most = max(most, server.memory())
                looked = time.monotonic()
    return lines - 1, size, max(most, server.memory()) - before


if __name__ == "__main__":
    main()

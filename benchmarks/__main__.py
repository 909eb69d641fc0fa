"""Run all comparisons and write them to `results.md`; exit 1 if a stored query is too slow."""

import argparse
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks import queries, validation

RESULTS = Path(__file__).parent / "results.md"
LIBRARIES = ("pyoxigraph", "shacl", "rdflib", "pyshacl", "pyshacl-turbo")


def main() -> int:
    """Compare, write and say where."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--dataset", default="example", metavar="NAME|PATH")
    dataset = parser.parse_args().dataset
    asked, slowest = queries.compare(dataset)
    lines = [
        "# Benchmarks",
        "",
        f"Dataset `{dataset}`. Made by `make bench`, all in one run on one machine: compare the",
        "contenders with each other, not the seconds with those of another day.",
        "",
        _machine(),
        "",
        *validation.compare(dataset),
        "",
        *asked,
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(RESULTS)
    if slowest > queries.LIMIT:
        print(f"a stored query takes {slowest:.0f} ms; at most {queries.LIMIT:.0f} are allowed")
        return 1
    return 0


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    used = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB memory, "
        f"Python {platform.python_version()}; {used}."
    )


if __name__ == "__main__":
    sys.exit(main())

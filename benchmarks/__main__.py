"""Run all comparisons and write them to `results.md`; exit 1 if a stored query is too slow."""

import argparse
import sys
from pathlib import Path

from benchmarks import queries, validation
from benchmarks.measuring import machine

RESULTS = Path(__file__).parent / "results.md"


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
        machine(),
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


if __name__ == "__main__":
    sys.exit(main())

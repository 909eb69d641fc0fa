"""
Write the made-up example dataset in `data/example/` from the tables in `tools/example/tables/`.

    python tools/make_example.py            # write the files
    python tools/make_example.py --check    # exit 1 if a file is not what would be written

The same tables always give the same files. The register is first made complete, without a
finding; then the intended gaps are made in it, and listed in `gaps.csv` as they are made.
"""

import sys
from pathlib import Path

from example import build
from example.files import written
from example.gaps import gaps_csv, make_gaps

FOLDER = Path(__file__).resolve().parent.parent / "data" / "example"


def files() -> dict[str, str]:
    """The content of every file of the example, by file name."""
    register = build.register()
    gaps = make_gaps(register)
    return {**written(register), "gaps.csv": gaps_csv(gaps)}


def main() -> int:
    """Write the files, or compare them with those that there are."""
    made = files()
    if "--check" in sys.argv:
        there = {p.name: p.read_text(encoding="utf-8") for p in FOLDER.iterdir() if p.is_file()}
        there.pop("README.md", None)
        differing = sorted(n for n in made | there if made.get(n) != there.get(n))
        for name in differing:
            print(f"{FOLDER.name}/{name}: not what tools/make_example.py writes; run it")
        return 1 if differing else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (FOLDER / name).write_text(content, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Two hundred faults in copies of the example: each is found, and at the right line."""

import shutil
from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from faults.kinds import KINDS, Fault
from faults.text import EXAMPLE, blocks
from samverkan.cli.checking import Asked, check

SEED = 1
COUNT = 200
BATCHES = 2

#: File and line, and the codes of the shapes that are reported there.
Where = dict[tuple[str, int], set[str]]


@pytest.fixture(scope="module")
def made() -> list[tuple[str, Fault]]:
    """As many of every kind, each in a thing that no other fault is in or points at."""
    chance = Random(SEED)
    waiting = list(blocks())
    chance.shuffle(waiting)
    found: list[tuple[str, Fault]] = []
    taken: set[str] = set()
    pointed_at: set[str] = set()
    while len(found) < COUNT:
        for kind in KINDS:
            block, fault = next(
                (block, fault)
                for block in waiting
                if block.name not in taken | pointed_at
                and not taken & block.points_at
                and (fault := kind(block, chance))
                and not (taken | pointed_at) & fault.things
            )
            taken |= fault.things
            pointed_at |= block.points_at - fault.things
            found.append((kind.__name__.replace("_", " "), fault))
    return found[:COUNT]


@pytest.fixture(scope="module")
def reported(
    made: list[tuple[str, Fault]], tmp_path_factory: pytest.TempPathFactory
) -> list[Where]:
    """For each copy of the example, with its part of the faults, what is reported where."""
    found = []
    for number in range(BATCHES):
        folder = tmp_path_factory.mktemp("copy") / "example"
        shutil.copytree(EXAMPLE, folder)
        for _, fault in made[number::BATCHES]:
            put(fault, folder)
        found.append(where(folder))
    return found


def test_every_fault_is_found_at_its_line(made: list[tuple[str, Fault]], reported: list[Where]):
    missed = [
        f"{kind}: {file}:{line}: {missing}"
        for number, (kind, fault) in enumerate(made)
        for (file, line), shapes in fault.expected.items()
        if (missing := shapes - reported[number % BATCHES].get((file, line), set()))
    ]

    assert len(made) == COUNT
    assert not missed, missed


def test_no_fault_is_found_where_it_was_not_made(
    made: list[tuple[str, Fault]], reported: list[Where]
):
    invented = [
        f"{kind}: {file}:{line}: {found}"
        for number, (kind, fault) in enumerate(made)
        for (file, line), shapes in fault.expected.items()
        if (found := shapes & reported[(number + 1) % BATCHES].get((file, line), set()))
    ]

    assert not invented, invented


def put(fault: Fault, folder: Path) -> None:
    """Change the fault's lines in the folder's copy of its file."""
    path = folder / fault.file
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, text in fault.lines.items():
        assert lines[number - 1] != text
        lines[number - 1] = text
    path.write_text("\n".join(lines), encoding="utf-8")


def where(folder: Path) -> Where:
    """The codes of the shapes that are reported at each line, as `samverkan validate` does."""
    found: Where = defaultdict(set)
    [checked] = check(Asked(paths=(str(folder),)))
    for result in checked.report.results:
        if result.place and result.place.line:
            found[Path(result.place.file).name, result.place.line].add(result.code)
    return found

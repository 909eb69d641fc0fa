"""One change to a dataset without findings gives the findings of that change and nothing else."""

import pytest

from samverkan.namespaces import PREFIXES, THINGS
from samverkan.validate.shapes import shipped_shapes
from validate.mutating import add, changed
from validate.mutations import MUTATIONS


def test_the_unchanged_dataset_has_no_finding():
    assert findings(add("")) == []


@pytest.mark.parametrize(
    ("update", "expected"), [m[1:] for m in MUTATIONS], ids=[m[0] for m in MUTATIONS]
)
def test_a_change_is_found_and_nothing_else(update: str, expected: str):
    assert findings(update) == sorted(
        line.strip() for line in expected.splitlines() if line.strip()
    )


def test_every_requirement_shape_is_broken_by_a_change():
    broken = {
        line.split()[0]
        for _, _, expected in MUTATIONS
        for line in expected.splitlines()
        if line.strip()
    }
    shapes = {s.code for s in shipped_shapes().shapes.values() if s.requirements and s.messages}

    assert shapes <= broken


def test_every_change_has_a_name_of_its_own():
    assert len({name for name, _, _ in MUTATIONS}) == len(MUTATIONS) >= 45


def findings(update: str) -> list[str]:
    """The findings as `shape thing`, each thing as short as the table of changes has it."""
    return sorted(
        f"{result.code} {short(result.focus)}" for result in changed(update).report.results
    )


def short(focus: str) -> str:
    return focus.removeprefix(PREFIXES["mun"]).removeprefix(THINGS + "small-")

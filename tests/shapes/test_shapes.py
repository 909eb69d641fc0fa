"""Every shape: its texts, its links to the policy, and its two fixtures."""

from collections.abc import Callable
from pathlib import Path

import pytest

from samverkan.store.view import View
from samverkan.validate.engine import RawResult, fast, reference
from samverkan.validate.shapes import Shape, ShapesGraph, shipped_shapes


FIXTURES = Path(__file__).parent.parent / "fixtures" / "shapes"
SHAPES = shipped_shapes()
#: Shapes that say something of their own: hosts that only carry a target do not.
TELLING = [shape for shape in SHAPES.shapes.values() if shape.messages]
CODES = sorted(shape.code for shape in TELLING)


def _data(view: View) -> str:
    return view.store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()).decode()


def _of(shape: Shape, results: list[RawResult]) -> list[RawResult]:
    return [result for result in results if result.shape == f"<{shape.iri}>"]


def test_there_are_shapes_to_test():
    assert len(CODES) > 100


@pytest.mark.parametrize("code", CODES)
def test_every_shape_fires_on_its_invalid_fixture_and_stays_silent_on_its_valid_one(
    code: str, fixture_view: Callable[[Path], View]
):
    shape = next(shape for shape in TELLING if shape.code == code)
    found = {}
    for name in ("valid", "invalid"):
        view = fixture_view(FIXTURES / code / f"{name}.ttl")
        found[name] = [result for result in view.report.results if result.shape == shape.iri]

    assert not found["valid"]
    assert found["invalid"]


def test_no_fixture_is_left_over():
    assert sorted(path.name for path in FIXTURES.iterdir()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_every_message_speaks_both_languages(code: str):
    shape = next(shape for shape in TELLING if shape.code == code)

    assert set(shape.messages) == {"sv", "en"}
    assert set(shape.names) == {"sv", "en"}

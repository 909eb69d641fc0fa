"""Every shape: its texts, its links to the policy, and its two fixtures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, serialize

from samverkan.namespaces import THINGS
from samverkan.store.view import View
from samverkan.validate.shapes import shipped_shapes
from shapes.joining import FIXTURES, joined

#: Shapes that say something of their own: hosts that only carry a target do not.
TELLING = {s.code: s for s in shipped_shapes().shapes.values() if s.messages}
#: These look around, at other things, at the dataset or at all of a graph: a view each.
WIDE = sorted(
    code
    for code, shape in TELLING.items()
    if shape.requirements or code.startswith(("Term-", "Graph-"))
)
#: Well-formedness shapes look at a thing and its values: all fixtures share a view.
NARROW = sorted(set(TELLING) - set(WIDE))


def test_there_are_shapes_to_test():
    assert len(WIDE) > 80
    assert len(NARROW) > 100


@pytest.mark.parametrize("code", WIDE)
def test_every_shape_fires_on_its_invalid_fixture_and_stays_silent_on_its_valid_one(
    code: str, fixture_view: Callable[[Path], View]
):
    fired = {}
    for name in ("valid", "invalid"):
        view = fixture_view(FIXTURES / code / f"{name}.ttl")
        view.shapes = shipped_shapes().only([TELLING[code].iri])
        fired[name] = [result for result in view.report.results if result.code == code]

    assert not fired["valid"]
    assert fired["invalid"]


@pytest.mark.parametrize("code", NARROW)
def test_every_well_formedness_shape_fires_on_its_invalid_fixture_only(
    code: str, fired_together: dict[str, set[tuple[str, str]]]
):
    assert (code, code) not in fired_together["valid"]
    assert (code, code) in fired_together["invalid"]


def test_no_fixture_is_left_over():
    assert sorted(path.name for path in FIXTURES.iterdir()) == sorted(TELLING)


@pytest.mark.parametrize("code", sorted(TELLING))
def test_every_message_speaks_both_languages(code: str):
    assert set(TELLING[code].messages) == {"sv", "en"}
    assert set(TELLING[code].names) == {"sv", "en"}


@pytest.fixture(scope="module")
def fired_together(
    fixture_view: Callable[[Path], View], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, set[tuple[str, str]]]:
    """Which shape fires on which fixture, the fixtures of a kind joined into one graph."""
    folder = tmp_path_factory.mktemp("joined")
    fired = {}
    for name in ("valid", "invalid"):
        path = folder / f"{name}.nt"
        path.write_bytes(serialize(joined(NARROW, name), format=RdfFormat.N_TRIPLES) or b"")
        view = fixture_view(path)
        view.shapes = shipped_shapes().only(TELLING[code].iri for code in NARROW)
        fired[name] = {
            (result.focus.removeprefix(THINGS).split("/")[1], result.code)
            for result in view.report.results
            if result.focus.startswith(THINGS + "fixture/")
        }
    return fired

"""Every shape: its texts, its links to the policy, and its two fixtures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, serialize

from samverkan.namespaces import THINGS
from samverkan.registers.checking import SEVERITY
from samverkan.registers.importing import read_register
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
ELSEWHERE = {code for code in TELLING if code.startswith(("Waiver-", "Register-"))}
NARROW = sorted(set(TELLING) - set(WIDE) - ELSEWHERE)
#: What is wrong with waivers: found where they are held against the results.
WAIVERS = sorted(code for code in ELSEWHERE if code.startswith("Waiver-"))
#: What is wrong with workbooks and tables: found when they are read.
REGISTERS = sorted(ELSEWHERE - set(WAIVERS))


def test_there_are_shapes_to_test():
    assert len(WIDE) > 80
    assert len(NARROW) > 100
    assert len(WAIVERS) == 3
    assert len(REGISTERS) == 6


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


@pytest.mark.parametrize("code", WAIVERS)
def test_every_shape_on_waivers_fires_on_the_invalid_one_only(
    code: str, fixture_view: Callable[[Path], View]
):
    fired = {}
    for name in ("valid", "invalid"):
        view = fixture_view(FIXTURES / code / f"{name}.ttl")
        waivable = "Required-Application-function"
        view.shapes = shipped_shapes().only([TELLING[code].iri, TELLING[waivable].iri])
        view.waivers = FIXTURES / code / f"{name}.toml"
        fired[name] = {result.code for result in view.report.results if result.stands}

    assert not fired["valid"]
    assert code in fired["invalid"]


@pytest.mark.parametrize("code", REGISTERS)
def test_every_shape_on_registers_fires_on_the_invalid_one_only(code: str):
    found = {}
    for name in ("valid", "invalid"):
        table = FIXTURES / code / f"{name}.csv"
        problems = read_register(table, municipality="1461", strict=False).problems
        found[name] = {(problem.code, SEVERITY[problem.grade]) for problem in problems}

    assert not found["valid"]
    assert found["invalid"] == {(code, TELLING[code].severity)}


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

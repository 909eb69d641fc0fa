"""Every engine, as they are asked here, against the W3C SHACL test suite (core and sparql)."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from benchmarks.turbo import turbo
from pyoxigraph import RdfFormat, parse

from needs import needs
from samverkan.namespaces import SH
from samverkan.validate.fast import fast
from samverkan.validate.raw_results import EngineError
from samverkan.validate.reference import reference
from samverkan.validate.shapes import ShapesGraph
from w3c.suite import Case, cases, suite

DEVIATIONS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("deviations.toml").read_text(encoding="utf-8")
)
ALONE = {"fast": fast, "reference": reference, "turbo": turbo}


@pytest.fixture(scope="module")
def every_case() -> list[Case]:
    found = suite()
    needs(
        found,
        "the W3C SHACL test suite, which lies in the source distribution of pySHACL; "
        "fetch it with: PYTHONPATH=server:tests python -m w3c.suite",
    )
    assert found
    return list(cases(found))


def test_the_suite_is_there_in_full(every_case: list[Case]):
    parts = [case.name.split("/")[0] for case in every_case]

    assert (parts.count("core"), parts.count("sparql")) == (98, 23)


@pytest.mark.parametrize("engine", ALONE)
def test_an_engine_gives_what_the_suite_expects_but_for_what_is_listed(
    engine: str, every_case: list[Case]
):
    found = {case.name: told for case in every_case if (told := differing(engine, case))}

    unlisted = {name: told for name, told in found.items() if name not in DEVIATIONS[engine]}
    assert not unlisted, unlisted
    assert set(DEVIATIONS[engine]) == set(found), "a deviation that is listed is none any more"


def test_every_deviation_has_a_reason():
    assert set(DEVIATIONS) == set(ALONE)
    for listed in DEVIATIONS.values():
        assert all(len(reason) > 20 for reason in listed.values())


def differing(engine: str, case: Case) -> str:
    """What the engine gives too much and too little; empty if it gives what is expected."""
    severities = severities_of(case.shapes)
    try:
        given = [
            (
                *(result.focus, result.shape, result.component, result.path, result.value),
                severities.get(result.shape, ""),
            )
            for result in ALONE[engine](case.data, case.shapes)
        ]
    except EngineError as error:
        return "" if case.expected is None else str(error)
    if case.expected is None:
        return f"no failure, but {given}"
    expected = [
        (*terms, severity if terms[1] in severities else "") for *terms, severity in case.expected
    ]
    if sorted(given) == sorted(expected):
        return ""
    return f"too much {minus(given, expected)}, too little {minus(expected, given)}"


def severities_of(shapes: str) -> dict[str, str]:
    """The severity of each named shape, as it is read here: engines are not asked for it."""
    graph = ShapesGraph(parse(shapes, format=RdfFormat.N_TRIPLES))
    return {
        f"<{shape.iri}>": f"<{shape.severity if ':' in shape.severity else SH + shape.severity}>"
        for shape in graph.shapes.values()
    }


def minus(one: Iterable[tuple[str, ...]], other: Iterable[tuple[str, ...]]) -> list[object]:
    left = list(one)
    for result in other:
        if result in left:
            left.remove(result)
    return left

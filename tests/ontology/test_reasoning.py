"""A reasoner finds no contradiction where there is none, and finds those that there are."""

import pytest

from ontology.reasoning import contradictions
from ontology.vocabulary import ROOT, turtle_files

FIXTURES = ROOT / "tests" / "fixtures"
ONTOLOGY = turtle_files("ontology")


def test_the_ontology_does_not_contradict_itself():
    assert contradictions(ONTOLOGY) == []


def test_kinds_that_may_coincide_are_no_contradiction():
    assert contradictions([*ONTOLOGY, FIXTURES / "reasoning" / "consistent.ttl"]) == []


@pytest.mark.parametrize("folder", ["tests/fixtures/small", "data/policy", "data/registers"])
def test_data_do_not_contradict_the_ontology(folder):
    files = turtle_files(folder)
    assert files, f"no data in {folder}"
    assert contradictions([*ONTOLOGY, *files]) == []


@pytest.mark.parametrize(
    "thing",
    [
        "application/that-sells",
        "it-unit/that-is-an-administration",
        "agreement/that-replaces-itself",
        "2015-01-01 and 2016-01-01",
    ],
)
def test_each_contradiction_is_found(contradictory, thing):
    assert [message for message in contradictory if thing in message]


def test_nothing_else_is_found(contradictory):
    assert len(contradictory) == 5, contradictory


def test_reasoning_about_nothing_is_an_error():
    with pytest.raises(ValueError, match="no triples"):
        contradictions([])


@pytest.fixture(scope="module")
def contradictory():
    return contradictions([*ONTOLOGY, FIXTURES / "reasoning" / "contradictory.ttl"])

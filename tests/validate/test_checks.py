"""Checks of the sources that no shape can make."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from samverkan.namespaces import DATASETS, GRAPHS, PREFIXES, SHAPES, THINGS
from samverkan.sources.dataset import Dataset, SourceFile
from samverkan.sources.shared import shared_store
from samverkan.validate.checks import source_checks

GRAPH = NamedNode(GRAPHS + "fixture")
BASE = THINGS + "fixture/"


@dataclass
class Finder:
    """Results of the checks on a source graph with those triples, as `shape thing value`."""

    store: Store

    def __call__(self, turtle: str, *, bases: tuple[str, ...] = (BASE,)) -> list[tuple[str, ...]]:
        for quad in list(self.store.quads_for_pattern(None, None, None, GRAPH)):
            self.store.remove(quad)
        head = "".join(f"@prefix {name}: <{iri}> . " for name, iri in PREFIXES.items())
        for quad in parse(f"@base <{BASE}> . {head} {turtle}", format=RdfFormat.TURTLE):
            self.store.add(Quad(quad.subject, quad.predicate, quad.object, GRAPH))
        return sorted(
            (
                result.shape.removeprefix(f"<{SHAPES}").removesuffix(">"),
                result.focus.removeprefix(f"<{BASE}").removesuffix(">"),
                result.value.removeprefix("<").removesuffix(">").rsplit("/", 1)[-1],
            )
            for result in source_checks(self.store, dataset(bases))
        )


def dataset(bases: tuple[str, ...]) -> Dataset:
    file = SourceFile(Path("fixture.ttl"), GRAPH, id_bases=bases)
    return Dataset(
        iri=NamedNode(DATASETS + "fixture"),
        name="fixture",
        labels={},
        files=(file,),
        members=(),
        policies=(),
        evaluation_date=None,
        fictional=True,
        description=(),
    )


@pytest.fixture(scope="module")
def found() -> Finder:
    store = shared_store()
    for quad in list(store):
        store.add(Quad(quad.subject, quad.predicate, quad.object))
    return Finder(store)


def test_known_terms_in_their_place_are_no_finding(found: Finder):
    assert not found(
        """
        <application/one> a smv:Application ; smv:function code:function-finance ;
            smv:applicationOf mun:1461 ; rdfs:label "En"@sv .
        """
    )


@pytest.mark.parametrize(
    ("triple", "term"),
    [
        ("<a/1> smv:apliesTo mun:1461 .", "apliesTo"),
        ("<a/1> a smv:Aplication .", "Aplication"),
        ("<a/1> smv:function code:function-finanse .", "function-finanse"),
        ("<a/1> smv:citesPolicy dalsland:R-9.9 .", "R-9.9"),
        ("<a/1> smv:user mun:9999 .", "9999"),
    ],
)
def test_a_term_that_nothing_describes_is_unknown(triple: str, term: str, found: Finder):
    assert found(triple) == [("Term-unknown", "a/1", term)]


def test_terms_of_others_are_not_ours_to_check(found: Finder):
    assert not found("<a/1> <https://example.org/p> <https://example.org/o> ; rdfs:nolabel 1 .")


def test_words_that_look_like_terms_are_words(found: Finder):
    assert not found('<a/1> rdfs:label "https://w3id.org/samverkan/ns/apliesTo"@sv .')


@pytest.mark.parametrize(
    ("triple", "term"),
    [
        ("<a/1> smv:inForce true .", "inForce"),
        ("<a/1> smv:systemOwner <post/1> .", "systemOwner"),
        ("<a/1> a smv:GovernedApplication .", "GovernedApplication"),
    ],
)
def test_a_derived_term_in_a_source_is_one_finding(triple: str, term: str, found: Finder):
    assert found(triple) == [("Term-derived", "a/1", term)]


def test_a_thing_belongs_to_the_graph_whose_base_it_begins_with(found: Finder):
    stray = "<https://w3id.org/samverkan/id/elsewhere/a/1> a smv:Application ."

    assert {shape for shape, _, _ in found(stray)} == {"Graph-subject"}
    assert not found(stray, bases=(BASE, THINGS + "elsewhere/"))
    assert not found(stray, bases=())


def test_a_graph_may_speak_of_itself(found: Finder):
    assert not found(f"<{GRAPH.value}> smv:fictional true .")


def test_the_place_of_an_unknown_term_is_the_property(found: Finder):
    found("<a/1> smv:function code:function-finanse .")
    [result] = source_checks(found.store, dataset((BASE,)))

    assert result.path == "<https://w3id.org/samverkan/ns/function>"
    assert result.value == "<https://w3id.org/samverkan/ns/code/function-finanse>"

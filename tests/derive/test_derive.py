"""The whole of it: which graphs are written, and that only sources and day decide."""

import re
from datetime import date

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from derive.snippets import DATASET, EX, REGISTER, node, store_of
from samverkan.derive import NoDatasetNodeError, derive, plan
from samverkan.derive.evaluation import Evaluation
from samverkan.derive.graphs import write
from samverkan.namespaces import DERIVED_GRAPH, EVALUATION_GRAPH, RDF, XSD


def content(store: Store) -> set[Quad]:
    return set(store.quads_for_pattern(None, None, None))


def test_the_evaluation_says_of_what_and_as_of_when():
    store = store_of("")

    derive(store, date(2019, 10, 1), DATASET)

    said = {
        (quad.predicate, quad.object.value)
        for quad in store.quads_for_pattern(node("smv:evaluation"), None, None, EVALUATION_GRAPH)
    }
    assert said == {
        (node("smv:asOf"), "2019-10-01"),
        (node("smv:ofDataset"), DATASET.value),
    }


def test_dates_are_plain_dates():
    store = store_of(REGISTER)

    derive(store, date(2019, 10, 1), DATASET)

    days = list(store.quads_for_pattern(None, node("smv:endsOn"), None, DERIVED_GRAPH))
    assert {str(quad.object) for quad in days} == {f'"2020-12-31"^^<{XSD}date>'}


def test_every_derived_triple_stands_once_in_the_default_graph_too():
    store = store_of(REGISTER)
    sources = content(store)

    derive(store, date(2019, 10, 1), DATASET)

    added = content(store) - sources
    plain = {q for q in added if q.graph_name == DefaultGraph()}
    named = {Quad(q.subject, q.predicate, q.object) for q in added - plain}
    assert plain == named
    assert {q.graph_name for q in added - plain} == {DERIVED_GRAPH, EVALUATION_GRAPH}


def test_what_a_source_says_is_not_derived_again():
    store = store_of("ex:north a org:Organization .")

    derive(store, date(2019, 10, 1), DATASET)

    graphs = {
        quad.graph_name
        for quad in store.quads_for_pattern(
            node("ex:north"), NamedNode(RDF + "type"), node("org:Organization")
        )
    }
    assert graphs == {DefaultGraph(), NamedNode(EX + "graph")}


def test_deriving_again_gives_what_a_fresh_store_gives():
    store = store_of(REGISTER)
    for day in (date(2012, 6, 1), date(2030, 1, 1), date(2019, 10, 1)):
        derive(store, day, DATASET)
    fresh = store_of(REGISTER)

    derive(fresh, date(2019, 10, 1), DATASET)

    assert content(store) == content(fresh)


def test_deriving_again_keeps_what_a_source_has_come_to_say_too():
    store = store_of("")
    derive(store, date(2019, 10, 1), DATASET)
    later = (node("ex:north"), NamedNode(RDF + "type"), node("org:Organization"))
    store.add(Quad(*later, NamedNode(EX + "later")))

    derive(store, date(2019, 10, 2), DATASET)

    assert Quad(*later) in store
    assert Quad(*later, DERIVED_GRAPH) not in store


def test_only_the_default_graph_is_read():
    store = store_of("")
    hidden = Quad(
        node("ex:hidden"), NamedNode(RDF + "type"), node("smv:Application"), NamedNode(EX + "other")
    )
    store.add(hidden)

    derive(store, date(2019, 10, 1), DATASET)

    assert not list(store.quads_for_pattern(node("ex:hidden"), node("smv:lifecycleStatus"), None))


def test_a_dataset_that_is_not_described_is_refused():
    with pytest.raises(NoDatasetNodeError, match=r"dataset\.ttl") as error:
        derive(store_of(""), date(2019, 10, 1), NamedNode(EX + "unknown"))

    assert error.value.dataset == NamedNode(EX + "unknown")


@pytest.mark.parametrize(
    "value", ['"2019-13-01"^^xsd:date', '"2019-01-01"', '"soon"@en', "ex:north", "17", "2019.5"]
)
@pytest.mark.parametrize("name", ["from", "until", "inUseFrom", "takesEffectOn", "noticeGivenOn"])
def test_a_value_that_is_no_date_is_passed_over(name: str, value: str):
    things = " .\n".join(
        f"ex:{kind} a smv:{kind} ; smv:{name} {value}"
        for kind in ("Use", "Application", "Agreement", "Change", "GoverningDocument")
    )

    store = store_of(f"{things} .")
    derive(store, date(2019, 10, 1), DATASET)

    [status] = store.quads_for_pattern(
        node("ex:Application"), node("smv:lifecycleStatus"), None, DERIVED_GRAPH
    )
    assert status.object == node("code:lifecycleStatus-inUse")
    assert Quad(node("ex:Agreement"), node("smv:inForce"), Literal(True)) in store
    for kind in ("Use", "GoverningDocument"):
        current = Quad(node(f"ex:{kind}"), NamedNode(RDF + "type"), node("smv:Current"))
        assert current in store


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("on", [date.min, date(2019, 10, 1), date.max])
def test_days_at_the_ends_of_the_calendar_do_no_harm(day: str, on: date):
    store = store_of(re.sub(r"<\d{4}-\d\d-\d\d>", f"<{day}>", REGISTER))

    derive(store, on, DATASET)

    assert Quad(node("ex:northSchools"), node("smv:topOrganization"), node("ex:north")) in store


@pytest.mark.parametrize("derivation", plan(), ids=lambda derivation: derivation.name)
def test_every_derivation_writes_what_it_says_it_writes(derivation):
    store = store_of(REGISTER)
    evaluation = Evaluation(DATASET, date(2019, 10, 1))
    write(store, EVALUATION_GRAPH, evaluation.triples())
    for earlier in plan():
        if earlier.name == derivation.name:
            break
        write(store, DERIVED_GRAPH, earlier(store, evaluation))

    written = set()
    for triple in derivation(store, evaluation):
        is_type = triple.predicate.value == RDF + "type" and "rdf:type" not in derivation.writes
        written.add(triple.object if is_type else triple.predicate)

    assert written == {node(name) for name in derivation.writes}

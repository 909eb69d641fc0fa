"""The registers: what the policy itself states of 2008-2009, and nothing else."""

import csv
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from once import opened_once
from samverkan.sources.dataset import read_dataset
from samverkan.store.view import open_view

DATA = Path(__file__).resolve().parents[2] / "data"
FOLDER = DATA / "registers"
IDS = "https://w3id.org/samverkan/id/registers/"
REFERENCE = "https://w3id.org/samverkan/id/reference/"
GRAPH = "https://w3id.org/samverkan/graph/registers"
POLICY = "https://w3id.org/samverkan/policy/dalsland-2009/policy"
PUBLISHER = IDS + "organization/samverkan-contributors"
SMV = "https://w3id.org/samverkan/ns/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
DCTERMS = "http://purl.org/dc/terms/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
MUN = REFERENCE + "municipality/"
FIVE = {MUN + code for code in ("1438", "1439", "1460", "1461", "1492")}


def read(folder: Path, pattern: str) -> list[Quad]:
    files = sorted(folder.glob(pattern))
    assert files, f"no file {pattern} in {folder}"
    return [quad for file in files for quad in parse(file.read_bytes(), RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return read(FOLDER, "dalsland-2008.ttl")


@pytest.fixture(scope="module")
def dataset() -> list[Quad]:
    return read(FOLDER, "dataset.ttl")


def objects(quads: list[Quad], predicate: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == predicate:
            found.setdefault(quad.subject.value, set()).add(quad.object.value)
    return found


def of_type(quads: list[Quad], name: str) -> set[str]:
    return {q.subject.value for q in quads if q.predicate == TYPE and q.object.value == SMV + name}


def test_the_dataset_is_real_and_dated_before_the_planned_system(dataset: list[Quad]) -> None:
    about = "https://w3id.org/samverkan/dataset/registers"

    assert objects(dataset, SMV + "fictional")[about] == {"false"}
    assert objects(dataset, SMV + "evaluationDate")[about] == {"2009-06-01"}
    assert objects(dataset, SMV + "evaluatedAgainst")[about] == {POLICY}
    assert objects(dataset, SMV + "member")[about] == FIVE | {REFERENCE + "organization/dkf"}


def test_every_file_of_the_dataset_is_there_and_public(dataset: list[Quad]) -> None:
    files = objects(dataset, SMV + "file")

    assert {name for names in files.values() for name in names} == {
        path.name for path in FOLDER.glob("*.ttl") if path.name != "dataset.ttl"
    }
    assert set(objects(dataset, DCTERMS + "accessRights")) == set(files)
    for rights in objects(dataset, DCTERMS + "accessRights").values():
        assert rights == {"http://publications.europa.eu/resource/authority/access-right/PUBLIC"}


def test_neither_municipalities_nor_federation_are_said_to_publish_it(
    dataset: list[Quad], quads: list[Quad]
) -> None:
    publishers = set.union(*objects(dataset, DCTERMS + "publisher").values())

    assert publishers == {PUBLISHER}
    assert PUBLISHER in {quad.subject.value for quad in quads}


def test_every_fact_cites_the_policy_and_the_page(quads: list[Quad]) -> None:
    things = {quad.subject.value for quad in quads} - {GRAPH, PUBLISHER}
    source, page = objects(quads, DCTERMS + "source"), objects(quads, SMV + "page")

    assert things
    assert {thing for thing in things if source.get(thing) != {POLICY}} == set()
    assert {thing for thing in things if not page.get(thing)} == set()
    assert set.union(*page.values()) == {"3", "6", "8"}


def test_what_the_policy_leaves_open_is_not_filled_in(quads: list[Quad]) -> None:
    stated = {q.object.value.removeprefix(SMV) for q in quads if q.predicate == TYPE}

    assert stated == {
        "http://www.w3.org/ns/org#Organization",
        "Application",
        "Cooperation",
        "CooperationPotential",
        "ITFunction",
        "ITManagersGroup",
        "ITUnit",
        "Participation",
        "Product",
    }
    assert {q.predicate.value.removeprefix(SMV) for q in quads}.isdisjoint(
        {"suppliedBy", "applicationOf", "responsibleMunicipality", "inUseFrom", "initiatedBy"}
    )


def test_the_hr_and_payroll_system_is_a_plan_and_nothing_more(quads: list[Quad]) -> None:
    payroll = IDS + "application/hr-payroll"

    assert objects(quads, SMV + "plannedInUseFrom") == {payroll: {"2009-12-31"}}
    assert payroll not in {c for found in objects(quads, SMV + "concerns").values() for c in found}


def test_only_the_two_neighbours_are_said_to_take_part(quads: list[Quad]) -> None:
    participants = set.union(*objects(quads, SMV + "participant").values())
    joined = set.union(*objects(quads, SMV + "participatesIn").values())

    assert participants == {MUN + "1765", MUN + "1785"}
    assert joined == {IDS + "cooperation/telephone-system-with-neighbours"}


def test_the_telephone_system_is_made_of_the_two_products_named(quads: list[Quad]) -> None:
    assert objects(quads, SMV + "usesProduct") == {
        IDS + "application/telephone-system-with-neighbours": of_type(quads, "Product")
    }


def test_each_of_the_five_has_its_administrative_it_unit(quads: list[Quad]) -> None:
    units = objects(quads, "http://www.w3.org/ns/org#unitOf")
    kinds = objects(quads, SMV + "itUnitKind")

    assert set(units) == of_type(quads, "ITUnit") == set(kinds)
    assert set.union(*units.values()) == FIVE
    assert len(units) == len(FIVE)
    assert set.union(*kinds.values()) == {SMV + "code/itUnitKind-administrative"}


def test_five_potentials_are_stated_for_the_five(quads: list[Quad]) -> None:
    assert len(of_type(quads, "CooperationPotential")) == 5
    for potential in of_type(quads, "CooperationPotential"):
        assert objects(quads, SMV + "statedFor")[potential] == FIVE


def test_no_blank_nodes_and_every_subject_has_the_prefix_of_the_registers(
    quads: list[Quad],
) -> None:
    assert not any(isinstance(t, BlankNode) for q in quads for t in (q.subject, q.object))
    assert {q.subject.value for q in quads if not q.subject.value.startswith(IDS)} == {GRAPH}


def test_everything_that_is_pointed_at_is_described(quads: list[Quad], dataset: list[Quad]) -> None:
    described = {q.subject.value for q in [*quads, *read(DATA / "reference", "*.ttl")]}
    aimed_at = {q.object.value for q in quads + dataset if isinstance(q.object, NamedNode)}
    ours = {target for target in aimed_at if target.startswith((IDS, REFERENCE))} - {IDS}

    assert ours
    assert ours <= described


def test_every_thing_has_a_name_in_both_languages(quads: list[Quad]) -> None:
    names: dict[str, list[str | None]] = {}
    for quad in quads:
        if quad.predicate.value == RDFS + "label" and isinstance(quad.object, Literal):
            names.setdefault(quad.subject.value, []).append(quad.object.language)

    assert set(names) == {quad.subject.value for quad in quads}
    assert {tuple(sorted(str(tag) for tag in tags)) for tags in names.values()} == {("en", "sv")}


def test_the_findings_are_the_expected_ones_each_with_its_requirement() -> None:
    folder = DATA / "registers"
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as lines:
        expected = {tuple(row.values()) for row in csv.DictReader(lines)}
    results = open_view(read_dataset(folder)).report.results

    assert len(expected) > 50
    assert {(r.focus, r.code, " ".join(r.requirement_ids)) for r in results} == expected
    assert all(r.requirements or r.code == "Dated-startUnknown" for r in results)


def test_the_shared_systems_lack_stated_roles() -> None:
    results = opened_once(read_dataset(DATA / "registers")).report.results
    ownerless = {r.focus for r in results if r.code == "GovernedApplication-systemOwner"}

    assert IDS + "application/finance" in ownerless

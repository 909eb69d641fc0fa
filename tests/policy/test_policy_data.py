"""The policy as data: complete, bilingual, cited, and linked from requirement to vision."""

from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS

FOLDER = Path(__file__).parents[2] / "data" / "policy"
SMV = Namespace("https://w3id.org/samverkan/ns/")
CODE = Namespace("https://w3id.org/samverkan/ns/code/")
DALSLAND = Namespace("https://w3id.org/samverkan/policy/dalsland-2009/")
MUNICIPALITY = Namespace("https://w3id.org/samverkan/id/reference/municipality/")
GRAPH = URIRef("https://w3id.org/samverkan/graph/policy")

REQUIREMENTS_PER_CHAPTER = {1: 12, 2: 25, 3: 21, 4: 4, 5: 6, 6: 6}
IDENTIFIERS = [
    f"R-{chapter}.{number}"
    for chapter, count in REQUIREMENTS_PER_CHAPTER.items()
    for number in range(1, count + 1)
]
DUE_YEARS = {
    "R-1.1": 2010,
    "R-1.2": 2012,
    "R-2.2": 2013,
    "R-2.4": 2009,
    "R-2.20": 2010,
    "R-4.4": 2009,
}
PAGES = {"cover", *map(str, range(1, 12))}


@pytest.fixture(scope="module")
def policy() -> Graph:
    files = sorted(FOLDER.glob("*.ttl"))
    assert [file.name for file in files] == [
        "policy.ttl",
        "requirements.ttl",
        "trend-figures.ttl",
    ]
    graph = Graph()
    for file in files:
        graph.parse(file)
    return graph


def languages(policy: Graph, subject: URIRef, predicate: URIRef) -> list[str | None]:
    return sorted(text.language for text in policy.objects(subject, predicate))


def test_there_are_74_requirements_with_exactly_their_identifiers(policy):
    found = {
        str(policy.value(requirement, DCTERMS.identifier)): requirement
        for requirement in policy.subjects(RDF.type, SMV.Requirement)
    }

    assert len(IDENTIFIERS) == 74
    assert found == {identifier: DALSLAND[identifier] for identifier in IDENTIFIERS}


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_a_requirement_speaks_both_languages_and_cites_its_place(policy, identifier):
    requirement = DALSLAND[identifier]

    assert languages(policy, requirement, RDFS.label) == ["en", "sv"]
    assert languages(policy, requirement, SMV.paraphrase) == ["en", "sv"]
    assert languages(policy, requirement, SMV.reading) in ([], ["en", "sv"])
    assert policy.value(requirement, SMV.requirementOf, any=False) == DALSLAND.policy
    sections = [str(section) for section in policy.objects(requirement, SMV.section)]
    assert any(section.startswith(identifier[2]) for section in sections)
    pages = {str(page) for page in policy.objects(requirement, SMV.page)}
    assert pages and pages <= PAGES


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_a_requirement_binds_somebody_unless_it_is_a_fact(policy, identifier):
    requirement = DALSLAND[identifier]
    modality = policy.value(requirement, SMV.modality, any=False)
    implied = policy.value(requirement, SMV.addresseeImplied, any=False)

    assert modality in {
        CODE[f"modality-{kind}"] for kind in ("must", "should", "may", "goal", "fact")
    }
    assert isinstance(implied.toPython(), bool)
    addressees = set(policy.objects(requirement, SMV.addressee))
    contributions = set(policy.objects(requirement, SMV.contributesTo))
    if modality == CODE["modality-fact"]:
        assert not addressees and not contributions and not implied.toPython()
    else:
        assert addressees and contributions


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_a_requirement_belongs_to_a_strategic_area_and_says_how_it_is_checked(policy, identifier):
    requirement = DALSLAND[identifier]
    areas = set(policy.objects(requirement, DCTERMS.subject))
    checks = set(policy.objects(requirement, SMV.howChecked))

    assert areas and all((area, RDF.type, SMV.StrategicArea) in policy for area in areas)
    unchecked = checks == {CODE["checkKind-none"]}
    assert unchecked or (checks and checks <= {CODE["checkKind-shape"], CODE["checkKind-query"]})
    assert languages(policy, requirement, SMV.notChecked) == (["en", "sv"] if unchecked else [])


def test_every_requirement_goal_and_area_leads_to_a_vision(policy):
    visions = set(policy.subjects(RDF.type, SMV.Vision))
    assert len(visions) == 2

    for kind in (SMV.Requirement, SMV.Goal, SMV.StrategicArea):
        for subject in policy.subjects(RDF.type, kind):
            if (subject, SMV.modality, CODE["modality-fact"]) not in policy:
                reached = set(policy.transitive_objects(subject, SMV.contributesTo))
                assert reached & visions, subject


def test_a_goal_that_states_a_year_is_due_on_its_last_day(policy):
    due = {
        str(policy.value(requirement, DCTERMS.identifier)): day
        for requirement, day in policy.subject_objects(SMV.dueBy)
        if (requirement, RDF.type, SMV.Requirement) in policy
    }
    assert {identifier: str(day) for identifier, day in due.items()} == {
        identifier: f"{year}-12-31" for identifier, year in DUE_YEARS.items()
    }

    for identifier, year in DUE_YEARS.items():
        [goal] = [
            goal
            for goal in policy.objects(DALSLAND[identifier], SMV.contributesTo)
            if (goal, DCTERMS.source, DALSLAND[identifier]) in policy
        ]
        for subject in (goal, DALSLAND[identifier]):
            assert str(policy.value(subject, SMV.dueFrom)) == f"{year}-01-01"
            assert str(policy.value(subject, SMV.dueBy)) == f"{year}-12-31"
            assert languages(policy, subject, SMV.reading) == ["en", "sv"]


def test_a_goal_whose_name_holds_a_year_is_due_in_that_year(policy):
    goals = set(policy.subjects(RDF.type, SMV.Goal))
    assert goals

    for goal in goals:
        year = str(goal)[-4:]
        assert policy.value(goal, SMV.dueBy) == (
            Literal(f"{year}-12-31", datatype="http://www.w3.org/2001/XMLSchema#date")
            if year.isdigit()
            else None
        )


def test_there_are_seven_strategic_areas_in_the_order_of_the_policy(policy):
    areas = set(policy.subjects(SKOS.inScheme, DALSLAND["strategic-areas"]))

    assert {str(policy.value(area, SKOS.notation)) for area in areas} == set("1234567")
    assert areas == set(policy.subjects(RDF.type, SMV.StrategicArea))


def test_the_policy_binds_five_municipalities_and_none_is_known_to_have_adopted_it(
    policy,
):
    five = {MUNICIPALITY[code] for code in ("1438", "1439", "1460", "1461", "1492")}
    assert set(policy.objects(DALSLAND.policy, SMV.binds)) == five

    adoptions = set(policy.subjects(RDF.type, SMV.Adoption))
    proposed = Counter(policy.value(adoption, SMV.adopts) for adoption in adoptions)
    assert proposed == {DALSLAND[part]: 5 for part in ("policy", "annexes", "strategies")}
    assert {policy.value(adoption, SMV.adoptionStatus) for adoption in adoptions} == {
        CODE["adoptionStatus-unknown"]
    }


def test_what_the_policy_leaves_out_is_a_concept(policy):
    left_out = set(policy.objects(DALSLAND.policy, SMV.outOfScope))

    assert left_out
    assert all((concept, RDF.type, SKOS.Concept) in policy for concept in left_out)


def test_a_trend_figure_cites_its_source_and_page(policy):
    figures = set(policy.subjects(RDF.type, SMV.TrendFigure))
    assert figures

    for figure in figures:
        source = policy.value(figure, DCTERMS.source, any=False)
        assert (source, RDFS.label, None) in policy
        assert str(policy.value(figure, SMV.page)) in PAGES
        assert (policy.value(figure, SMV.figure) is None) == (
            policy.value(figure, SMV.figureUnit) is None
        )


def test_every_note_and_reading_stands_in_both_languages(policy):
    for predicate in (
        SMV.sourceNote,
        SMV.reading,
        RDFS.label,
        DCTERMS.description,
        SKOS.prefLabel,
        SKOS.definition,
    ):
        subjects = set(policy.subjects(predicate))
        assert subjects
        for subject in subjects:
            count = Counter(languages(policy, subject, predicate))
            assert set(count) == {"sv", "en"} and count["sv"] == count["en"], (
                subject,
                predicate,
            )


def test_everything_is_named_under_the_policy_and_nothing_it_points_at_there_is_missing(
    policy,
):
    subjects = set(policy.subjects())

    assert {subject for subject in subjects if not str(subject).startswith(str(DALSLAND))} == {
        GRAPH
    }
    assert not any(isinstance(node, BNode) for triple in policy for node in triple)
    assert not {
        node
        for node in policy.objects()
        if isinstance(node, URIRef) and str(node).startswith(str(DALSLAND)) and node not in subjects
    }

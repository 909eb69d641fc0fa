"""Classes above, labels, the organisation at the top, and whom a policy binds."""

import pytest

from derive.snippets import FRAME


def test_what_is_of_a_class_is_of_the_classes_above_it(derived):
    found = derived("ex:joint a smv:JointCost . ex:post a org:Post .")

    assert found.values("ex:north", "rdf:type") >= {"org:FormalOrganization", "org:Organization"}
    assert found.values("ex:joint", "rdf:type") >= {"smv:Cost"}
    assert found.values("ex:post", "rdf:type") == set()


def test_a_circle_of_classes_does_no_harm(derived):
    found = derived("""
        ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:A , [ rdfs:label "no name" ] .
        ex:thing a ex:A .
    """)

    assert found.values("ex:thing", "rdf:type") == {"ex:B"}


def test_a_concept_is_labelled_by_its_preferred_label(derived):
    found = derived("""
        code:role-x skos:prefLabel "roll"@sv , "role"@en .
        code:role-y skos:prefLabel "annan"@sv ; rdfs:label "redan"@sv .
    """)

    assert found.values("code:role-x", "rdfs:label") == {"roll", "role"}
    assert found.values("code:role-y", "rdfs:label") == set()


@pytest.mark.parametrize(
    ("thing", "top"),
    [
        ("ex:team org:unitOf ex:northSchools", "ex:north"),
        ("ex:team org:unitOf ex:company . ex:company a smv:MunicipalCompany", "ex:company"),
        ("ex:team a org:Post ; org:postIn ex:northSchools", "ex:north"),
        ("ex:team a org:Post ; org:postIn ex:federation", "ex:federation"),
        ("ex:team a smv:Activity ; smv:carriedOutBy ex:northSchools", "ex:north"),
        ("ex:team a smv:ITFunction ; smv:carriedOutBy ex:federation", "ex:federation"),
        ("ex:team a smv:CompetenceNetwork", "ex:team"),
        ("ex:team a smv:MunicipalCompany", "ex:team"),
        ("ex:team a smv:Administration", None),
        ("ex:team a foaf:Person", None),
        ("ex:team org:unitOf ex:two . ex:two org:unitOf ex:team", None),
    ],
)
def test_the_top_is_above_all_units(derived, thing: str, top: str | None):
    assert derived(f"{thing} .").value("ex:team", "smv:topOrganization") == top


def test_members_that_the_policy_binds_are_bound(derived):
    found = derived("ex:dataset smv:member ex:far . ex:far a smv:Municipality .")

    assert found.of("smv:BoundMunicipality") == {"ex:north", "ex:south"}
    assert found.of("smv:BoundAdministration") == {
        "ex:northSchools",
        "ex:northCare",
        "ex:southSchools",
    }


def test_without_policy_nobody_is_bound(derived):
    found = derived("", frame=FRAME.replace("; smv:evaluatedAgainst ex:policy", ""))

    assert found.of("smv:BoundMunicipality") == set()
    assert found.of("smv:BoundAdministration") == set()


def test_a_municipality_has_an_administrative_it_unit(derived):
    found = derived("""
        ex:northIT smv:itUnitKind code:itUnitKind-administrative .
        ex:inner a smv:ITUnit ; smv:itUnitKind code:itUnitKind-administrative ;
            org:unitOf ex:southSchools .
        ex:southIT smv:itUnitKind code:itUnitKind-school .
        ex:jointIT a smv:ITUnit ; smv:itUnitKind code:itUnitKind-administrative ;
            org:unitOf ex:federation .
    """)

    assert found.value("ex:north", "smv:administrativeITUnit") == "ex:northIT"
    assert found.value("ex:south", "smv:administrativeITUnit") == "ex:inner"
    assert found.value("ex:federation", "smv:administrativeITUnit") is None


@pytest.mark.parametrize(
    ("dates", "kinds"),
    [
        ("smv:from <2019-10-01>", {"code:networkKind-education"}),
        ("smv:from <2019-10-02>", set()),
        ("smv:until <2019-10-01>", {"code:networkKind-education"}),
        ("smv:until <2019-09-30>", set()),
    ],
)
def test_a_network_is_described_while_there_is_one(derived, dates: str, kinds: set[str]):
    found = derived(
        "ex:net a smv:Network ; smv:municipality ex:north ;"
        f"smv:networkKind code:networkKind-education ; {dates} ."
    )

    assert found.values("ex:north", "smv:describedNetworkKind") == kinds

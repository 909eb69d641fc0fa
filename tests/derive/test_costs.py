"""Costs: who bears them, whether shares add up, and what the population model gives."""

import pytest


@pytest.mark.parametrize(
    ("stated", "classes"),
    [
        ("a smv:Cost ; smv:costKind code:costKind-licence", {"OwnCost"}),
        ("a smv:Cost", {"OwnCost"}),
        ("a smv:Cost ; smv:costKind code:costKind-communication", {"InternalCommunicationCost"}),
        ("a smv:Cost ; smv:application ex:general", {"OwnCost", "ApplicationCost"}),
        (
            "a smv:Cost ; smv:application ex:specific",
            {"OwnCost", "ApplicationCost", "AdministrationCost"},
        ),
        (
            "a smv:Cost ; smv:application ex:shared",
            {"OwnCost", "ApplicationCost", "AdministrationCost"},
        ),
        ("a smv:Cost ; smv:application ex:general ; smv:from <2019-10-02>", {"OwnCost"}),
        (
            "a smv:Cost ; smv:application ex:general ; smv:from <2019-10-01>",
            {"OwnCost", "ApplicationCost"},
        ),
        (
            "a smv:Cost ; smv:application ex:shared ; smv:from <2019-10-02>",
            {"OwnCost", "AdministrationCost"},
        ),
        ("a smv:JointCost ; smv:application ex:shared", {"ApplicationCost"}),
        ("a smv:JointCost ; smv:costKind code:costKind-communication", set()),
    ],
)
def test_costs_are_told_apart(derived, stated: str, classes: set[str]):
    found = derived(f"""
        ex:general a smv:Application .
        ex:specific a smv:Application ; smv:generality code:generality-activitySpecific .
        ex:shared a smv:Application .
        ex:use1 a smv:Use ; smv:application ex:shared ; smv:user ex:north .
        ex:use2 a smv:Use ; smv:application ex:shared ; smv:user ex:south .
        ex:cost {stated} .
    """)

    names = ("OwnCost", "InternalCommunicationCost", "ApplicationCost", "AdministrationCost")
    assert {name for name in names if "ex:cost" in found.of(f"smv:{name}")} == classes


@pytest.mark.parametrize(
    ("stated", "classes"),
    [
        ("smv:divisionKey code:divisionKey-populationModel", {"PopulationShare"}),
        ("smv:divisionKey ex:deal ; smv:application ex:app", {"ApplicationShare"}),
        ("smv:divisionKey ex:deal", set()),
    ],
)
def test_shares_are_told_apart_by_their_cost(derived, stated: str, classes: set[str]):
    found = derived(
        f"ex:joint a smv:JointCost ; {stated} . ex:s a smv:CostShare ; smv:shareOf ex:joint ."
    )

    names = ("PopulationShare", "ApplicationShare")
    assert {name for name in names if "ex:s" in found.of(f"smv:{name}")} == classes


@pytest.mark.parametrize(
    ("text", "organisations", "elsewhere"),
    [
        ("a smv:Cost ; smv:incurredBy ex:north ; smv:borneBy ex:northCare", {"ex:north"}, set()),
        ("a smv:Cost ; smv:incurredBy ex:north ; smv:borneBy ex:north", {"ex:north"}, set()),
        (
            "a smv:Cost ; smv:incurredBy ex:north ; smv:borneBy ex:southSchools",
            {"ex:south"},
            {"ex:southSchools"},
        ),
        ("a smv:Cost ; smv:borneBy ex:southSchools", {"ex:south"}, set()),
        ("a smv:Cost ; smv:incurredBy ex:north", set(), set()),
        ("a smv:JointCost ; smv:incurredBy ex:north ; smv:borneBy ex:south", {"ex:south"}, set()),
        (
            "a smv:CostShare ; smv:bearer ex:north ; smv:borneBy ex:southSchools",
            {"ex:south"},
            {"ex:southSchools"},
        ),
        ("a smv:CostShare ; smv:bearer ex:north ; smv:borneBy ex:northCare", {"ex:north"}, set()),
        ("a smv:CostShare ; smv:bearer ex:north ; smv:borneBy ex:unheardOf", set(), set()),
    ],
)
def test_who_bears_a_cost_is_of_the_organisation_it_belongs_to(
    derived, text: str, organisations: set[str], elsewhere: set[str]
):
    found = derived(f"ex:cost {text} .")

    assert found.values("ex:cost", "smv:bearerOrganization") == organisations
    assert found.values("ex:cost", "smv:bearerElsewhere") == elsewhere


USES = """
ex:use a smv:Use ; smv:application ex:app ; smv:user ex:north ; smv:userUnit ex:northSchools ;
    smv:from <2018-01-01> ; smv:until <2018-12-31> .
ex:bare a smv:Use ; smv:application ex:app ; smv:user ex:south .
"""


@pytest.mark.parametrize(
    ("bearer", "dates", "unconcerned"),
    [
        ("ex:northSchools", "smv:from <2018-06-01>", False),
        ("ex:northCare", "smv:from <2018-06-01>", True),
        # The use and the cost must share a day.
        ("ex:northCare", "smv:from <2018-12-31>", True),
        ("ex:northCare", "smv:from <2019-01-01>", False),
        ("ex:northCare", "smv:until <2018-01-01>", True),
        ("ex:northCare", "smv:until <2017-12-31>", False),
        ("ex:northCare", "rdfs:label 'x'", True),
        # No using unit of the bearer's organisation is stated.
        ("ex:southSchools", "smv:from <2018-06-01>", False),
        # Not an administration: found by itself.
        ("ex:north", "smv:from <2018-06-01>", False),
        ("ex:northIT", "smv:from <2018-06-01>", False),
    ],
)
def test_the_administrations_that_use_it_bear_its_costs(derived, bearer, dates, unconcerned):
    found = derived(
        USES
        + f"""
        ex:own a smv:Cost ; smv:application ex:app ; smv:borneBy {bearer} ; {dates} .
        ex:joint a smv:JointCost ; smv:application ex:app ; {dates} .
        ex:share a smv:CostShare ; smv:shareOf ex:joint ; smv:borneBy {bearer} .
        """
    )

    for thing in ("ex:own", "ex:share"):
        assert found.values(thing, "smv:borneByUnconcerned") == ({bearer} if unconcerned else set())


def joint(stated: str, *shares: str) -> str:
    lines = [
        f"ex:share{n} a smv:CostShare ; smv:shareOf ex:joint ; {share} ."
        for n, share in enumerate(shares)
    ]
    return f"ex:joint a smv:JointCost ; {stated} ." + "\n".join(lines)


@pytest.mark.parametrize(
    ("amount", "shares", "total", "difference"),
    [
        ("30.00", ["10.00", "20.00"], "30", "0"),
        ("30.00", ["10.00", "19.99"], "29.99", "0.01"),
        ("30.00", ["10.00", "20.01"], "30.01", "-0.01"),
        ("30", ["10", "20.00"], "30", "0"),
        ("30.00", [], "0", "30"),
        ("0.30", ["0.10", "0.10", "0.10"], "0.3", "0"),
        ("30.00", ["10.00", '"20,00"^^xsd:decimal'], "10", "20"),
        ("30.00", ["29.999"], "29.999", "0.001"),
        ('"thirty"', ["10.00"], "10", None),
        ("3.0e1", ["10.00"], "10", None),
    ],
)
def test_shares_add_up_to_the_cost(derived, amount, shares, total, difference):
    found = derived(joint(f"smv:amount {amount}", *(f"smv:amount {share}" for share in shares)))

    assert found.value("ex:joint", "smv:sharesTotal") == total
    assert found.value("ex:joint", "smv:sharesDifference") == difference


POPULATION = """
ex:popNorth a smv:PopulationObservation ; smv:municipality ex:north ;
    smv:referenceDate <2018-12-31> ; smv:inhabitants 2000 .
ex:popSouth a smv:PopulationObservation ; smv:municipality ex:south ;
    smv:referenceDate <2018-12-31> ; smv:inhabitants 1000 .
ex:popBefore a smv:PopulationObservation ; smv:municipality ex:south ;
    smv:referenceDate <2017-12-31> ; smv:inhabitants 9000 .
"""
COST = "smv:amount 100.00 ; smv:referenceDate <2018-12-31>"
NORTH = "smv:bearer ex:north ; smv:amount 66.67"
SOUTH = "smv:bearer ex:south ; smv:amount 33.34"


def test_the_model_divides_by_inhabitants_on_the_reference_date(derived):
    found = derived(POPULATION + joint(COST, NORTH, SOUTH))

    assert found.value("ex:share0", "smv:modelAmount") == "66.67"
    assert found.value("ex:share1", "smv:modelAmount") == "33.33"
    assert found.value("ex:share0", "smv:modelDifference") == "0"
    assert found.value("ex:share1", "smv:modelDifference") == "0.01"


@pytest.mark.parametrize(
    ("cost", "shares"),
    [
        ("smv:amount 100.00", [NORTH, SOUTH]),
        ("smv:amount 100.00 ; smv:referenceDate <2016-12-31>", [NORTH, SOUTH]),
        ("smv:amount 100.00 ; smv:referenceDate <2017-12-31>", [NORTH, SOUTH]),
        ("smv:amount 100.001 ; smv:referenceDate <2018-12-31>", [NORTH, SOUTH]),
        ("smv:referenceDate <2018-12-31>", [NORTH, SOUTH]),
        (COST, [NORTH, "smv:bearer ex:federation"]),
        (COST, [NORTH, "smv:bearer ex:neighbour"]),
        (COST, []),
    ],
)
def test_without_amount_and_every_population_there_is_no_model(derived, cost, shares):
    found = derived(POPULATION + joint(cost, *shares))

    assert found.values("ex:share0", "smv:modelAmount") == set()
    assert found.values("ex:share0", "smv:modelDifference") == set()


def test_a_share_without_amount_is_given_one_but_no_difference(derived):
    found = derived(POPULATION + joint(COST, NORTH, "smv:bearer ex:south"))

    assert found.value("ex:share1", "smv:modelAmount") == "33.33"
    assert found.value("ex:share1", "smv:modelDifference") is None


def test_the_shares_of_one_bearer_are_compared_together(derived):
    found = derived(
        POPULATION
        + joint(COST, "smv:bearer ex:north ; smv:amount 60.00", NORTH.replace("66", "6"), SOUTH)
    )

    for share in ("ex:share0", "ex:share1"):
        assert found.value(share, "smv:modelAmount") == "66.67"
        assert found.value(share, "smv:modelDifference") == "0"


def test_two_counts_that_differ_are_no_count(derived):
    found = derived(POPULATION.replace("2017-12-31", "2018-12-31") + joint(COST, NORTH, SOUTH))

    assert found.values("ex:share0", "smv:modelAmount") == set()


DIVISION = """
ex:deal a smv:Agreement ; smv:agreementKind code:agreementKind-costDivision ;
    smv:covers ex:joint ; smv:from <2018-01-01> ; smv:until <2018-12-31> .
"""


@pytest.mark.parametrize(
    ("key", "dates", "valid"),
    [
        ("code:divisionKey-populationModel", "smv:from <2030-01-01>", True),
        ("ex:deal", "smv:from <2018-01-01>", True),
        ("ex:deal", "smv:from <2018-12-31>", True),
        ("ex:deal", "smv:from <2019-01-01>", False),
        ("ex:deal", "smv:from <2017-12-31>", False),
        ("ex:deal", "rdfs:label 'x'", True),
        ("ex:somethingElse", "smv:from <2018-01-01>", False),
    ],
)
def test_another_key_needs_an_agreement_on_the_first_day(derived, key, dates, valid):
    found = derived(DIVISION + joint(f"smv:divisionKey {key} ; {dates}"))

    assert found.values("ex:joint", "smv:divisionKeyInvalid") == (set() if valid else {key})


@pytest.mark.parametrize(
    ("old", "new"),
    [("costDivision", "operation"), ("smv:covers ex:joint", "smv:covers ex:other")],
)
def test_the_agreement_must_be_on_dividing_this_cost(derived, old: str, new: str):
    text = DIVISION.replace(old, new) + joint("smv:divisionKey ex:deal ; smv:from <2018-06-01>")

    assert derived(text).value("ex:joint", "smv:divisionKeyInvalid") == "ex:deal"


def test_a_renewed_agreement_still_divides(derived):
    text = DIVISION.replace("smv:from", "smv:renewalMonths 12 ; smv:from")

    found = derived(text + joint("smv:divisionKey ex:deal ; smv:from <2019-06-01>"))

    assert found.value("ex:joint", "smv:divisionKeyInvalid") is None

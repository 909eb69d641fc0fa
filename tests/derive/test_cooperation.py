"""Cooperation, groups, networks and goals."""

import pytest

EDGES = [
    ("smv:from <2019-10-01>", True),
    ("smv:from <2019-10-02>", False),
    ("smv:until <2019-10-01>", True),
    ("smv:until <2019-09-30>", False),
]


@pytest.mark.parametrize(("dates", "holds"), EDGES)
def test_a_cooperation_goes_on_in_its_period(derived, dates: str, holds: bool):
    found = derived(f"ex:coop a smv:Cooperation ; {dates} .")

    assert ("ex:coop" in found.of("smv:CurrentCooperation")) == holds


@pytest.mark.parametrize(("dates", "holds"), EDGES)
def test_a_cooperation_is_on_the_level_that_it_has_reached(derived, dates, holds):
    found = derived(
        "ex:coop a smv:Cooperation ; smv:until <2019-01-01> ."
        "ex:level a smv:CooperationLevelAssignment ; smv:cooperation ex:coop ;"
        f"smv:level code:cooperationLevel-3 ; {dates} ."
    )

    assert found.values("ex:coop", "smv:currentLevel") == (
        {"code:cooperationLevel-3"} if holds else set()
    )
    assert found.of("smv:CurrentCooperation") == set()


@pytest.mark.parametrize(
    ("participant", "municipality"),
    [
        ("ex:north", "ex:north"),
        ("ex:northIT", "ex:north"),
        ("ex:federation", None),
        ("ex:north ; smv:until <2019-09-30>", None),
        ("ex:north ; smv:until <2019-10-01>", "ex:north"),
    ],
)
@pytest.mark.parametrize("body", ["ITManagersGroup", "CompetenceNetwork", "Cooperation"])
def test_a_municipality_takes_part_itself_or_through_a_unit(
    derived, participant, municipality, body
):
    found = derived(f"""
        ex:body a smv:{body} .
        ex:seat a smv:Participation ; smv:participatesIn ex:body ; smv:participant {participant} .
    """)

    assert found.value("ex:body", "smv:participantMunicipality") == municipality
    sits = found.value("ex:north", "smv:sitsInITManagersGroup") == "ex:body"
    assert sits == (body == "ITManagersGroup" and municipality is not None)


def test_an_area_has_the_networks_of_its_field(derived):
    found = derived("""
        ex:area a smv:CooperationArea . ex:bare a smv:CooperationArea .
        ex:network a smv:CompetenceNetwork ; smv:field ex:area .
        ex:group a smv:SteeringGroup ; smv:field ex:bare .
    """)

    assert found.value("ex:area", "smv:competenceNetwork") == "ex:network"
    assert found.value("ex:bare", "smv:competenceNetwork") is None


def status(name: str, day: str, state: str, more: str = "") -> str:
    return (
        f"ex:{name} a smv:GoalStatus ; smv:ofGoal ex:goal ; smv:assessedOn {day} ;"
        f"smv:goalState code:goalState-{state} {more} ."
    )


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (status("a", "<2019-10-01>", "reached"), "reached"),
        (status("a", "<2019-10-02>", "reached"), None),
        (status("a", "<2018-01-01>", "underWay") + status("b", "<2019-01-01>", "reached"),
         "reached"),
        (status("a", "<2018-01-01>", "underWay") + status("b", "<2019-10-02>", "reached"),
         "underWay"),
        # The judgement of one organisation says nothing of them all.
        (status("a", "<2019-01-01>", "reached", "; smv:forOrganization ex:north"), None),
        (
            status("a", "<2018-01-01>", "underWay")
            + status("b", "<2019-01-01>", "reached", "; smv:forOrganization ex:north"),
            "underWay",
        ),
        (status("a", "<2018-01-01>", "underWay") + status("b", '"2019-01-01"', "reached"),
         "underWay"),
    ],
)  # fmt: skip
def test_a_goal_is_where_the_latest_joint_judgement_puts_it(derived, text: str, state: str):
    found = derived(text)

    expected = state and f"code:goalState-{state}"
    assert found.value("ex:goal", "smv:goalStateNow") == expected

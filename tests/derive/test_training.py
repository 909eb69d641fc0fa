"""Who owned or managed an application on the day of an approval, decision or training."""

import pytest

OWNERS = """
ex:app a smv:Application .
ex:first a smv:RoleAssignment ; smv:application ex:app ; smv:role code:role-systemOwner ;
    smv:holder ex:head ; smv:from <2018-01-01> ; smv:until <2018-12-31> .
ex:second a smv:RoleAssignment ; smv:application ex:app ; smv:role code:role-systemOwner ;
    smv:holder ex:southHead ; smv:from <2019-01-01> .
ex:manager a smv:RoleAssignment ; smv:application ex:app ; smv:role code:role-systemManager ;
    smv:holder ex:head ; smv:from <2018-01-01> ; smv:until <2018-12-31> .
ex:manager2 a smv:RoleAssignment ; smv:application ex:app ; smv:role code:role-systemManager ;
    smv:holder ex:southHead ; smv:from <2019-01-01> .
"""

#: Statements with {post} and {day} in them, and the property that says it was another.
ACTS = {
    "smv:approvedByOther": "a smv:Cost ; smv:approvedBy {post} ; smv:approvedOn {day}",
    "smv:accessDecidedByOther": "a smv:AccessDecision ; smv:decidedBy {post} ; smv:decidedOn {day}",
    "smv:drawnUpByOther": "a smv:TrainingPlan ; smv:audience code:trainingAudience-users ;"
    "smv:drawnUpBy {post} ; smv:drawnUpOn {day}",
    "smv:ledByOther": "a smv:Training ; smv:ledBy {post} ; smv:heldOn {day}",
    "smv:orderedByOther": "a smv:Training ; smv:onBehalfOf {post} ; smv:heldOn {day}",
    "smv:appointedByOther": "a smv:RoleAssignment ; smv:role code:role-systemManager ;"
    "smv:holder ex:clerk ; smv:appointedBy {post} ; smv:from {day}",
}
ALL = pytest.mark.parametrize("name", ACTS)


def act(name: str, post: str, day: str, application: str = "ex:app") -> str:
    return f"ex:act smv:application {application} ; {ACTS[name].format(post=post, day=day)} ."


@ALL
@pytest.mark.parametrize(
    ("post", "day", "other"),
    [
        ("ex:head", "<2018-01-01>", False),
        ("ex:head", "<2018-12-31>", False),
        ("ex:head", "<2019-01-01>", True),
        ("ex:southHead", "<2018-12-31>", True),
        ("ex:southHead", "<2019-01-01>", False),
        # Nobody held the role that day, or the day is not known.
        ("ex:clerk", "<2017-12-31>", False),
        ("ex:clerk", '"2018-06-01"', False),
        ("ex:clerk", '"2018-13-01"^^xsd:date', False),
    ],
)
def test_the_one_who_acted_held_the_role_that_day(derived, name, post, day, other):
    found = derived(OWNERS + act(name, post, day))

    assert found.values("ex:act", name) == ({post} if other else set())


@ALL
def test_an_application_without_known_holder_shows_no_other(derived, name):
    found = derived(OWNERS + act(name, "ex:clerk", "<2018-06-01>", "ex:unowned"))

    assert found.values("ex:act", name) == set()


@ALL
def test_one_whose_last_day_is_not_known_is_not_known_to_have_held_it(derived, name):
    unknown = OWNERS.replace("smv:until <2018-12-31>", "smv:untilUnknown true")

    assert derived(unknown + act(name, "ex:clerk", "<2018-06-01>")).values("ex:act", name) == set()


@pytest.mark.parametrize("name", ["smv:drawnUpByOther", "smv:ledByOther", "smv:orderedByOther"])
def test_for_several_applications_the_holder_for_one_will_do(derived, name):
    second = OWNERS.replace("ex:app", "ex:app2").replace("ex:head", "ex:clerk")
    for old in ("ex:first", "ex:second", "ex:manager2", "ex:manager "):
        second = second.replace(old + " " if not old.endswith(" ") else old, f"{old.strip()}B ")

    found = derived(OWNERS + second + act(name, "ex:clerk", "<2018-06-01>", "ex:app , ex:app2"))
    other = derived(OWNERS + second + act(name, "ex:deputy", "<2018-06-01>", "ex:app , ex:app2"))

    assert found.values("ex:act", name) == set()
    assert other.values("ex:act", name) == {"ex:deputy"}


def test_each_leader_of_training_is_looked_at(derived):
    found = derived(OWNERS + act("smv:ledByOther", "ex:head , ex:clerk", "<2018-06-01>"))

    assert found.values("ex:act", "smv:ledByOther") == {"ex:clerk"}


def test_a_plan_without_day_counts_as_drawn_up_on_its_first_day(derived):
    plan = (
        "ex:plan a smv:TrainingPlan ; smv:audience code:trainingAudience-users ;"
        "smv:application ex:app ; smv:drawnUpBy ex:head ; smv:from <2019-01-01>"
    )

    assert derived(f"{OWNERS} {plan} .").value("ex:plan", "smv:drawnUpByOther") == "ex:head"
    assert not derived(f"{OWNERS} {plan} ; smv:drawnUpOn <2018-12-31> .").values(
        "ex:plan", "smv:drawnUpByOther"
    )


def test_a_plan_for_it_staff_need_not_be_the_owner_s(derived):
    text = act("smv:drawnUpByOther", "ex:clerk", "<2018-06-01>").replace("-users", "-itStaff")

    assert derived(OWNERS + text).values("ex:act", "smv:drawnUpByOther") == set()


@pytest.mark.parametrize(
    ("stated", "there"),
    [
        ("smv:from <2019-10-01>", True),
        ("smv:from <2019-10-02>", False),
        ("smv:until <2019-10-01>", True),
        ("smv:until <2019-09-30>", False),
    ],
)
@pytest.mark.parametrize("audience", ["users", "itStaff"])
def test_a_plan_for_users_is_in_force_in_its_period(derived, stated, there, audience):
    found = derived(
        "ex:plan a smv:TrainingPlan ; smv:application ex:app ;"
        f"smv:audience code:trainingAudience-{audience} ; {stated} ."
    )
    expected = there and audience == "users"

    assert (found.value("ex:app", "smv:trainingPlanInForce") == "ex:plan") == expected
    assert ("ex:plan" in found.of("smv:UserTrainingPlan")) == expected


@pytest.mark.parametrize(
    ("stated", "held"),
    [
        ("smv:application ex:app ; smv:heldOn <2019-10-01>", True),
        ("smv:application ex:app ; smv:heldOn <2019-10-02>", False),
        ("smv:application ex:app", False),
        ("smv:heldOn <2019-10-01>", False),
    ],
)
def test_training_on_an_application_has_been_held(derived, stated: str, held: bool):
    found = derived(f"ex:course a smv:Training ; {stated} .")

    assert ("ex:course" in found.of("smv:ApplicationTraining")) == held


@pytest.mark.parametrize(
    ("introduced", "plan", "continues"),
    [
        ("smv:until <2018-06-30>", "smv:until <2018-07-01>", True),
        ("smv:until <2018-06-30>", "smv:until <2018-06-30>", False),
        ("smv:until <2018-06-30>", "smv:from <2018-01-01>", True),
        ("smv:until <2018-06-30>", "smv:untilUnknown true", False),
        ("smv:from <2018-06-30>", "smv:until <2018-07-01>", True),
    ],
)
def test_a_plan_goes_on_after_the_introduction(derived, introduced, plan, continues):
    found = derived(
        f"ex:intro a smv:Introduction ; smv:followedByPlan ex:plan ; {introduced} ."
        f"ex:plan a smv:TrainingPlan ; {plan} ."
    )

    assert (found.value("ex:intro", "smv:continuingPlan") == "ex:plan") == continues


@pytest.mark.parametrize(
    ("stated", "joint"),
    [
        ("itStaff ; smv:appliesTo ex:north , ex:south", True),
        ("itStaff ; smv:appliesTo ex:north , ex:south , ex:neighbour", True),
        ("itStaff ; smv:appliesTo ex:north , ex:neighbour", False),
        ("users ; smv:appliesTo ex:north , ex:south", False),
        ("itStaff ; smv:appliesTo ex:north , ex:south ; smv:until <2019-09-30>", False),
        ("itStaff ; smv:appliesTo ex:north , ex:south ; smv:until <2019-10-01>", True),
    ],
)
def test_a_joint_plan_is_for_the_it_staff_of_all(derived, stated: str, joint: bool):
    found = derived(
        "ex:group a smv:ITManagersGroup ."
        f"ex:plan a smv:TrainingPlan ; smv:audience code:trainingAudience-{stated} ."
    )

    assert (found.value("ex:group", "smv:jointTrainingPlan") == "ex:plan") == joint

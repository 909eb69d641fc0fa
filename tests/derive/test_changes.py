"""Changes: the budget decisions behind them, and who was told in time."""

import pytest


@pytest.mark.parametrize(
    ("stated", "over"),
    [
        ("smv:withinITBudget false", True),
        ("smv:withinITBudget false ; smv:takesEffectOn <2019-10-01>", True),
        ("smv:withinITBudget false ; smv:takesEffectOn <2019-10-02>", False),
        ("smv:withinITBudget true", False),
        ("rdfs:label 'x'", False),
    ],
)
def test_a_change_beyond_the_budget_has_taken_effect(derived, stated: str, over: bool):
    found = derived(f"ex:change a smv:Change ; {stated} .")

    assert ("ex:change" in found.of("smv:OverBudgetChange")) == over


@pytest.mark.parametrize(
    ("outcome", "day", "in_time"),
    [
        ("approved", "<2019-09-01>", True),
        ("approved", "<2019-09-02>", False),
        ("approved", '"2019-09-01"', False),
        ("rejected", "<2019-08-01>", False),
        ("postponed", "<2019-08-01>", False),
    ],
)
def test_a_budget_decision_comes_before_the_change(derived, outcome, day, in_time):
    found = derived(f"""
        ex:change a smv:Change ; smv:takesEffectOn <2019-09-01> .
        ex:decision a smv:BudgetDecision ; smv:concernsChange ex:change ; smv:decidedOn {day} ;
            smv:outcome code:decisionOutcome-{outcome} .
    """)

    assert (found.value("ex:change", "smv:budgetDecisionInTime") == "ex:decision") == in_time


def test_a_change_without_day_may_be_decided_on_whenever(derived):
    found = derived("""
        ex:change a smv:Change .
        ex:decision a smv:BudgetDecision ; smv:concernsChange ex:change ;
            smv:decidedOn <2019-09-01> ; smv:outcome code:decisionOutcome-approved .
    """)

    assert found.value("ex:change", "smv:budgetDecisionInTime") == "ex:decision"


@pytest.mark.parametrize(
    ("lead", "due"),
    [
        ("", "2019-09-02"),
        ("ex:dataset smv:goodTimeDays 30 .", "2019-11-01"),
        ("ex:dataset smv:goodTimeDays 0 .", "2019-12-01"),
        ("ex:dataset smv:goodTimeDays -5 .", "2019-09-02"),
        ('ex:dataset smv:goodTimeDays "soon" .', "2019-09-02"),
        ("ex:dataset smv:goodTimeDays 99999999999 .", None),
    ],
)
def test_good_time_is_days_before_the_change(derived, lead: str, due: str):
    found = derived(lead + "ex:change a smv:Change ; smv:takesEffectOn <2019-12-01> .")

    assert found.value("ex:change", "smv:noticeDueBy") == due


PLATFORM = """
ex:change a smv:Change ; smv:changeKind code:changeKind-platform ;
    smv:affects ex:northSchools , ex:lessons ; smv:takesEffectOn <2019-10-31> .
ex:lessons a smv:Activity ; smv:carriedOutBy ex:northCare .
ex:effect a smv:BudgetEffect ; smv:concernsChange ex:change ; smv:affects ex:southSchools .
ex:dataset smv:goodTimeDays 30 .
"""


@pytest.mark.parametrize(("on", "due"), [("2019-10-01", True), ("2019-09-30", False)])
def test_notice_is_due_on_its_last_day(derived, on: str, due: bool):
    found = derived(PLATFORM, on)

    assert found.value("ex:change", "smv:noticeDueBy") == "2019-10-01"
    assert found.of("smv:ChangeDueForNotice") == ({"ex:change"} if due else set())
    assert found.of("smv:BudgetEffectDueForNotice") == ({"ex:effect"} if due else set())
    parties = {"ex:northSchools", "ex:lessons"} if due else set()
    assert found.values("ex:change", "smv:notToldInTime") == parties
    assert found.values("ex:effect", "smv:notToldInTime") == ({"ex:southSchools"} if due else set())


def test_only_changes_of_platform_are_told_of_but_all_budget_effects(derived):
    found = derived(PLATFORM.replace("changeKind-platform", "changeKind-organisation"))

    assert found.of("smv:ChangeDueForNotice") == set()
    assert found.of("smv:BudgetEffectDueForNotice") == {"ex:effect"}
    assert found.values("ex:change", "smv:notToldInTime") == set()


@pytest.mark.parametrize(
    ("message", "not_told"),
    [
        ("smv:toAudience ex:northSchools , ex:lessons", set()),
        # Who carries out the activity stands for it; the whole municipality does not.
        ("smv:toAudience ex:northSchools , ex:northCare", set()),
        ("smv:toAudience ex:north", {"ex:northSchools", "ex:lessons"}),
        ("smv:toAudience ex:northSchools", {"ex:lessons"}),
    ],
)
def test_each_party_is_told(derived, message: str, not_told: set[str]):
    found = derived(
        PLATFORM + "ex:letter a smv:Communication ; smv:about ex:change ; smv:statesCost true ;"
        f"smv:sentOn <2019-10-01> ; {message} ."
    )

    assert found.values("ex:change", "smv:notToldInTime") == not_told


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("smv:about ex:effect ; smv:statesCost true ; smv:sentOn <2019-10-01>", True),
        ("smv:about ex:effect ; smv:statesCost true ; smv:sentOn <2019-10-02>", False),
        ("smv:about ex:effect ; smv:statesCost false ; smv:sentOn <2019-10-01>", False),
        ("smv:about ex:effect ; smv:sentOn <2019-10-01>", False),
        ("smv:about ex:other ; smv:statesCost true ; smv:sentOn <2019-10-01>", False),
        ("smv:about ex:effect ; smv:statesCost true", False),
    ],
)
def test_telling_is_in_time_and_says_what_it_costs(derived, message: str, told: bool):
    found = derived(
        PLATFORM + f"ex:letter a smv:Communication ; smv:toAudience ex:southSchools ; {message} ."
    )

    assert found.values("ex:effect", "smv:notToldInTime") == (
        set() if told else {"ex:southSchools"}
    )

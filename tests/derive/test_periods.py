"""What holds on the evaluation date, of everything that has a period."""

import pytest

DATED = [
    "Use", "RoleAssignment", "Participation", "CooperationLevelAssignment", "Cooperation",
    "TrainingPlan", "SpecialistCompetence", "SupportArrangement", "Network", "GoverningDocument",
    "Cost", "Introduction", "PostHolding", "EService", "ITFunction", "Inquiry", "Assignment",
]  # fmt: skip


@pytest.mark.parametrize("name", DATED)
@pytest.mark.parametrize(
    ("dates", "holds"),
    [
        ("rdfs:label 'x'", True),
        ("smv:from <2019-10-01>", True),
        ("smv:from <2019-10-02>", False),
        ("smv:until <2019-10-01>", True),
        ("smv:until <2019-09-30>", False),
        ("smv:from <2019-10-01> ; smv:until <2019-10-01>", True),
        ("smv:untilUnknown true", False),
        ("smv:untilUnknown false", True),
        ("smv:untilUnknown true ; smv:until <2019-10-01>", True),
        ("smv:from <2020-01-01> ; smv:until <2018-01-01>", False),
    ],
)
def test_a_thing_holds_from_its_first_to_its_last_day(derived, name: str, dates: str, holds: bool):
    found = derived(f"ex:thing a smv:{name} ; {dates} .")

    assert ("ex:thing" in found.of("smv:Current")) == holds


def test_an_agreement_is_in_force_instead(derived):
    assert "ex:thing" not in derived("ex:thing a smv:Agreement .").of("smv:Current")

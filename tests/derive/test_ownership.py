"""Spells without owner, and assignments that overlap."""

import pytest


def owner(name: str, dates: str, holder: str = "ex:head", role: str = "systemOwner") -> str:
    return (
        f"ex:{name} a smv:RoleAssignment ; smv:application ex:app ; smv:holder {holder} ;"
        f"smv:role code:role-{role} ; {dates} ."
    )


FROM_2010 = "smv:introductionDecidedOn <2010-01-01>"


@pytest.mark.parametrize(
    ("app", "owners", "gaps"),
    [
        # The first owner comes after the decision.
        (FROM_2010, ["smv:from <2010-01-02>"], {"2010-01-01"}),
        (FROM_2010, ["smv:from <2010-01-01>"], set()),
        ("smv:inUseFrom <2010-01-01>", ["smv:from <2010-02-01>"], {"2010-01-01"}),
        # Neither decision nor first day in use is known: the first owner begins it.
        ("rdfs:label 'x'", ["smv:from <2010-02-01>"], set()),
        # Between owners.
        (
            FROM_2010,
            ["smv:until <2012-12-31>", "smv:from <2013-01-01>"],
            set(),
        ),
        (
            FROM_2010,
            ["smv:until <2012-12-31>", "smv:from <2013-01-02>"],
            {"2013-01-01"},
        ),
        (
            FROM_2010,
            ["smv:from <2011-01-01> ; smv:until <2011-12-31>", "smv:from <2013-01-01>"],
            {"2010-01-01", "2012-01-01"},
        ),
        # The spell that the evaluation date is in is found as a missing owner.
        (FROM_2010, ["smv:until <2018-12-31>"], set()),
        (FROM_2010, ["smv:until <2018-12-31>", "smv:from <2019-10-02>"], set()),
        (FROM_2010, ["smv:until <2018-12-31>", "smv:from <2019-10-01>"], {"2019-01-01"}),
        (FROM_2010, [], set()),
        # Until retirement; the day of retirement needs no owner.
        (FROM_2010 + "; smv:retiredOn <2015-01-01>", ["smv:until <2014-12-31>"], set()),
        (FROM_2010 + "; smv:retiredOn <2015-01-01>", ["smv:until <2014-12-30>"], {"2014-12-31"}),
        (FROM_2010 + "; smv:retiredOn <2015-01-01>", [], {"2010-01-01"}),
        (FROM_2010 + "; smv:retiredOn <2020-01-01>", ["smv:until <2018-12-31>"], set()),
        # Still ahead.
        ("smv:introductionDecidedOn <2020-01-01>", [], set()),
        # No gap is claimed that is not known.
        (FROM_2010, ["smv:from <2010-01-01> ; smv:untilUnknown true"], set()),
        # An assignment that ends before it begins holds on no day.
        (
            FROM_2010,
            ["smv:from <2011-01-01> ; smv:until <2010-01-01>", "smv:from <2012-01-01>"],
            {"2010-01-01"},
        ),
    ],
)
def test_ownership_runs_without_a_gap(derived, app: str, owners: list[str], gaps: set[str]):
    text = "".join(owner(f"owner{n}", dates) for n, dates in enumerate(owners))
    found = derived(f"ex:app a smv:Application ; {app} . {text}")

    assert found.values("ex:app", "smv:ownershipGapFrom") == gaps


def test_a_manager_fills_no_gap(derived):
    found = derived(
        f"ex:app a smv:Application ; {FROM_2010} ; smv:retiredOn <2015-01-01> ."
        + owner("manager", "smv:from <2010-01-01>", role="systemManager")
    )

    assert found.values("ex:app", "smv:ownershipGapFrom") == {"2010-01-01"}


@pytest.mark.parametrize(
    ("one", "two", "overlap"),
    [
        ("smv:until <2018-12-31>", "smv:from <2018-12-31>", True),
        ("smv:until <2018-12-30>", "smv:from <2018-12-31>", False),
        ("smv:from <2018-01-01>", "smv:from <2018-06-01> ; smv:until <2018-07-01>", True),
        ("smv:from <2018-01-01> ; smv:until <2018-05-31>", "smv:from <2018-06-01>", False),
        # Whether the earlier one still held is not known.
        ("smv:from <2018-01-01> ; smv:untilUnknown true", "smv:from <2018-06-01>", False),
        ("smv:untilUnknown true", "smv:from <2018-06-01>", False),
        # It did hold on its first day.
        ("smv:from <2018-01-01>", "smv:from <2018-06-01> ; smv:untilUnknown true", True),
        ("smv:from <2018-01-01> ; smv:until <2017-01-01>", "smv:from <2017-06-01>", False),
    ],
)
@pytest.mark.parametrize("role", ["systemOwner", "systemManager"])
def test_the_later_of_two_holders_overlaps_the_earlier(derived, one, two, overlap, role):
    found = derived(owner("one", one, "ex:head", role) + owner("two", two, "ex:clerk", role))

    assert found.values("ex:two", "smv:overlaps") == ({"ex:one"} if overlap else set())
    assert found.values("ex:one", "smv:overlaps") == set()


@pytest.mark.parametrize(
    "other",
    [
        owner("two", "smv:from <2018-01-01>", "ex:head"),
        owner("two", "smv:from <2018-01-01>", "ex:clerk", "systemManager"),
        owner("two", "smv:from <2018-01-01>", "ex:clerk").replace("ex:app", "ex:other"),
    ],
)
def test_the_same_holder_another_role_or_application_does_not_overlap(derived, other: str):
    found = derived(owner("one", "smv:from <2017-01-01>") + other)

    assert found.values("ex:two", "smv:overlaps") == set()


def test_two_it_units_may_operate_together(derived):
    found = derived(
        owner("one", "smv:from <2017-01-01>", "ex:northIT", "operatingITUnit")
        + owner("two", "smv:from <2018-01-01>", "ex:southIT", "operatingITUnit")
    )

    assert found.values("ex:two", "smv:overlaps") == set()


def test_of_two_that_begin_together_one_overlaps_the_other(derived):
    found = derived(
        owner("b", "smv:from <2017-01-01>") + owner("a", "smv:from <2017-01-01>", "ex:clerk")
    )

    assert found.values("ex:b", "smv:overlaps") == {"ex:a"}
    assert found.values("ex:a", "smv:overlaps") == set()


def test_a_third_may_overlap_both(derived):
    found = derived(
        owner("one", "smv:from <2017-01-01>")
        + owner("two", "smv:from <2018-01-01> ; smv:until <2018-02-01>", "ex:clerk")
        + owner("three", "smv:from <2018-02-01>", "ex:southHead")
    )

    assert found.values("ex:three", "smv:overlaps") == {"ex:one", "ex:two"}

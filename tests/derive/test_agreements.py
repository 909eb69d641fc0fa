"""Terms of agreements: renewal, notice, and what covers an application."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.derive.agreements import Agreement


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def terms(on: str, first=None, last=None, notice=None, renewal=None, given_on=None):
    agreement = Agreement(day(first), day(last), False, notice, renewal, day(given_on))
    return agreement.as_of(date.fromisoformat(on))


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        ("2018-12-31", False),
        ("2019-01-01", True),
        ("2019-12-31", True),
        ("2020-01-01", False),
    ],
)
def test_an_agreement_is_in_force_from_its_first_to_its_last_day(on: str, in_force: bool):
    found = terms(on, "2019-01-01", "2019-12-31")

    assert found.in_force(date.fromisoformat(on)) == in_force
    assert found.ends_on == day("2019-12-31")


def test_without_first_day_it_has_begun_and_without_last_day_it_runs_on():
    found = terms("2019-10-01")

    assert found.in_force(date.min)
    assert found.in_force(date.max)
    assert (found.ends_on, found.notice_by, found.act_by) == (None, None, None)


def test_whether_it_is_in_force_is_not_known_if_its_end_is_not():
    agreement = Agreement(day("2019-01-01"), None, end_unknown=True, notice_given=day("2019-02-01"))
    found = agreement.as_of(date(2019, 10, 1))

    assert not found.in_force(date(2019, 10, 1))
    assert found.ends_on is None


@pytest.mark.parametrize(
    ("on", "ends_on"),
    [
        # Notice by 30 September ends it with the year; a day later it is bound for another.
        ("2019-06-01", "2019-12-31"),
        ("2019-09-30", "2019-12-31"),
        ("2019-10-01", "2020-12-31"),
        ("2019-12-31", "2020-12-31"),
        ("2020-01-01", "2020-12-31"),
        ("2025-10-01", "2026-12-31"),
        ("2018-05-01", "2019-12-31"),
    ],
)
def test_it_is_renewed_unless_notice_is_given_in_time(on: str, ends_on: str):
    found = terms(on, "2019-01-01", "2019-12-31", notice=3, renewal=12)

    assert found.ends_on == day(ends_on)
    assert found.notice_by == date(found.ends_on.year, 9, 30)
    assert found.act_by == found.notice_by


@pytest.mark.parametrize(
    ("given_on", "ends_on"),
    [
        ("2019-09-30", "2019-12-31"),
        ("2019-10-01", "2020-12-31"),
        ("2020-09-30", "2020-12-31"),
        ("2020-10-01", "2021-12-31"),
        ("2001-01-01", "2019-12-31"),
    ],
)
def test_notice_ends_the_first_term_that_it_comes_in_time_for(given_on: str, ends_on: str):
    found = terms("2020-10-15", "2019-01-01", "2019-12-31", 3, 12, given_on)

    assert found.ends_on == day(ends_on)
    assert found.in_force(date(2020, 10, 15)) == (ends_on >= "2020-10-15")


def test_notice_is_not_known_before_it_is_given():
    before = terms("2019-06-30", "2019-01-01", "2019-12-31", 3, 12, "2019-07-01")
    after = terms("2019-07-01", "2019-01-01", "2019-12-31", 3, 12, "2019-07-01")

    assert before.act_by == day("2019-09-30")
    assert after.notice_by == day("2019-09-30")
    assert after.act_by == after.ends_on == day("2019-12-31")


def test_after_it_has_ended_nobody_need_act():
    found = terms("2020-01-01", "2019-01-01", "2019-12-31", 3)

    assert found.ends_on == day("2019-12-31")
    assert found.notice_by == day("2019-09-30")
    assert found.act_by is None


def test_without_period_of_notice_the_end_is_what_to_act_by():
    fixed = terms("2019-10-01", "2019-01-01", "2019-12-31")
    renewed = terms("2019-10-01", "2018-01-01", "2018-12-31", renewal=12)

    assert (fixed.notice_by, fixed.act_by) == (None, day("2019-12-31"))
    assert (renewed.notice_by, renewed.act_by) == (None, day("2019-12-31"))


def test_a_period_of_notice_may_be_longer_than_a_term():
    found = terms("2019-10-01", "2019-01-01", "2019-01-31", notice=3, renewal=1)

    assert found.ends_on == day("2020-01-31")
    assert found.notice_by == day("2019-10-31")


@pytest.mark.parametrize(
    ("notice", "ends_on"), [(6, "2020-02-29"), (0, "2019-08-31"), (None, "2019-08-31")]
)
def test_an_open_agreement_ends_its_period_of_notice_after_notice(notice: int, ends_on: str):
    found = terms("2019-10-01", "2019-01-01", None, notice, None, "2019-08-31")

    assert found.ends_on == day(ends_on)
    assert found.in_force(date(2019, 10, 1)) == (ends_on > "2019-10-01")


def test_month_ends_stay_month_ends_through_renewals():
    found = terms("2019-10-01", "2018-09-01", "2019-02-28", renewal=6)

    assert found.ends_on == day("2020-02-29")


@pytest.mark.parametrize(("notice", "renewal"), [(3, 12), (None, 1), (1200, 12), (3, None)])
@pytest.mark.parametrize("last", ["9999-12-31", "9998-06-30", "0001-01-01"])
def test_days_at_the_ends_of_the_calendar_do_no_harm(last: str, notice: int, renewal: int):
    for on in ("2019-10-01", "9999-12-31", "0001-01-01"):
        assert terms(on, None, last, notice, renewal).ends_on is not None


MONTHS = st.none() | st.integers(1, 40)


@given(
    last=st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    notice=st.none() | st.integers(0, 40),
    renewal=st.integers(1, 40),
    on=st.dates(date(1990, 1, 1), date(2050, 1, 1)),
)
def test_the_term_that_counts_is_the_first_that_notice_today_can_end(
    last: date, notice: int | None, renewal: int, on: date
):
    agreement = Agreement(None, last, False, notice, renewal, None)
    found = agreement.as_of(on)

    by = found.notice_by if notice is not None else found.ends_on
    assert by >= on
    assert found.in_force(on)
    assert agreement.as_of(by) == found
    assert agreement.as_of(by + timedelta(days=1)).ends_on > found.ends_on
    assert Agreement(None, last, False, notice, renewal, on).as_of(on).ends_on == found.ends_on


AGREEMENT = """
ex:app a smv:Application .
ex:deal a smv:Agreement ; smv:agreementKind code:agreementKind-operation ;
    smv:covers ex:app ; smv:provider ex:northIT ; smv:customer ex:northSchools
"""


def test_terms_are_read_from_the_sources(derived):
    found = derived(
        AGREEMENT
        + "; smv:from <2018-01-01> ; smv:until <2018-12-31> ; smv:noticeMonths 3 ;"
        + "smv:renewalMonths 12 ; smv:noticeGivenOn <2019-09-30> ."
    )

    assert found.value("ex:deal", "smv:inForce") == "true"
    assert found.value("ex:deal", "smv:endsOn") == "2019-12-31"
    assert found.value("ex:deal", "smv:noticeBy") == "2019-09-30"
    assert found.value("ex:deal", "smv:actBy") == "2019-12-31"


@pytest.mark.parametrize("months", ["-3", "3.5", '"three"', "3 , 6"])
def test_months_that_are_no_whole_number_are_passed_over(derived, months: str):
    found = derived(
        AGREEMENT + f"; smv:until <2019-12-31> ; smv:noticeMonths {months} ;"
        f"smv:renewalMonths {months} ."
    )

    assert found.value("ex:deal", "smv:endsOn") == "2019-12-31"
    assert found.value("ex:deal", "smv:noticeBy") is None


@pytest.mark.parametrize(
    ("dates", "in_force", "current"),
    [
        ("smv:from <2019-10-01>", True, True),
        ("smv:from <2019-10-02>", False, True),
        ("smv:from <2019-10-02> ; smv:untilUnknown true", False, True),
        ("smv:until <2019-10-01>", True, True),
        ("smv:until <2019-09-30>", False, False),
        ("smv:untilUnknown true", False, False),
        ("smv:untilUnknown true ; smv:until <2019-10-01>", True, True),
        ("smv:from <2020-01-01> ; smv:until <2018-01-01>", False, False),
    ],
)
def test_an_agreement_that_has_not_ended_is_current(derived, dates, in_force, current):
    found = derived(AGREEMENT + f"; {dates} .")

    assert ("ex:deal" in found.of("smv:AgreementInForce")) == in_force
    assert ("ex:deal" in found.of("smv:CurrentAgreement")) == current
    assert (found.value("ex:app", "smv:agreementInForce") == "ex:deal") == in_force
    assert (found.value("ex:app", "smv:operationAgreementInForce") == "ex:deal") == in_force


def test_customers_stand_for_their_organisations(derived):
    found = derived(AGREEMENT + ", ex:south , ex:federation , ex:unheardOf .")

    assert found.values("ex:deal", "smv:customerOrganization") == {
        "ex:north",
        "ex:south",
        "ex:federation",
    }


SUPPORT = """
ex:app a smv:Application ; smv:usesProduct ex:product .
ex:owner a smv:RoleAssignment ; smv:application ex:app ; smv:role code:role-systemOwner ;
    smv:holder ex:head .
ex:use a smv:Use ; smv:application ex:app ; smv:user ex:south .
"""


@pytest.mark.parametrize(
    ("kind", "covers", "customer", "supports"),
    [
        ("support", "ex:app", "ex:neighbour", True),
        ("support", "ex:product", "ex:northCare", True),
        ("support", "ex:product", "ex:south", True),
        ("support", "ex:product", "ex:neighbour", False),
        ("support", "ex:other", "ex:north", False),
        ("licence", "ex:product", "ex:north", False),
    ],
)
def test_support_is_for_the_application_or_for_its_product_and_people(
    derived, kind: str, covers: str, customer: str, supports: bool
):
    found = derived(
        SUPPORT + f"ex:deal a smv:Agreement ; smv:agreementKind code:agreementKind-{kind} ;"
        f"smv:covers {covers} ; smv:customer {customer} ."
    )

    assert (found.value("ex:app", "smv:supportAgreementInForce") == "ex:deal") == supports
    assert (found.value("ex:app", "smv:agreementInForce") == "ex:deal") == (
        supports or kind == "licence"
    )


def test_operation_is_agreed_on_for_the_application_itself(derived):
    found = derived(
        SUPPORT + "ex:deal a smv:Agreement ; smv:agreementKind code:agreementKind-operation ;"
        "smv:covers ex:product ; smv:customer ex:north ."
    )

    assert found.value("ex:app", "smv:agreementInForce") == "ex:deal"
    assert found.value("ex:app", "smv:operationAgreementInForce") is None


OPERATED = (
    SUPPORT
    + """
ex:operator a smv:RoleAssignment ; smv:application ex:app ; smv:role code:role-operatingITUnit ;
    smv:holder ex:northIT .
ex:deal a smv:Agreement ; smv:agreementKind code:agreementKind-operation ; smv:covers ex:app
"""
)


@pytest.mark.parametrize(
    ("parties", "without"),
    [
        ("smv:provider ex:northIT ; smv:customer ex:northSchools", None),
        ("smv:provider ex:north ; smv:customer ex:north", None),
        ("smv:provider ex:southIT ; smv:customer ex:north", "ex:northIT"),
        ("smv:provider ex:northIT ; smv:customer ex:south", "ex:northIT"),
        ("smv:customer ex:north", "ex:northIT"),
        # Nothing to hold the operator to: the missing agreement is found by itself.
        ("smv:provider ex:southIT ; smv:until <2019-09-30>", None),
    ],
)
def test_the_operator_is_bound_to_the_owner_by_an_agreement(derived, parties: str, without: str):
    found = derived(f"{OPERATED} ; {parties} .")

    assert found.value("ex:app", "smv:operatorWithoutAgreement") == without


def test_each_operator_needs_an_agreement_of_its_own(derived):
    found = derived(
        OPERATED
        + """; smv:provider ex:southIT ; smv:customer ex:north .
        ex:second a smv:RoleAssignment ; smv:application ex:app ;
            smv:role code:role-operatingITUnit ; smv:holder ex:southIT ."""
    )

    assert found.value("ex:app", "smv:operatorWithoutAgreement") == "ex:northIT"


def test_without_owner_no_operator_is_found_at_fault(derived):
    text = OPERATED.replace("smv:holder ex:head", "smv:holder ex:head ; smv:until <2019-09-30>")

    found = derived(text + "; smv:provider ex:southIT ; smv:customer ex:north .")

    assert found.value("ex:app", "smv:ownerOrganization") is None
    assert found.value("ex:app", "smv:operatorWithoutAgreement") is None

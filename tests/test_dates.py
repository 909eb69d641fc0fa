from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samverkan.dates
from samverkan.dates import (
    DateError,
    Period,
    add_months,
    gaps,
    parse_date,
    shift_last_day,
    today,
    whole_months,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
PERIODS = st.builds(
    Period,
    st.none() | st.dates(date(2019, 1, 1), date(2019, 3, 1)),
    st.none() | st.dates(date(2019, 1, 1), date(2019, 3, 1)),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_date_is_year_month_day():
    assert parse_date("2019-10-01") == date(2019, 10, 1)


@pytest.mark.parametrize(
    "text", ["2019-13-01", "2019-02-29", "20191001", "2019-W40-2", "1/10 2019", "", "2019-10-01 "]
)
def test_what_is_no_date_is_refused_with_an_example(text: str):
    with pytest.raises(DateError, match="such as 2019-10-01") as error:
        parse_date(text)

    assert error.value.text == text


def test_today_is_the_day_in_stockholm(monkeypatch: pytest.MonkeyPatch):
    class LateInLondon(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2019, 9, 30, 23, 30, tzinfo=ZoneInfo("UTC")).astimezone(tz)

    monkeypatch.setattr(samverkan.dates, "datetime", LateInLondon)

    assert today() == date(2019, 10, 1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2019-01-31", 1, "2019-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2019-12-15", 1, "2020-01-15"),
        ("2019-01-15", -1, "2018-12-15"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2019-05-05", 0, "2019-05-05"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(start: str, months: int, end: str):
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("last", "months", "shifted"),
    [
        ("2019-02-28", 6, "2019-08-31"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2019-12-31", -3, "2019-09-30"),
        ("2019-06-14", 1, "2019-07-14"),
        ("2019-12-31", 0, "2019-12-31"),
    ],
)
def test_the_end_of_a_month_stays_the_end_of_a_month(last: str, months: int, shifted: str):
    assert shift_last_day(day(last), months) == day(shifted)


@pytest.mark.parametrize(("start", "months"), [("9999-12-01", 1), ("0001-01-01", -1)])
def test_the_calendar_has_an_end(start: str, months: int):
    with pytest.raises(OverflowError):
        add_months(day(start), months)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2009-01-01", "2013-12-31", 60),
        ("2009-01-01", "2013-12-30", 59),
        ("2009-01-15", "2009-02-14", 1),
        ("2009-01-15", "2009-02-13", 0),
        ("2019-01-31", "2019-02-28", 1),
        ("2019-10-01", "2019-10-01", 0),
    ],
)
def test_whole_months_count_both_days(first: str, last: str, months: int):
    assert whole_months(day(first), day(last)) == months


@given(DAYS.filter(lambda first: first.day <= 28), st.integers(1, 600))
def test_a_period_made_of_months_holds_so_many(first: date, months: int):
    last = add_months(first, months) - timedelta(days=1)

    assert whole_months(first, last) == months
    assert whole_months(first, last - timedelta(days=1)) == months - 1


def test_a_period_holds_its_first_and_its_last_day():
    period = Period(day("2019-10-01"), day("2019-10-31"))

    assert period.holds(day("2019-10-01"))
    assert period.holds(day("2019-10-31"))
    assert not period.holds(day("2019-09-30"))
    assert not period.holds(day("2019-11-01"))


def test_a_period_without_bounds_holds_every_day():
    assert Period(None, None).holds(date.min)
    assert Period(None, None).overlaps(Period(None, None))


@given(PERIODS, PERIODS)
def test_periods_overlap_if_and_only_if_they_share_a_day(one: Period, other: Period):
    days = [date.fromordinal(n) for n in range(day("2018-12-30").toordinal(), 737200)]

    assert one.overlaps(other) == any(one.holds(d) and other.holds(d) for d in days)


@given(st.lists(PERIODS, max_size=6))
def test_a_day_is_in_a_gap_if_and_only_if_no_period_holds_it(periods: list[Period]):
    first, last = day("2019-01-10"), day("2019-02-20")
    found = list(gaps(first, last, periods))

    for number in range(first.toordinal(), last.toordinal() + 1):
        current = date.fromordinal(number)
        free = not any(period.holds(current) for period in periods)
        assert any(gap.holds(current) for gap in found) == free
    assert all(first <= gap.first <= gap.last <= last for gap in found)
    assert all(a.last < b.first for a, b in pairwise(found))


def test_spells_that_touch_leave_no_gap():
    halves = [Period(day("2019-01-01"), day("2019-06-30")), Period(day("2019-07-01"), None)]

    assert list(gaps(day("2019-01-01"), day("2019-12-31"), halves)) == []


def test_a_period_to_the_end_of_the_calendar_leaves_no_gap():
    assert list(gaps(day("2019-01-01"), date.max, [Period(None, date.max)])) == []

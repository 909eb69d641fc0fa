"""Days, whole months and periods: every date is a plain day, every last day is inclusive."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from samverkan.errors import SamverkanError

#: Where "today" is: all who write for a dataset live by this clock.
HERE = ZoneInfo("Europe/Stockholm")

_DAY = timedelta(days=1)
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DateError(SamverkanError):
    """A text that should be a date is none."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not a date; write year, month and day of a day that exists, "
            "such as 2019-10-01"
        )
        self.text = text


def parse_date(text: str) -> date:
    """
    The day written as `YYYY-MM-DD`.

    Raises:
        DateError: if it is written in another way, or there is no such day.
    """
    if not _WRITTEN.fullmatch(text):
        raise DateError(text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DateError(text) from error


def today() -> date:
    """The day that it is in Sweden."""
    return datetime.now(HERE).date()


def add_months(day: date, months: int) -> date:
    """
    The same day of another month, or the last one there is: 31 January + 1 = 28 February.

    Raises:
        OverflowError: if that is before year 1 or after year 9999.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= years <= date.max.year:
        raise OverflowError(f"{day} and {months} months is outside the calendar")
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def shift_last_day(last: date, months: int) -> date:
    """
    The last day of a period that ends `months` later (earlier, if negative).

    The day after the last one is what moves, so that a period that ends with a month
    still does: 28 February + 6 = 31 August, 31 December - 3 = 30 September.

    Raises:
        OverflowError: if that is outside the calendar.
    """
    return add_months(last + _DAY, months) - _DAY


def whole_months(first: date, last: date) -> int:
    """
    How many whole months the period holds, both days included.

    2009-01-01 to 2013-12-31 holds 60. Nothing or less for a period that ends before it begins.
    """
    end = last + _DAY if last < date.max else last
    months = (end.year - first.year) * 12 + end.month - first.month
    return months if add_months(first, months) <= end else months - 1


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; None is without bound on that side."""

    first: date | None
    last: date | None

    @property
    def empty(self) -> bool:
        """Whether it ends before it begins."""
        return self.first is not None and self.last is not None and self.last < self.first

    def holds(self, day: date) -> bool:
        """Whether the day is in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        firsts = [day for day in (self.first, other.first) if day is not None]
        lasts = [day for day in (self.last, other.last) if day is not None]
        if self.empty or other.empty:
            return False
        return not firsts or not lasts or max(firsts) <= min(lasts)


def gaps(first: date, last: date, periods: Iterable[Period]) -> Iterator[Period]:
    """The spells between `first` and `last` that no period holds, in order."""
    free = first
    for period in sorted(
        (period for period in periods if not period.empty),
        key=lambda period: period.first or date.min,
    ):
        if free > last:
            return
        if period.first is not None and period.first > free:
            yield Period(free, min(last, period.first - _DAY))
        if period.last is None or period.last == date.max:
            return
        free = max(free, period.last + _DAY)
    if free <= last:
        yield Period(free, last)

"""When agreements are in force, end, and must be given notice of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, Store, Triple

from samverkan.dates import shift_last_day
from samverkan.derive.evaluation import Evaluation, date_literal
from samverkan.derive.reading import Node, nodes
from samverkan.namespaces import smv


@dataclass(frozen=True)
class Agreement:
    """
    The dates that an agreement states.

    Attributes:
        first: first day; None if not known.
        last: last day of the first term; None for an open agreement.
        end_unknown: it has ended or will end, but nobody knows when.
        notice: period of notice, months; None if no notice is needed.
        renewal: months by which it is renewed unless notice is given in time; None if it is not.
        notice_given: day on which notice was given.
    """

    first: date | None = None
    last: date | None = None
    end_unknown: bool = False
    notice: int | None = None
    renewal: int | None = None
    notice_given: date | None = None

    def as_of(self, on: date) -> "Terms":
        """What holds on that day; notice given after it is not known yet."""
        given = self.notice_given if self.notice_given and self.notice_given <= on else None
        if self.last is None:
            return self._open(given, on)
        last, notice_by = self._term(given or on)
        known = notice_by if self.notice is not None else None
        act_by = last if given else notice_by
        return Terms(self.first, last, known, act_by if on <= last else None)

    def _open(self, given: date | None, on: date) -> "Terms":
        if self.end_unknown or given is None:
            return Terms(self.first, end_unknown=self.end_unknown)
        last = _shifted(given, self.notice or 0)
        known = given if self.notice is not None else None
        return Terms(self.first, last, known, last if on <= last else None)

    def _term(self, day: date) -> tuple[date, date]:
        """
        The last days, to run and to give notice, of the first term that notice on `day` can end.

        The term that notice on that day comes too late for is followed by another.
        Every term is counted from the first one, so that short months do not add up.
        """
        assert self.last is not None
        last, by = self.last, _shifted(self.last, -(self.notice or 0))
        if self.renewal:
            behind = (day.year - by.year) * 12 + day.month - by.month
            turn = max(0, behind // self.renewal)
            while by < day and last < date.max:
                last = _shifted(self.last, turn * self.renewal)
                by = _shifted(last, -(self.notice or 0))
                turn += 1
        return last, by


@dataclass(frozen=True)
class Terms:
    """
    An agreement as of a day.

    Attributes:
        first: first day; None if not known.
        ends_on: last day of the term that it is bound to; None if it runs on.
        notice_by: last day on which notice ends it then; None if it needs none.
        act_by: last day on which something can be done about its end; None if it has ended.
        end_unknown: whether its end is not known.
    """

    first: date | None
    ends_on: date | None = None
    notice_by: date | None = None
    act_by: date | None = None
    end_unknown: bool = False

    def in_force(self, on: date) -> bool:
        """Whether it is in force that day; it is taken not to be if its end is not known."""
        begun = self.first is None or self.first <= on
        return begun and not self.end_unknown and (self.ends_on is None or on <= self.ends_on)


def read(node: Node) -> Agreement:
    """The agreement as stated; a negative period of notice or renewal is passed over."""
    notice, renewal = node.integer("noticeMonths"), node.integer("renewalMonths")
    return Agreement(
        first=node.date("from"),
        last=node.date("until"),
        end_unknown=node.end_unknown(),
        notice=notice if notice is not None and notice >= 0 else None,
        renewal=renewal if renewal is not None and renewal > 0 else None,
        notice_given=node.date("noticeGivenOn"),
    )


def terms(store: Store, evaluation: Evaluation) -> Iterator[Triple]:
    """`inForce`, `endsOn`, `noticeBy` and `actBy` of every agreement."""
    for node in nodes(store, "Agreement"):
        found = read(node).as_of(evaluation.on)
        days = {"endsOn": found.ends_on, "noticeBy": found.notice_by, "actBy": found.act_by}
        for name, day in days.items():
            if day is not None:
                yield Triple(node.iri, smv(name), date_literal(day))
        if found.in_force(evaluation.on):
            yield Triple(node.iri, smv("inForce"), Literal(True))


def _shifted(last: date, months: int) -> date:
    """As `shift_last_day`, held within the calendar."""
    try:
        return shift_last_day(last, months)
    except OverflowError:
        return date.max if months >= 0 or last == date.max else date.min

"""Spells without a system owner, and role assignments that overlap."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pyoxigraph import NamedNode, Store, Triple

from samverkan.dates import Period, gaps
from samverkan.derive.evaluation import Evaluation, date_literal
from samverkan.derive.reading import Node, nodes
from samverkan.namespaces import CODE, smv

OWNER = NamedNode(CODE + "role-systemOwner")
MANAGER = NamedNode(CODE + "role-systemManager")


def ownership_gaps(store: Store, evaluation: Evaluation) -> Iterator[Triple]:
    """
    `ownershipGapFrom`: the first day of each past spell without owner.

    Counted from the decision to introduce the application (else its first day in use, else its
    first owner) until its retirement. The spell that the evaluation date is in is left out:
    that there is no owner now is found by itself. An owner whose last day is not known leaves
    no gap: none is claimed that is not known.
    """
    for node in nodes(store, "Application"):
        owners = [
            assignment.period()
            for assignment in node.subjects("application")
            if OWNER in assignment.things("role") and assignment.a("RoleAssignment")
        ]
        for gap in _past_gaps(node, owners, evaluation.on):
            assert gap.first is not None
            yield Triple(node.iri, smv("ownershipGapFrom"), date_literal(gap.first))


def _past_gaps(node: Node, owners: list[Period], on: date) -> Iterator[Period]:
    known = [period.first for period in owners if period.first is not None]
    first = node.date("introductionDecidedOn") or node.date("inUseFrom") or min(known, default=None)
    if first is None:
        return
    retired = node.date("retiredOn")
    if retired is None or retired > on:
        yield from (gap for gap in gaps(first, on, owners) if not gap.holds(on))
    elif first < retired:
        yield from gaps(first, retired - timedelta(days=1), owners)


def overlapping(store: Store, _: Evaluation) -> Iterator[Triple]:
    """
    `overlaps`: from the later of two assignments of one role to the earlier one.

    Of owners and managers of one application, with different holders. Of an assignment whose
    last day is not known, only the first day counts.
    """
    together = defaultdict(list)
    for node in nodes(store, "RoleAssignment"):
        period = _certain(node)
        if period is None:
            continue
        for role in node.things("role"):
            for application in node.things("application") if role in (OWNER, MANAGER) else []:
                together[application, role].append((period, node))
    for assignments in together.values():
        yield from _overlaps(assignments)


def _certain(node: Node) -> Period | None:
    period = node.period()
    if node.end_unknown():
        period = Period(period.first, period.first)
        if period.first is None:
            return None
    return None if period.empty else period


def _overlaps(assignments: Iterable[tuple[Period, Node]]) -> Iterator[Triple]:
    running: list[tuple[Period, Node]] = []
    for period, node in sorted(assignments, key=_start):
        running = [(other, earlier) for other, earlier in running if other.overlaps(period)]
        for _, earlier in running:
            if earlier.things("holder") != node.things("holder"):
                yield Triple(node.iri, smv("overlaps"), earlier.iri)
        running.append((period, node))


def _start(assignment: tuple[Period, Node]) -> tuple[date, str]:
    period, node = assignment
    return period.first or date.min, node.iri.value

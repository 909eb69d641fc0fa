"""Conformance per requirement and member, counted by hand on the small dataset with gaps."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from conftest import FIXTURES, ON
from samverkan.namespaces import DALSLAND, PREFIXES, SMV, THINGS, smv
from samverkan.sources.dataset import Access, Dataset, read_dataset
from samverkan.sources.shared import shared_quads
from samverkan.store.view import View
from samverkan.validate.conformance import Conformance, conformance
from samverkan.validate.report import Waiver

BENGTSFORS, DALS_ED, MELLERUD = (PREFIXES["mun"] + code for code in ("1460", "1438", "1461"))
FEDERATION = PREFIXES["reforg"] + "dkf"

DECIMAL = NamedNode(PREFIXES["xsd"] + "decimal")

#: requirement, member: checked, failed, status
COUNTED = [
    # Owners: 5 governed applications and 13 assignments of its own; 2 and 5 more with gaps, of
    # which the archive lacks an owner and one of the assignments overlaps another.
    ("R-3.3", MELLERUD, 25, 2, "notMet"),
    # 4 governed applications, 15 assignments; the intranet is retired but was assigned.
    ("R-3.3", BENGTSFORS, 19, 0, "met"),
    # 2 governed applications, 6 assignments; building permits are only planned.
    ("R-3.3", DALS_ED, 8, 0, "met"),
    ("R-3.3", FEDERATION, 0, 0, "notApplicable"),
    # One joint cost and three shares by population, and with gaps another and two: its sum, and
    # the share that is not what the model gives.
    ("R-2.13", MELLERUD, 7, 2, "notMet"),
    # Its joint cost is divided by agreement.
    ("R-2.13", DALS_ED, 1, 0, "met"),
    ("R-2.13", BENGTSFORS, 0, 0, "notApplicable"),
    # Own costs, without joint ones and without communication: the software lacks an activity.
    ("R-6.6", MELLERUD, 6, 1, "notMet"),
    ("R-6.6", BENGTSFORS, 3, 0, "met"),
    ("R-6.6", DALS_ED, 1, 0, "met"),
    # Competence networks: three of the federation, and the lonely one.
    ("R-5.6", FEDERATION, 3, 0, "met"),
    ("R-5.6", MELLERUD, 1, 1, "notMet"),
    # Administrations that the policy is to reach: the technical one is Bengtsfors'.
    ("R-2.3", BENGTSFORS, 4, 1, "notMet"),
    ("R-2.3", MELLERUD, 3, 0, "met"),
    ("R-2.3", DALS_ED, 2, 0, "met"),
    # The policy or its addition, and the instructions of each.
    ("R-1.6", FEDERATION, 1, 0, "met"),
    ("R-1.6", MELLERUD, 2, 1, "notMet"),
    # A municipality with its three networks is one thing checked.
    ("R-2.6", DALS_ED, 1, 0, "met"),
    ("R-2.6", FEDERATION, 0, 0, "notApplicable"),
    # The only change of the platform that is near: of the telephone network, and with gaps one
    # in Bengtsfors, published by Mellerud.
    ("R-6.3", MELLERUD, 2, 1, "notMet"),
    ("R-6.3", BENGTSFORS, 0, 0, "notApplicable"),
    ("R-1.1", MELLERUD, 0, 0, "seeQuery"),
]


def count(view: View, requirement: str, organization: str) -> Conformance:
    [one] = [
        c
        for c in view.conformance
        if (c.requirement, c.organization) == (DALSLAND + requirement, organization)
    ]
    return one


@pytest.mark.parametrize(("requirement", "member", "checked", "failed", "status"), COUNTED)
def test_the_counts_are_those_worked_out_by_hand(
    requirement: str, member: str, checked: int, failed: int, status: str, gaps: View
):
    counted = count(gaps, requirement, member)

    assert (counted.checked, counted.failed, counted.status) == (checked, failed, status)
    assert counted.not_assessed == counted.waived == 0


def test_every_requirement_is_counted_for_every_member(gaps: View):
    assert len(gaps.conformance) == 74 * 4
    assert len({(c.requirement, c.organization) for c in gaps.conformance}) == 74 * 4


def test_no_member_fails_where_nothing_was_checked(gaps: View):
    assert all(c.failed <= c.checked for c in gaps.conformance)


def test_a_requirement_that_nothing_computes_says_so(gaps: View):
    unchecked = {c.requirement for c in gaps.conformance if c.status == "notChecked"}
    none = NamedNode(PREFIXES["code"] + "checkKind-none")

    assert unchecked == {
        quad.subject.value for quad in gaps.store.quads_for_pattern(None, smv("howChecked"), none)
    }


class TestWaivers:
    """What is waived is neither met nor failed."""

    def counted(
        self, view: View, requirement: str, member: str, waived: Collection[str]
    ) -> Conformance:
        assert view.dataset is not None
        waiver = Waiver("because", "the group", ON, "waivers.toml")
        results = tuple(
            replace(result, waiver=waiver) if result.code in waived else result
            for result in view.report.results
        )
        report = replace(view.report, results=results)
        counts = conformance(view.store, view.dataset, view.access, view.shapes, report)
        return next(
            c for c in counts if (c.requirement, c.organization) == (DALSLAND + requirement, member)
        )

    def test_a_requirement_is_waived_if_all_that_fails_it_is(self, gaps: View):
        codes = {r.code for r in gaps.report.results if DALSLAND + "R-3.3" in r.requirements}
        counted = self.counted(gaps, "R-3.3", MELLERUD, codes)

        assert (counted.checked, counted.failed, counted.waived) == (25, 0, 2)
        assert counted.status == "waived"
        assert self.counted(gaps, "R-3.3", BENGTSFORS, codes).status == "met"

    def test_what_is_not_waived_fails_all_the_same(self, gaps: View):
        counted = self.counted(gaps, "R-3.3", MELLERUD, {"RoleAssignment-overlap"})

        assert (counted.failed, counted.waived, counted.status) == (1, 1, "notMet")

    def test_a_rule_that_could_not_see_its_data_leaves_the_requirement_unassessed(
        self, public_gaps: View
    ):
        [failing] = [
            r
            for r in public_gaps.report.results
            if r.organization == MELLERUD and DALSLAND + "R-6.6" in r.requirements
        ]
        moved = replace(failing, organization=BENGTSFORS)
        view = replace(public_gaps)
        view.report = replace(public_gaps.report, results=(moved,))

        assert self.counted(view, "R-6.6", BENGTSFORS, {failing.code}).status == "notAssessed"


class TestPublicView:
    """Bengtsfors keeps its costs to itself."""

    @pytest.mark.parametrize(
        ("requirement", "shapes"),
        [("R-2.14", 2), ("R-3.5", 3), ("R-6.1", 3), ("R-6.2", 2), ("R-6.6", 2), ("R-2.13", 3)],
    )
    def test_what_reads_internal_costs_is_not_assessed(
        self, requirement: str, shapes: int, public_gaps: View
    ):
        counted = count(public_gaps, requirement, BENGTSFORS)

        assert (counted.status, counted.not_assessed) == ("notAssessed", shapes)
        assert counted.checked == counted.failed == 0

    def test_nothing_else_is_left_unassessed(self, public_gaps: View):
        assert {c.organization for c in public_gaps.conformance if c.not_assessed} == {BENGTSFORS}
        assert len([c for c in public_gaps.conformance if c.not_assessed]) == 6

    def test_other_members_are_counted_as_ever(self, gaps: View, public_gaps: View):
        def others(view: View) -> list[Conformance]:
            return [c for c in view.conformance if c.organization != BENGTSFORS]

        assert others(public_gaps) == others(gaps)

    def test_it_finds_nothing_that_the_internal_view_does_not(self, gaps: View, public_gaps: View):
        assert all(result in gaps.report.results for result in public_gaps.report.results)

    def test_no_internal_thing_or_word_leaks(self, public_gaps: View):
        files = read_dataset(FIXTURES / "small-gaps").files
        internal = words(q for f in files if f.access is Access.INTERNAL for q in f.quads())
        public = words(q for f in files if f.access is Access.PUBLIC for q in f.quads())
        kept = internal - public - words(shared_quads())

        told = public_gaps.validated().store

        assert {"Vera Påhitt", "150000"} <= kept
        assert not kept & words(told)
        assert {
            quad.predicate for quad in told if THINGS + "small-bengtsfors-internal/" in str(quad)
        } == {smv("idBase")}


def words(quads: Iterable[Quad]) -> set[str]:
    """Every literal's text; numbers as the store writes them."""
    return {
        f"{Decimal(literal.value).normalize():f}" if literal.datatype == DECIMAL else literal.value
        for literal in (quad.object for quad in quads)
        if isinstance(literal, Literal)
    }


class TestWhatAFileKeeps:
    """Who keeps which classes internal decides what is not assessed."""

    def counted(self, view: View, describes: frozenset[str], requirement: str) -> Conformance:
        assert view.dataset is not None
        files = tuple(
            replace(file, describes=describes) if file.access is Access.INTERNAL else file
            for file in view.dataset.files
        )
        dataset: Dataset = replace(view.dataset, files=files)
        counts = conformance(view.store, dataset, Access.PUBLIC, view.shapes, view.report)
        return next(
            c
            for c in counts
            if (c.requirement, c.organization) == (DALSLAND + requirement, BENGTSFORS)
        )

    def test_a_file_with_persons_alone_hides_no_cost(self, public_gaps: View):
        persons = frozenset({PREFIXES["foaf"] + "Person"})

        assert self.counted(public_gaps, persons, "R-6.6").status == "notApplicable"

    def test_a_file_with_decisions_on_access_hides_those_alone(self, public_gaps: View):
        decisions = frozenset({SMV + "AccessDecision"})

        assert self.counted(public_gaps, decisions, "R-3.7").status == "notAssessed"
        assert self.counted(public_gaps, decisions, "R-6.6").status == "notApplicable"

    def test_a_file_that_does_not_say_may_hold_whatever_may_be_internal(self, public_gaps: View):
        assert self.counted(public_gaps, frozenset(), "R-6.6").status == "notAssessed"
        assert self.counted(public_gaps, frozenset(), "R-3.7").status == "notAssessed"
        assert self.counted(public_gaps, frozenset(), "R-3.3").status == "met"

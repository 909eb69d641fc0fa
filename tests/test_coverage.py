"""Every requirement has something behind it, and says how it stands."""

import pytest

from conftest import FIXTURES
from samverkan.coverage import Requirement, overall, requirements, standing
from samverkan.coverage_page import coverage_page
from samverkan.query.library import shipped_library
from samverkan.sources.dataset import read_dataset
from samverkan.store.view import View, open_view
from samverkan.validate.shapes import shipped_shapes


@pytest.fixture(scope="module")
def view() -> View:
    return open_view(read_dataset(FIXTURES / "small-gaps"))


@pytest.fixture(scope="module")
def listed(view: View) -> list[Requirement]:
    return requirements(view.store, view.dataset.policies, shipped_shapes(), shipped_library())


def test_the_policy_has_74_requirements_in_the_order_of_their_numbers(listed: list[Requirement]):
    names = [requirement.short for requirement in listed]

    assert len(names) == 74
    assert names.index("R-3.9") + 1 == names.index("R-3.10")


def test_no_requirement_is_silent(listed: list[Requirement]):
    for requirement in listed:
        assert requirement.shapes or requirement.queries or requirement.not_checked, requirement.iri


def test_what_a_requirement_says_of_its_checks_is_what_checks_it(listed: list[Requirement]):
    for requirement in listed:
        stated = set(requirement.checks) - {"none"}
        found = {"shape"} if requirement.shapes else set()
        found |= {"query"} if requirement.queries else set()
        assert stated <= found, requirement.short


def test_47_requirements_are_enforced_by_shapes(listed: list[Requirement]):
    assert sum("shape" in requirement.checks for requirement in listed) == 47


def test_a_requirement_stands_as_badly_as_its_worst_member():
    assert overall({"met": 3, "notMet": 1}) == "notMet"
    assert overall({"met": 3, "notAssessed": 1}) == "notAssessed"
    assert overall({"met": 3, "waived": 1}) == "waived"
    assert overall({}) == "notApplicable"


def test_a_finding_makes_its_requirement_not_met(view: View):
    tallies = standing(view.conformance)

    for result in view.report.results:
        for requirement in result.requirements:
            if result.organization in {member.value for member in view.dataset.members}:
                assert overall(tallies[requirement]) == "notMet"


def test_the_page_has_an_entry_for_each_with_its_source_and_a_finding(
    view: View, listed: list[Requirement]
):
    page = coverage_page(listed, {"small-gaps": view.report})

    assert page.count("\n### R-") == 74
    assert page.count("- Source: ") == 74
    assert "Finding in `small-gaps` on 2019-10-01" in page

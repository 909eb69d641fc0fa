"""Validation of a view: what a result says, and whom it belongs to."""

import csv
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from conftest import FIXTURES
from samverkan.namespaces import DALSLAND, GRAPHS, PREFIXES, SHAPES, THINGS
from samverkan.store.view import View
from samverkan.validate.report import Result
from samverkan.validate.run import only_in, validate
from samverkan.validate.shapes import shipped_shapes

GAPS = THINGS + "small-gaps/"
MELLERUD = PREFIXES["mun"] + "1461"


def found(view: View, code: str) -> list[Result]:
    return [result for result in view.report.results if result.code == code]


def test_the_findings_are_the_expected_ones_each_with_its_requirements(gaps: View):
    path = FIXTURES / "small-gaps" / "expected.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        expected = [tuple(row.values()) for row in csv.DictReader(lines)]

    assert len(expected) > 30
    assert sorted(
        (r.focus, r.code, " ".join(sorted(r.requirement_ids))) for r in gaps.report.results
    ) == sorted(
        (focus, code, " ".join(sorted(requirements.split())))
        for focus, code, requirements in expected
    )


def test_a_result_tells_all_that_is_known_of_it(gaps: View):
    [result] = found(gaps, "CostShare-model")

    assert result.focus == GAPS + "cost-share/helpdesk-2019-1460"
    assert result.label == "Andel av Gemensam helpdesk 2019: Bengtsfors"
    assert result.severity == "Violation"
    assert result.requirements == (DALSLAND + "R-2.13",)
    assert set(result.messages) == {"sv", "en"}
    assert result.path == "https://w3id.org/samverkan/ns/modelDifference"
    assert result.value == '"-12.81"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert result.component == "MinInclusiveConstraintComponent"
    assert result.graph == GRAPHS + "small-gaps"
    assert result.organization == MELLERUD


def test_messages_are_the_shapes_own_in_both_languages_whole(gaps: View):
    for result in gaps.report.results:
        assert result.messages == shipped_shapes().shapes[result.shape].messages
        assert set(result.messages) == {"sv", "en"}


def test_a_path_of_several_steps_is_not_named(gaps: View):
    [result] = found(gaps, "GovernedApplication-ownerInAdministration")

    assert result.path is None


def test_what_is_found_on_an_application_belongs_to_whom_it_is_accountable(gaps: View):
    [on_the_application] = found(gaps, "GovernedApplication-systemOwner")
    [on_the_assignment] = found(gaps, "RoleAssignment-overlap")

    assert on_the_application.organization == MELLERUD
    assert on_the_assignment.organization == MELLERUD, "the graph's publisher"


def test_what_is_found_on_a_unit_belongs_to_its_municipality_not_to_the_publisher(gaps: View):
    [result] = found(gaps, "BoundAdministration-policyCommunicated")

    assert result.organization == PREFIXES["mun"] + "1460"
    assert gaps.dataset is not None
    assert gaps.dataset.publisher_of(NamedNode(result.graph or "")) == NamedNode(MELLERUD)


def test_only_well_formedness_is_checked_where_no_policy_is_evaluated_against(
    gaps: View, without_policy: View
):
    assert {result.code for result in without_policy.report.results} == {"Dated-startUnknown"}
    assert 0 < without_policy.report.shapes_checked < gaps.report.shapes_checked


def test_a_report_can_be_cut_down_to_the_graphs_that_somebody_asks_about(gaps: View):
    of_gaps = only_in(gaps.report, [NamedNode(GRAPHS + "small-gaps")])
    of_mellerud = only_in(gaps.report, [NamedNode(GRAPHS + "small-mellerud")])

    assert of_gaps.results == gaps.report.results
    assert of_mellerud.results == ()
    assert of_mellerud.shapes_checked == gaps.report.shapes_checked


def test_results_come_in_the_same_order_each_time(gaps: View):
    assert gaps.dataset is not None
    assert gaps.on is not None
    again = validate(gaps.store, gaps.dataset, gaps.on, gaps.shapes)

    assert again == gaps.report


def test_an_unknown_engine_is_refused(gaps: View):
    with pytest.raises(KeyError, match="slow"):
        _ = replace(gaps, engine="slow").report


def test_every_result_is_of_a_shape_that_can_be_looked_up(gaps: View):
    assert {result.shape for result in gaps.report.results} <= set(shipped_shapes().shapes)
    assert all(result.shape.startswith(SHAPES) for result in gaps.report.results)

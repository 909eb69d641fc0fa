"""The findings graph: results and counts as triples."""

from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from samverkan.namespaces import (
    DALSLAND,
    DATASETS,
    FINDINGS_GRAPH,
    PREFIXES,
    RDF,
    SH,
    SHAPES,
    SMV,
    THINGS,
)
from samverkan.store.view import View
from samverkan.validate.conformance import Conformance
from samverkan.validate.findings import findings_quads
from samverkan.validate.report import Report, Result

THING = Result(
    focus=THINGS + "fixture/cost/one",
    shape=SHAPES + "Value-amount",
    severity="Violation",
    messages={"sv": "Fel belopp", "en": "Wrong amount"},
    requirements=(DALSLAND + "R-6.1", DALSLAND + "R-6.6"),
    path=SMV + "amount",
    value='"1,50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    component="DatatypeConstraintComponent",
    organization=PREFIXES["mun"] + "1461",
)
COUNT = Conformance(DALSLAND + "R-6.6", PREFIXES["mun"] + "1461", 6, 1, 0, 2, "notMet")


def written(*results: Result, counts: tuple[Conformance, ...] = ()) -> list[Quad]:
    report = Report(DATASETS + "fixture", date(2019, 10, 1), results, 1)
    return list(findings_quads(report, counts))


def said(quads: list[Quad], kind: str) -> dict[str, set[str]]:
    """What is said of the one thing of that class, values by the last part of the property."""
    [node] = {q.subject for q in quads if q.object == NamedNode(kind)}
    told: dict[str, set[str]] = {}
    for quad in quads:
        if quad.subject == node:
            name = quad.predicate.value.replace("#", "/").rsplit("/", 1)[-1]
            told.setdefault(name, set()).add(getattr(quad.object, "value", ""))
    return told


def test_a_result_is_written_with_shacls_own_properties_and_ours():
    assert said(written(THING), SH + "ValidationResult") == {
        "type": {SH + "ValidationResult"},
        "focusNode": {THING.focus},
        "sourceShape": {THING.shape},
        "resultSeverity": {SH + "Violation"},
        "resultPath": {SMV + "amount"},
        "value": {"1,50"},
        "sourceConstraintComponent": {SH + "DatatypeConstraintComponent"},
        "resultMessage": {"Fel belopp", "Wrong amount"},
        "requirement": {DALSLAND + "R-6.1", DALSLAND + "R-6.6"},
        "organization": {PREFIXES["mun"] + "1461"},
    }


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("<https://example.org/x>", NamedNode("https://example.org/x")),
        ('"a \\"word\\"\\n"@sv', Literal('a "word"\n', language="sv")),
        ('"48"^^<http://www.w3.org/2001/XMLSchema#integer>', Literal(48)),
    ],
)
def test_a_value_is_the_term_that_was_found(value: str, term: NamedNode | Literal):
    quads = written(replace(THING, value=value))

    assert [q.object for q in quads if q.predicate.value == SH + "value"] == [term]


def test_what_is_not_known_is_not_written():
    bare = Result(THING.focus, THING.shape, "Info", {}, value="_:")

    assert set(said(written(bare), SH + "ValidationResult")) == {
        "type",
        "focusNode",
        "sourceShape",
        "resultSeverity",
    }


def test_a_finding_keeps_its_name_from_one_run_to_the_next_and_shares_it_with_no_other():
    def names(*results: Result) -> list[str]:
        return [q.object.value for q in written(*results) if q.predicate.value == SH + "result"]

    [name] = names(THING)

    assert names(replace(THING, messages={}, severity="Info")) == [name]
    for change in ({"value": '"2"'}, {"path": None}, {"focus": "urn:x"}, {"shape": "urn:x"}):
        assert names(replace(THING, **change)) != [name]


@pytest.mark.parametrize(("severity", "conforms"), [("Info", "true"), ("Warning", "false")])
def test_the_report_says_whether_the_dataset_conforms(severity: str, conforms: str):
    report = said(written(replace(THING, severity=severity)), SH + "ValidationReport")

    assert report["conforms"] == {conforms}
    assert len(report["result"]) == 1


def test_a_report_without_results_is_a_report():
    assert said(written(), SH + "ValidationReport") == {
        "type": {SH + "ValidationReport"},
        "conforms": {"true"},
    }


def test_a_count_is_written_under_policy_requirement_and_member():
    quads = written(counts=(COUNT,))

    assert {q.subject.value for q in quads if q.predicate.value == SMV + "checked"} == {
        THINGS + "findings/fixture/conformance/dalsland-2009/R-6.6/1461"
    }
    assert said(quads, SMV + "Conformance") == {
        "type": {SMV + "Conformance"},
        "requirement": {DALSLAND + "R-6.6"},
        "organization": {PREFIXES["mun"] + "1461"},
        "conformanceStatus": {PREFIXES["code"] + "conformanceStatus-notMet"},
        "checked": {"6"},
        "failed": {"1"},
        "waived": {"0"},
        "notAssessed": {"2"},
    }


def test_findings_stand_in_a_graph_of_their_own_without_blank_nodes(gaps: View):
    quads = list(findings_quads(gaps.report, gaps.conformance))

    assert {quad.graph_name for quad in quads} == {FINDINGS_GRAPH}
    assert not [q for q in quads if isinstance(q.subject, BlankNode)]
    assert len({q.subject for q in quads if q.object == NamedNode(SH + "ValidationResult")}) == len(
        gaps.report.results
    )


def test_every_status_and_property_is_a_term_of_the_vocabulary(gaps: View):
    for quad in findings_quads(gaps.report, gaps.conformance):
        for term in (quad.predicate, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(SMV):
                described = gaps.store.quads_for_pattern(term, NamedNode(RDF + "type"), None)
                assert next(described, None) is not None, term

"""Every format says the same, each in the way that its readers understand."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import click
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from samverkan.namespaces import SH
from samverkan.reporting import FORMATS, Checked, render
from samverkan.reporting.checked import Finding
from samverkan.reporting.github import _annotation
from samverkan.reporting.junit import _case
from samverkan.validate.report import Place, Result

NASTY = Result(
    focus="https://example.org/a,b:c",
    shape="https://w3id.org/samverkan/shapes/Value-from",
    severity="Warning",
    messages={"en": '100 % wrong,\r\nsee: <a> & \x0b"b"', "sv": "fel"},
    label="Å, b: c %\n::error::no",
    place=Place("data/a,b:c %.ttl", 4, 10),
)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_format_tells_of_every_result_in_both_languages(
    checked: Checked, form: str, language: str
):
    told = click.unstyle(render(form, [checked], language))

    assert told.endswith("\n")
    for result in checked.report.results:
        if form == "gitlab" and result.waiver:
            continue
        assert result.code in told or result.shape in told
    assert checked.report.results[0].message(language)[:40] in told


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_the_same_each_time(checked: Checked, form: str):
    assert render(form, [checked], "sv") == render(form, [checked], "sv")


def test_the_text_leads_with_the_place_and_cites_requirement_and_page(checked: Checked):
    told = click.unstyle(render("text", [checked], "en"))

    assert re.search(
        r"gaps\.ttl:43:1: violation \[.*R-3\.9 p\. \d.*\] E-arkivet\n  No operation", told
    )
    assert "Expected: at least 1 value of “operation agreement in force”" in told
    assert "Waived until 2019-12-31, decided by The IT managers' group: The council" in told
    assert "R-3.9 s. " in click.unstyle(render("text", [checked], "sv"))


def test_the_summary_counts_what_stands_and_what_is_waived(checked: Checked):
    told = render("text", [checked], "en").splitlines()[-1]

    assert "does not conform: 27 violations, 3 warnings, 1 info, 1 waived (" in told


def test_the_summary_says_if_data_pass_that_do_not_conform(checked: Checked):
    tolerant = replace(checked, fail_on="never")

    assert "small-gaps: does not conform but passes: 27" in render("text", [tolerant], "en")
    assert "small-gaps: inte godkänd men släpps igenom: 27" in render("text", [tolerant], "sv")


def test_csv_keeps_its_columns_and_adds_the_place_at_the_end(checked: Checked):
    rows = list(csv.DictReader(io.StringIO(render("csv", [checked], "en"))))

    assert list(rows[0]) == [
        "dataset", "severity", "requirements", "shape", "focus", "label", "value", "message",
        "organization", "graph", "file", "line", "column", "state",
    ]  # fmt: skip
    assert {row["state"] for row in rows} == {"new", "waived"}
    assert rows[0]["line"].isdigit()


def test_json_says_everything_of_a_result(checked: Checked):
    told = json.loads(render("json", [checked], "sv"))
    [dataset] = told["datasets"]
    result = next(
        r for r in dataset["results"] if r["shape"] == "ApplicationInUse-operationAgreement"
    )

    assert told["passed"] is False
    assert dataset["counts"]["waived"] == 1
    assert result["place"]["line"] == 43
    assert result["found"] == {"sv": "inget", "en": "nothing"}
    assert result["expected"]["sv"].startswith("minst 1 värde på ”gällande driftavtal”")
    assert result["requirements"] == ["R-1.4", "R-2.23", "R-3.9", "R-3.16"]


def test_junit_has_failures_passes_and_skips_under_one_name_each(checked: Checked):
    root = ET.fromstring(render("junit", [checked], "sv"))
    [suite] = root.findall("testsuite")
    cases = suite.findall("testcase")

    assert root.tag == "testsuites"
    assert int(suite.get("failures")) == len(suite.findall("testcase/failure")) == 30
    assert len(checked.failing) == 30
    assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped")) == 1
    assert int(suite.get("tests")) == int(root.get("tests")) == len(cases) > 400
    assert len({case.get("name") for case in cases}) == len(cases)
    for case in cases:
        assert case.get("classname") == "samverkan.small-gaps"
        assert len(case) <= 1
    for failure in suite.iter("failure"):
        assert failure.get("message")
        assert "https://w3id.org/samverkan/shapes/" in failure.text


def test_junit_holds_no_character_that_xml_bars(checked: Checked):
    case = _case(checked, Finding(NASTY, {}, {}), True, "en")

    assert "\x0b" not in ET.tostring(case, encoding="unicode")
    ET.fromstring(ET.tostring(case, encoding="unicode"))


def test_github_annotations_are_escaped():
    [line] = _annotation(Finding(NASTY, {"en": "50%"}, {}), "en").split("\n")

    assert line.startswith(
        "::warning file=data/a%2Cb%3Ac %25.ttl,line=4,col=10,title=Value-from::"
        'Å, b: c %25%0A::error::no: 100 %25 wrong,%0D%0Asee: <a> & \x0b"b" Found: 50%25.'
    )


def test_a_cell_of_a_workbook_is_named_where_there_is_no_line():
    from dataclasses import replace

    result = replace(NASTY, place=Place("register.xlsx", sheet="Avtal", cell="C7"))
    line = _annotation(Finding(result, {}, {}), "en")

    assert line.startswith(
        "::warning file=register.xlsx,title=Value-from::register.xlsx!Avtal!C7%0A"
    )


def test_gitlab_issues_have_all_that_gitlab_asks_for(checked: Checked):
    issues = json.loads(render("gitlab", [checked], "en"))

    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 31
    for issue in issues:
        assert issue["description"]
        assert issue["check_name"]
        assert issue["severity"] in {"info", "minor", "major"}
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1


def test_turtle_is_a_shacl_validation_report(checked: Checked):
    store = Store()
    store.load(render("turtle", [checked], "en").encode(), format=RdfFormat.TURTLE)

    def count(name: str) -> int:
        return sum(1 for _ in store.quads_for_pattern(None, NamedNode(SH + name), None))

    results = len(checked.report.results)
    assert count("conforms") == 1
    assert count("result") == count("focusNode") == count("sourceShape") == results
    assert count("resultMessage") == 2 * results
    assert count("resultSeverity") == results
    assert count("resultPath") > 0

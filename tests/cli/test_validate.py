"""`samverkan validate` says what is wrong, where, and what to do, and ends accordingly."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from click.testing import Result
from rdflib import SH

from samverkan.cli import checking
from samverkan.reporting.tabular import COLUMNS

from .conftest import GAPS, SMALL

Run = Callable[..., Result]


def _rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_data_that_conform_end_with_nought_and_a_line_on_stderr(run: Run):
    result = run("validate", SMALL)

    assert result.exit_code == 0
    assert result.stdout == ",".join(COLUMNS) + "\n"
    assert result.stderr.startswith(f"{SMALL}: conforms: 0 violations, 0 warnings, 0 infos (")
    assert result.stderr.endswith(" shapes, as of 2019-10-01)\n")


def test_data_that_do_not_conform_end_with_one_and_a_row_for_each_finding(run: Run):
    result = run("validate", GAPS)
    rows = _rows(result)

    assert result.exit_code == 1
    assert {row["severity"] for row in rows} == {"Violation", "Warning", "Info"}
    assert all(row["message"] and row["focus"] and row["shape"] for row in rows)
    assert f"does not conform: {len([r for r in rows if r['severity'] == 'Violation'])} viol" in (
        result.stderr
    )


def test_findings_speak_swedish_where_asked_to(run: Run):
    result = run("validate", GAPS, "--lang", "sv", "--format", "text")

    assert result.exit_code == 1
    assert "fel [R-" in result.stdout
    assert "inte godkänd: " in result.stdout.splitlines()[-1]
    assert "varningar" in result.stdout.splitlines()[-1]


def test_the_same_findings_come_as_text_json_and_turtle(run: Run):
    rows = _rows(run("validate", GAPS))
    text = run("validate", GAPS, "--format", "text").stdout
    told = json.loads(run("validate", GAPS, "--format", "json").stdout)
    [listed] = [dataset["results"] for dataset in told["datasets"]]
    turtle = run("validate", GAPS, "--format", "turtle").stdout
    graph = rdflib.Graph().parse(data=turtle, format="turtle")

    for name in ("shape", "focus", "severity", "message"):
        assert [result[name] for result in listed] == [row[name] for row in rows]
    assert all(row["message"] in text for row in rows)
    assert len(set(graph.objects(predicate=SH.result))) == len(rows)


def test_a_file_of_a_dataset_is_held_in_it_and_its_own_findings_are_shown(run: Run):
    all_rows = _rows(run("validate", GAPS))
    own = _rows(run("validate", f"{GAPS}/gaps.ttl"))

    assert own
    assert {row["graph"] for row in own} == {"https://w3id.org/samverkan/graph/small-gaps"}
    assert len(own) == len([r for r in all_rows if r["graph"] == own[0]["graph"]])
    result = run("validate", f"{SMALL}/mellerud.ttl", f"{SMALL}/dkf.ttl")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"{SMALL}/mellerud.ttl, {SMALL}/dkf.ttl: conforms")


def test_a_file_of_its_own_is_held_against_the_policy(run: Run, write: Callable[..., Path]):
    path = write(
        "mine.ttl",
        """@prefix smv: <https://w3id.org/samverkan/ns/> .
        <https://w3id.org/samverkan/id/mine/application/a> a smv:Application ; smv:nosuch 1 .""",
    )
    result = run("validate", path, "--as-of", "2019-10-01")

    assert result.exit_code == 1
    assert "Term-unknown" in result.stdout


def test_information_alone_conforms(run: Run, tmp_path: Path):
    folder = shutil.copytree(SMALL, tmp_path / "small")
    text = (folder / "dkf.ttl").read_text(encoding="utf-8")
    head, name, rest = text.partition("dkf-cooperation-level-assignment:finance-2005 a")
    start = next(line for line in rest.splitlines(keepends=True) if "smv:from" in line)
    (folder / "dkf.ttl").write_text(head + name + rest.replace(start, "", 1), encoding="utf-8")
    result = run("validate", folder)

    assert result.exit_code == 0
    assert [row["severity"] for row in _rows(result)] == ["Info"]


def test_the_day_decides(run: Run):
    result = run("validate", SMALL, "--as-of", "2029-10-01")

    assert result.exit_code == 1
    assert "as of 2029-10-01" in result.stderr


def test_what_the_public_sees_is_validated_without_the_internal_files(run: Run):
    result = run("validate", SMALL, "--access", "public")

    assert result.exit_code in (0, 1)
    assert "small-bengtsfors-internal" not in result.stdout


def test_without_paths_every_shipped_dataset_is_validated(
    run: Run, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(checking, "shipped", lambda: {SMALL: Path(SMALL), GAPS: Path(GAPS)})
    result = run("validate")

    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [SMALL, GAPS]


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_both_engines_are_there_to_choose(engine: str, run: Run, write: Callable[..., Path]):
    path = write("mine.ttl", "<http://x/s> <https://w3id.org/samverkan/ns/nosuch> 1 .")

    assert run("validate", path, "--engine", engine, "--as-of", "2019-10-01").exit_code == 1

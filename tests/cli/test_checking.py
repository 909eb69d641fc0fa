"""The command: formats side by side, exit codes, baseline, waivers, changes, several files."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import FIXTURES
from registers.conftest import write_book
from samverkan.cli import main

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def views_are_made_once() -> None:
    """Not here: the sources change."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the dataset with gaps, in a Git repository."""
    for name in ("small", "small-gaps"):
        shutil.copytree(FIXTURES / name, tmp_path / "data" / name)
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "data")
    _git(tmp_path, "commit", "-q", "-m", "Begin")
    return tmp_path / "data" / "small-gaps"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, ["validate", *map(str, words)])


def _git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_several_reports_are_written_in_one_run(data: Path, run: Run, tmp_path: Path):
    result = run("data/small-gaps", "--report", "sarif=a.sarif", "--report", "html=a.html")

    assert result.exit_code == 1
    assert "data/small-gaps/gaps.ttl:43:1: violation" in result.stdout
    assert json.loads((tmp_path / "a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert not list(tmp_path.glob("*.part"))


def test_the_report_goes_to_a_file_and_the_summary_to_stderr(data: Path, run: Run, tmp_path: Path):
    result = run(data, "--format", "junit", "--output", "a.xml")

    assert result.stdout == ""
    assert "does not conform: 28 violations" in result.stderr
    assert (tmp_path / "a.xml").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--report", "sarif"], "'sarif' is not FORMAT=FILE with one of text, csv"),
        (["--report", "pdf=a.pdf"], "is not FORMAT=FILE"),
        (["--update-baseline"], "--update-baseline needs --baseline FILE"),
        (["--baseline", "none.json"], "none.json: no such file or directory; make it anew"),
        (["--waivers", "none.toml"], "none.toml: no such file or directory; check the path"),
        (["--report", "html=no/where.html"], "choose another place for the report"),
        (["--changed-since", "nowhere"], "cannot compare with 'nowhere': "),
        (
            ["--baseline", "b", "--update-baseline", "--changed-since", "HEAD"],
            "knows nothing of --changed-since",
        ),
    ],
)
def test_what_cannot_be_done_is_said_with_exit_code_2(
    data: Path, run: Run, words: list[str], told: str
):
    result = run(data, *words)

    assert result.exit_code == 2
    assert told in result.stderr


def test_the_gate_fails_from_the_severity_that_is_asked(data: Path, run: Run):
    assert run(data).exit_code == 1
    assert run(data, "--fail-on", "never").exit_code == 0
    _edit(data.parent / "small" / "mellerud.ttl", 'smv:expectedBenefit "En ge', '# "En ge')
    small = data.parent / "small"
    assert run(small, "--fail-on", "violation").exit_code == 0
    assert run(small, "--fail-on", "warning").exit_code == 1


def test_a_baseline_lets_known_results_pass_and_says_what_was_fixed(data: Path, run: Run):
    made = run(data, "--baseline", "known.json", "--update-baseline", "--format", "text")
    again = run(data, "--baseline", "known.json", "--format", "text")
    _edit(data / "gaps.ttl", '"E-arkivet"@sv', '"E-arkivet"@sv , "Arkivet"@sv')
    _edit(data / "gaps.ttl", '"2023-06-30"', '"2024-06-30"')
    changed = run(data, "--baseline", "known.json", "--format", "text")

    assert made.exit_code == again.exit_code == 0
    assert "0 violations, 0 warnings, 0 infos, 32 known before" in again.stdout
    assert changed.exit_code == 1
    assert "Label-unique" in changed.stdout
    assert "fixed Tillägg till IT-policyn\n  ITPolicyDocument-validity" in changed.stdout
    assert "1 violation, 0 warnings, 0 infos, 31 known before, 1 fixed" in changed.stdout


def test_waivers_may_stand_elsewhere(data: Path, run: Run, tmp_path: Path):
    (tmp_path / "decided.toml").write_text(
        '[prefixes]\nd = "https://w3id.org/samverkan/dataset/"\n'
        '[[waiver]]\nfocus = "d:nothing"\nshape = "Value-from"\n',
        encoding="utf-8",
    )
    rows = _rows(run(data, "--waivers", "decided.toml"))
    [row] = [row for row in rows if row["shape"] == "Waiver-unexplained"]

    assert (row["file"], row["line"]) == ("decided.toml", "3")


def test_only_what_a_change_touches_is_reported(data: Path, run: Run):
    untouched = run(data, "--changed-since", "HEAD")
    _edit(data / "gaps.ttl", 'rdfs:label "E-arkivet"@sv', 'rdfs:label "Arkivet"@sv')
    _edit(data.parent / "small" / "mellerud.ttl", "smv:provider", "\n\n    smv:provider")
    touched = run(data, "--changed-since", "HEAD")

    assert untouched.exit_code == 0
    assert _rows(untouched) == []
    assert touched.exit_code == 1
    assert {row["label"] for row in _rows(touched)} == {"Arkivet"}


def test_what_a_change_does_to_other_things_is_reported_too(data: Path, run: Run):
    file = data.parent / "small" / "mellerud.ttl"
    text = file.read_text(encoding="utf-8")
    assert "role-systemOwner" in text
    file.write_text(text.replace("code:role-systemOwner", "code:role-systemManager", 1), "utf-8")
    rows = _rows(run(data, "--changed-since", "HEAD"))

    assert "GovernedApplication-systemOwner" in {row["shape"] for row in rows}
    assert len(rows) < 12


def test_what_a_change_puts_right_is_said(data: Path, run: Run):
    _edit(data / "gaps.ttl", '"2023-06-30"', '"2024-06-30"')
    told = run(data, "--changed-since", "HEAD", "--format", "text").stdout

    assert "fixed Tillägg till IT-policyn\n  ITPolicyDocument-validity" in told
    assert "1 warning" in told  # of the same document, which no council has adopted


def test_a_new_dataset_is_all_change(data: Path, run: Run, tmp_path: Path):
    shutil.copytree(data.parent, tmp_path / "new")

    assert len(_rows(run("new/small-gaps", "--changed-since", "HEAD"))) == 32


def test_outside_a_repository_there_is_nothing_to_compare_with(run: Run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("loose")
    (folder / "a.ttl").write_text("<urn:a> a <urn:B> .", encoding="utf-8")
    result = run(folder / "a.ttl", "--changed-since", "HEAD")

    assert result.exit_code == 2
    assert "not a git repository" in result.stderr


def test_files_of_one_dataset_are_validated_together(data: Path, run: Run):
    both = run("data/small/mellerud.ttl", "data/small/dals-ed.ttl", "--format", "text")

    assert len(both.stdout.splitlines()) == 1
    assert both.stdout.startswith("data/small/mellerud.ttl, data/small/dals-ed.ttl: conforms")


def test_a_result_on_a_member_stands_where_the_dataset_names_it(run: Run):
    rows = [row for row in _rows(run("registers")) if row["focus"].endswith("municipality/1461")]
    assert rows
    for row in rows:
        line = Path(row["file"]).read_text(encoding="utf-8").splitlines()[int(row["line"]) - 1]
        assert row["file"].endswith("data/registers/dataset.ttl")
        assert line[int(row["column"]) - 1 :].startswith("mun:1461")


HEAD = ["Nyckel", "Namn", "Funktion", "I bruk från"]
APPLICATIONS = [
    ["ekonomi", "Ekonomi", "Ekonomi", "2012-01-01"],
    ["karta", "Kartan", "Kartor", "i fjol"],
]


@pytest.fixture(params=["register.xlsx", "register"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[list], Path]:
    """Write applications into a workbook, or a folder of CSV; the first are committed."""

    def written(rows: list) -> Path:
        path = tmp_path / request.param
        if path.suffix:
            return write_book(path, {"Applikationer": [HEAD, *rows]})
        path.mkdir(exist_ok=True)
        text = "".join(";".join(row) + "\n" for row in [HEAD, *rows])
        (path / "Applikationer.csv").write_text(text, encoding="utf-8")
        return path

    _git(tmp_path, "init", "-q")
    path = written(APPLICATIONS)
    _git(tmp_path, "add", path.name)
    _git(tmp_path, "commit", "-q", "-m", "Begin")
    return written


SINCE = ("--municipality", "1461", "--changed-since", "HEAD")


def test_a_register_that_says_the_same_in_another_order_is_unchanged(
    register: Callable[[list], Path], run: Run
):
    path = register([[""] * 4, *reversed(APPLICATIONS)])
    result = run(path.name, *SINCE)

    assert result.exit_code == 0, result.output
    assert _rows(result) == []


def test_of_a_register_only_what_a_change_touches_is_reported_at_its_cell(
    register: Callable[[list], Path], run: Run
):
    path = register([*APPLICATIONS[1:], ["ekonomi", "Nya ekonomi", *APPLICATIONS[0][2:]]])
    rows = _rows(run(path.name, *SINCE))

    assert {(row["label"], row["line"]) for row in rows} == {("Nya ekonomi", "3")}
    assert "GovernedApplication-systemOwner" in {row["shape"] for row in rows}


def test_what_a_change_of_a_register_makes_wrong_or_puts_right_is_said(
    register: Callable[[list], Path], run: Run
):
    path = register([APPLICATIONS[0], ["karta", "Kartan", "Karttor", ""]])
    told = run(path.name, *SINCE, "--format", "text").stdout

    assert "“Karttor” is not in the list" in told
    assert "fixed Kartan\n  Register-cell" in told
    assert "Ekonomi\n" not in told


def test_a_register_that_was_not_there_or_could_not_be_read_is_all_change(
    register: Callable[[list], Path], run: Run, tmp_path: Path
):
    path = register(APPLICATIONS)
    everything = _rows(run(path.name, *SINCE[:2]))
    path.rename(path.with_name(f"new-{path.name}"))

    assert len(_rows(run(f"new-{path.name}", *SINCE))) == len(everything) > 5
    assert "nowhere" in run(f"new-{path.name}", *SINCE[:3], "nowhere").stderr

"""Registers at the command line: template, import, export, validate."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from conftest import FIXTURES
from samverkan.cli import main

SMALL = str(FIXTURES / "small")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return _run


def _csv(folder: Path, text: str) -> None:
    (folder / "applikationer.csv").write_text(text, encoding="utf-8")


def test_a_template_is_filled_in_imported_and_validated(run, tmp_path: Path):
    made = run("template", "-o", "register.xlsx", "--lang", "sv", "--municipality", "Mellerud")
    book = openpyxl.load_workbook("register.xlsx")
    sheet = book["Applikationer"]
    headers = {str(cell.value).rstrip(" *"): cell.column for cell in sheet[3]}
    for header, value in (("Nyckel", "ekonomi"), ("Namn", "Ekonomi"), ("Funktion", "Ekonomi")):
        sheet.cell(5, headers[header], value)
    book.save("register.xlsx")

    imported = run("import", "register.xlsx", "-o", "out.trig")
    found = run(
        "validate",
        "register.xlsx",
        "--annotate",
        "granskat.xlsx",
        "--lang",
        "sv",
        "--format",
        "text",
    )

    assert (made.exit_code, imported.exit_code, found.exit_code) == (0, 0, 1)
    assert "49 blad att fylla i" in made.stderr
    assert "application:ekonomi a smv:Application" in Path("out.trig").read_text("utf-8")
    assert "register.xlsx: 3 public and 0 internal statements" in imported.stderr
    assert "register.xlsx!Applikationer!A5" in found.stdout
    assert openpyxl.load_workbook("granskat.xlsx")["Applikationer"]["A5"].comment


def test_a_register_with_errors_lists_them_all_and_writes_nothing(run, tmp_path: Path):
    _csv(tmp_path, "Nyckel;Namn;I bruk från\na;A;01/02/2019\na;B;\nb;C;i fjol\n")
    Path("out.trig").write_text("old", encoding="utf-8")

    english = run("import", ".", "--municipality", "1461", "-o", "out.trig")
    swedish = run("import", ".", "--municipality", "1461", "--lang", "sv")

    assert english.exit_code == swedish.exit_code == 2
    assert english.stderr.splitlines()[-1] == ".: 3 errors; nothing was written"
    assert english.stderr.count("error: applikationer.csv!applikationer!") == 3
    assert swedish.stderr.splitlines()[-1] == ".: 3 fel; inget skrevs"
    assert "fel: applikationer.csv!applikationer!C2: ”01/02/2019” kan vara" in swedish.stderr
    assert Path("out.trig").read_text("utf-8") == "old"


def test_errors_of_reading_are_findings_with_their_cells(run, tmp_path: Path):
    _csv(tmp_path, "Nyckel;Namn;I bruk från\na;A;i fjol\n")

    found = run("validate", "applikationer.csv", "--municipality", "1461", "--format", "text")

    assert found.exit_code == 1
    assert "“i fjol” is not a date" in found.stdout
    assert "applikationer.csv!applikationer!C2" in found.stdout


def test_what_a_cell_says_in_vain_is_not_said_to_be_missing(run, tmp_path: Path):
    (tmp_path / "roller.csv").write_text(
        "Nyckel;Applikation;Roll;Innehavare;Från och med\nr;ekonomi;ägare;chef;\n",
        encoding="utf-8",
    )

    rows = csv.DictReader(
        io.StringIO(run("validate", "roller.csv", "--municipality", "1461").stdout)
    )
    found = {(row["column"] + row["line"], row["shape"], row["label"]) for row in rows}

    assert found == {
        ("B2", "Register-reference", "r"),
        ("C2", "Register-cell", "r"),
        ("D2", "Register-reference", "r"),
        ("E2", "Dated-startUnknown", "r"),
    }


def test_a_workbook_is_exported_and_reads_back(run):
    exported = run("export", "--dataset", SMALL, "--municipality", "1460", "-o", "register.xlsx")
    imported = run("import", "register.xlsx", "-o", "all.trig")
    public = run("import", "register.xlsx", "--access", "public")
    conforms = run("validate", "register.xlsx", "--within", SMALL)

    assert [r.exit_code for r in (exported, imported, public, conforms)] == [0, 0, 0, 0]
    assert "register.xlsx: 756 statements of small-bengtsfors" in exported.stderr
    assert "Vera" in Path("all.trig").read_text("utf-8")
    assert "Vera" not in public.stdout


def test_a_mapping_is_drafted_and_used(run, tmp_path: Path):
    (tmp_path / "system.csv").write_text("Id;Systemnamn\na;A\n", encoding="utf-8")

    drafted = run("import", "system.csv", "--suggest-mapping", "-o", "mapping.toml", "--lang", "sv")
    imported = run("import", "system.csv", "--mapping", "mapping.toml", "--municipality", "1461")

    assert drafted.exit_code == imported.exit_code == 0
    assert 'to = "Applikationer"' in Path("mapping.toml").read_text("utf-8")
    assert 'rdfs:label "A"@sv' in imported.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["template", "-o", "a.csv"], "a workbook's name ends with .xlsx"),
        (["template", "-o", "a.xlsx", "--municipality", "Storköping"], "is no municipality"),
        (["import", "a.xlsx"], "a.xlsx: no such file"),
        (["template", "-o", "no/a.xlsx"], "'--output' / '-o': there is no folder no"),
        (["import", "a.xlsx", "-o", "no/a.trig"], "'--output' / '-o': there is no folder no"),
        (["validate", SMALL, "--annotate", "no/b.xlsx"], "'--annotate': there is no folder no"),
        (["export", "--dataset", SMALL, "-o", "a.xlsx"], "several suppliers"),
        (["export", "--dataset", SMALL, "--municipality", "1461"], "are for workbooks"),
        (["validate", "--annotate", "b.xlsx"], "name one register"),
        (["validate", SMALL, "--annotate", "b.xlsx"], "is no register"),
    ],
)
def test_what_cannot_be_done_says_why_and_leaves_nothing(
    run, arguments: list[str], told: str, tmp_path: Path
):
    result = run(*arguments)

    assert result.exit_code == 2
    assert told in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["template", "import", "export", "validate"])
def test_the_help_teaches_with_examples(run, command: str):
    told = run(command, "--help")

    assert told.exit_code == 0
    assert f"samverkan {command}" in told.stdout
    assert ".xlsx" in told.stdout

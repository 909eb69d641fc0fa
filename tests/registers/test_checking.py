"""Findings on a register name their cells, in the report and in the workbook itself."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from conftest import FIXTURES
from samverkan.registers.annotating import annotate
from samverkan.registers.checking import register_report, register_view
from samverkan.registers.exporting import export_register
from samverkan.registers.grids import UnreadableRegisterError
from samverkan.registers.importing import read_register
from samverkan.sources.dataset import Access, read_dataset
from samverkan.validate.report import Report

ON = date(2019, 10, 1)
SMALL = read_dataset(FIXTURES / "small")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "register.xlsx"
    export_register(SMALL, "small-bengtsfors", Access.INTERNAL, path, "sv")
    return path


def _cells(worksheet: object, header: str) -> dict[str, object]:
    """The cells below a header by the key of their row."""
    [column] = [c.column for c in worksheet[3] if c.value and c.value.rstrip(" *") == header]
    return {row[0].value: row[column - 1] for row in worksheet.iter_rows(min_row=4)}


def _report(path: Path) -> Report:
    register = read_register(path, strict=False)
    return register_report(register, register_view(register, ON, within=SMALL))


def _found(report: Report) -> set[tuple[str, str]]:
    return {(r.code, str(r.place).split("!", 1)[-1]) for r in report.results}


def test_a_register_without_fault_has_no_finding_in_its_place_in_the_dataset(exported: Path):
    assert not _report(exported).results


def test_seeded_faults_are_found_in_their_cells(exported: Path, tmp_path: Path):
    book = openpyxl.load_workbook(exported)
    apps, roles, agreements = book["Applikationer"], book["Roller"], book["Avtal"]
    decided = _cells(apps, "Införande beslutat den")["library"]
    decided.value = date(2019, 9, 30)
    no_function = _cells(apps, "Funktion")["gis"]
    no_function.value = None
    wrong_code = _cells(apps, "Generalitet")["gis"]
    wrong_code.value = "speciell"
    until = _cells(roles, "Till och med")["library-owner"]
    until.value = date(2019, 9, 30)
    ambiguous = _cells(agreements, "Från och med")
    [first, *_] = ambiguous.values()
    first.value = "01/02/2017"
    broken = _cells(roles, "Innehavare")["gis-manager"]
    broken.value = "small-dkf:post/ingen"
    path = tmp_path / "register.xlsx"
    book.save(path)

    found = _found(_report(path))

    assert {
        ("Order-decidedInUse", f"Applikationer!{decided.coordinate}"),
        ("Required-Application-function", f"Applikationer!{no_function.coordinate}"),
        ("Register-cell", f"Applikationer!{wrong_code.coordinate}"),
        ("Register-cell", f"Avtal!{first.coordinate}"),
        ("Value-holder", f"Roller!{broken.coordinate}"),
        ("GovernedApplication-systemOwner", f"Applikationer!A{decided.row}"),
    } <= found


def test_a_register_by_itself_is_held_against_every_policy(book: Callable[..., Path]):
    path = book(
        {
            "Applikationer": [
                ["Nyckel", "Namn", "Funktion", "I bruk från"],
                ["a", "A", "Ekonomi", date(2012, 1, 1)],
            ]
        }
    )

    register = read_register(path, municipality="1461")
    report = register_report(register, register_view(register, ON))

    assert ("GovernedApplication-systemOwner", "Applikationer!A2") in _found(report)
    assert not report.conforms


def test_only_what_the_public_may_see_is_checked_if_asked(exported: Path):
    register = read_register(exported)
    register.internal_quads.append(register.internal_quads[0])

    report = register_report(register, register_view(register, ON, Access.PUBLIC, SMALL))

    assert all(result.graph == register.public_graph.value for result in report.results)


def test_an_annotated_workbook_keeps_its_looks_and_says_what_is_wrong_where(
    exported: Path, tmp_path: Path
):
    book = openpyxl.load_workbook(exported)
    cell = _cells(book["Applikationer"], "Generalitet")["gis"]
    cell.value, cell.fill = "=speciell", PatternFill("solid", fgColor="FF00FF00")
    cell.data_type = "s"
    cell.comment = Comment("Fråga Nils", "Eva")
    place = cell.coordinate
    source, target = tmp_path / "register.xlsx", tmp_path / "granskat.xlsx"
    book.save(source)

    count = annotate(source, target, _report(source).results, "sv")
    again = annotate(target, target, _report(target).results, "sv")

    assert count == again >= 1
    for name, texts in ((target, ("Fråga Nils", "FEL: ”=speciell” finns inte i listan")),):
        seen = openpyxl.load_workbook(name)
        noted = seen["Applikationer"][place]
        assert noted.fill.fgColor.rgb == "FF00FF00"
        assert all(noted.comment.text.count(text) == 1 for text in texts)
        rows = list(seen["Granskning"].iter_rows(values_only=True))
        assert ("fel", "Applikationer", place) in [row[:3] for row in rows]
        assert seen["Granskning"].max_row == len(_report(target).results) + 1
    assert openpyxl.load_workbook(source)["Applikationer"][place].comment.text == "Fråga Nils"
    assert read_register(target, strict=False).public_quads


def test_an_annotated_workbook_without_findings_says_so(exported: Path, tmp_path: Path):
    target = tmp_path / "granskat.xlsx"

    assert annotate(exported, target, [], "en") == 0
    assert openpyxl.load_workbook(target)["Findings"]["A2"].value == "Nothing to remark on."


def test_what_holds_no_comments_cannot_be_annotated(tmp_path: Path):
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    (tmp_path / "a.xlsx").write_text("x", encoding="utf-8")

    with pytest.raises(UnreadableRegisterError, match=r"only \.xlsx and \.xlsm"):
        annotate(tmp_path / "a.csv", tmp_path / "b.xlsx", [], "en")
    with pytest.raises(UnreadableRegisterError, match="cannot be opened for annotating"):
        annotate(tmp_path / "a.xlsx", tmp_path / "b.xlsx", [], "en")

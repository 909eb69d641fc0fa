from pathlib import Path

import pytest

from samverkan.namespaces import CODE, SMV, THINGS
from samverkan.registers.grids import UnreadableRegisterError, cell_name, is_register
from samverkan.registers.importing import Register, read_register
from samverkan.registers.opening import read_grids
from samverkan.sources.reading import SourceNotFoundError

TEXT = "Nyckel;Namn;Funktion;I bruk från\nlön;Lönesystemet;Personal och lön;2012-01-01\n"


def _said(register: Register) -> set[tuple[str, str]]:
    return {(q.predicate.value.rsplit("/", 1)[-1], q.object.value) for q in register.public_quads}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("csv")
    (folder / "applikationer.csv").write_text(TEXT, encoding="utf-8")
    register = read_register(folder, municipality="1461")
    assert (f"{THINGS}1461/application/lön") in {q.subject.value for q in register.public_quads}
    return _said(register)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_table_is_read_in_any_encoding_with_any_separator(
    encoding: str, separator: str, newline: str, tmp_path: Path, expected: set[tuple[str, str]]
):
    text = TEXT.replace(";", separator).replace("\n", newline)
    path = tmp_path / "Applikationer.csv"
    path.write_bytes(text.encode(encoding))

    register = read_register(path, municipality="1461")

    assert not register.problems
    assert _said(register) == expected


def test_a_decimal_comma_and_a_list_in_a_cell_do_not_separate_cells(tmp_path: Path):
    (tmp_path / "kostnader.csv").write_text(
        "Nyckel;Belopp;Anteckning\na;12,5;1,2,3,4\nb;1 200,50;x, y, z\n", encoding="utf-8"
    )
    (tmp_path / "applikationer.csv").write_text(
        'Nyckel,Namn,Funktion\nkarta,"Karta, ny",GIS; kartor\n', encoding="utf-8"
    )

    register = read_register(tmp_path, municipality="1461")

    said = _said(register)
    assert {("amount", "12.50"), ("amount", "1200.50")} <= said
    assert {("function", CODE + "function-gis"), ("function", CODE + "function-map")} <= said
    assert ("rdf-schema#label", "Karta, ny") in said


def test_the_separator_that_excel_writes_on_top_counts(tmp_path: Path):
    path = tmp_path / "applikationer.csv"
    path.write_text("sep=|\nNyckel|Namn\na|A\n", encoding="utf-8")

    register = read_register(path, municipality="1461")

    place = register.places.of(f"{THINGS}1461/application/a")
    assert place is not None
    assert place.line == 3


def test_a_problem_in_a_table_names_the_line_and_the_cell(tmp_path: Path):
    path = tmp_path / "applikationer.csv"
    path.write_text('Nyckel;Namn;I bruk från\na;"två\nrader";2019-01-01\nb;B;fel\n', "utf-8")

    [problem] = read_register(path, municipality="1461", strict=False).problems

    assert (problem.place.line, problem.place.cell) == (4, "C3")
    assert str(problem.place) == f"{path}!applikationer!C3"


def test_a_table_whose_name_says_nothing_is_known_by_its_columns(tmp_path: Path):
    path = tmp_path / "export 2019.csv"
    path.write_text("Nyckel;Namn;Generalitet;I bruk från;Bygger på produkt\na;A;;;\n", "utf-8")

    register = read_register(path, municipality="1461")

    assert {q.object.value for q in register.public_quads} == {SMV + "Application", "A"}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.xlsx", b"PK\x03\x04no workbook", "cannot be opened as a workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0no workbook", "cannot be opened as a workbook"),
        ("a.ods", b"", "cannot be opened as a workbook"),
        ("a.csv", b"\x00\x01\x02", "is neither UTF-8 nor Windows-1252"),
        ("a.csv", b"\x81\x8d\x8f", "is neither UTF-8 nor Windows-1252"),
        ("a.pdf", b"%PDF", "not a register"),
    ],
)
def test_what_cannot_be_opened_says_why(name: str, content: bytes, why: str, tmp_path: Path):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(UnreadableRegisterError, match=why):
        read_grids(tmp_path / name)


def test_a_file_that_is_not_there_and_an_empty_folder_say_so(tmp_path: Path):
    with pytest.raises(SourceNotFoundError, match="no such file"):
        read_grids(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableRegisterError, match="no CSV file in this folder"):
        read_grids(tmp_path)


def test_a_folder_of_rdf_is_no_register_though_a_table_lies_in_it(tmp_path: Path):
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    assert is_register(tmp_path)
    (tmp_path / "dataset.ttl").write_text("", encoding="utf-8")
    assert not is_register(tmp_path)


def test_a_cell_goes_by_letters_and_number():
    assert [cell_name(6, 2), cell_name(0, 25), cell_name(0, 26), cell_name(9, 701)] == [
        "C7",
        "Z1",
        "AA1",
        "ZZ10",
    ]

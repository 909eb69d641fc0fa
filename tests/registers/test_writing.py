from pathlib import Path

import openpyxl
import pytest

from samverkan.registers.importing import read_register
from samverkan.registers.names import INSTRUCTIONS, LISTS
from samverkan.registers.scheme import scheme
from samverkan.registers.settings import Settings
from samverkan.registers.tabling import empty_content
from samverkan.registers.writing import HEADER, write_workbook


@pytest.fixture(scope="module", params=["sv", "en"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / f"{request.param}.xlsx"
    settings = Settings(municipality="1461", supplier="1461")
    write_workbook(path, empty_content(settings), request.param, examples=True)
    return path


def test_a_template_has_a_sheet_for_every_kind_and_reads_as_nothing(template: Path):
    book = openpyxl.load_workbook(template)
    register = read_register(template, strict=False)

    names = [sheet.names[template.stem] for sheet in scheme().sheets]
    assert book.sheetnames == [INSTRUCTIONS[template.stem], *names, LISTS]
    assert book[LISTS].sheet_state == "hidden"
    assert register.supplier == "1461"
    assert [problem.code for problem in register.problems] == ["Register-empty"]
    assert not register.public_quads
    assert not register.internal_quads


def test_every_column_of_a_template_is_explained_and_most_are_checked(template: Path):
    book = openpyxl.load_workbook(template)
    for sheet in scheme().sheets:
        worksheet = book[sheet.names[template.stem]]
        headers = [cell.value for cell in worksheet[HEADER + 1]]
        told = [cell.value for cell in worksheet[HEADER]]
        assert len(headers) == len(told) == len(sheet.columns) + 1
        assert all(told)
        assert worksheet.cell(HEADER + 2, 1).value.startswith("# ")
        checked = {
            str(cells).split(":")[0].rstrip("0123456789")
            for check in worksheet.data_validations.dataValidation
            for cells in check.sqref.ranges
        }
        for number, column in enumerate(sheet.columns, start=2):
            letter = openpyxl.utils.get_column_letter(number)
            limited = column.datatype and not column.is_text and not column.many
            if column.codes or (limited and not column.datatype.endswith("string")):
                assert letter in checked, (sheet.names, column.labels)


def test_drop_downs_offer_the_code_list_and_the_keys_of_the_other_sheet(template: Path):
    book = openpyxl.load_workbook(template)
    agreements = book[scheme().sheets[3].names[template.stem]]
    roles = book[scheme().sheets[1].names[template.stem]]

    def offered(worksheet: object, header: str) -> str:
        [column] = [
            c.column_letter for c in worksheet[HEADER + 1] if str(c.value).startswith(header)
        ]
        [check] = [c for c in worksheet.data_validations.dataValidation if f"{column}4" in c.sqref]
        return check.formula1

    name = offered(agreements, {"sv": "Typ av avtal", "en": "Kind of agreement"}[template.stem])
    place = book.defined_names[name.lstrip("=")].attr_text
    cells = book[LISTS][place.split("!")[1].replace("$", "")]
    labels = {"sv": "Driftavtal", "en": "Operation agreement"}
    assert labels[template.stem].split()[0] in str([c.value for row in cells for c in row])
    assert len(cells) == 5
    keys = offered(roles, {"sv": "Applikation", "en": "Application"}[template.stem])
    assert keys.startswith(f"'{scheme().sheets[0].names[template.stem]}'!$A$5:$A$")


def test_a_workbook_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"old")
    content = empty_content(Settings())
    content.tables[0].rows = [[object()]]

    with pytest.raises(TypeError):
        write_workbook(path, content, "sv", examples=False)

    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["register.xlsx"]

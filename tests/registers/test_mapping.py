from collections.abc import Callable
from pathlib import Path

import pytest

from samverkan.namespaces import SMV
from samverkan.registers.importing import Register
from samverkan.registers.mapping import MappingError, read_mapping
from samverkan.registers.opening import read_grids
from samverkan.registers.scheme import scheme
from samverkan.registers.suggesting import suggest_mapping
from samverkan.sources.reading import SourceNotFoundError

THEIRS = {
    "Systemförteckning": [
        ["Kommunens system 2019"],
        ["System-ID", "Systemnamn", "Funktioner", "Driftsatt", "Leverantörens telefon"],
        ["ekonomi", "Ekonomisystemet", "Ekonomi", "2012-01-01", "0123"],
    ]
}
MAPPING = """
[[sheet]]
from = "Systemförteckning"
to = "Applikationer"
[sheet.columns]
"System-ID" = "Nyckel"
"Systemnamn" = "Namn"
"Funktioner" = "Funktion"
"Driftsatt" = "I bruk från"
"Leverantörens telefon" = ""
"""


def _mapping(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mapping_reads_somebody_elses_columns(read: Callable[..., Register], tmp_path: Path):
    mapping = read_mapping(_mapping(tmp_path, MAPPING), scheme())

    register = read(THEIRS, mapping=mapping)

    assert not register.problems
    assert len(register.public_quads) == 4
    assert SMV + "inUseFrom" in {q.predicate.value for q in register.public_quads}


def test_keys_are_made_of_a_column_where_there_are_none(
    read: Callable[..., Register], tmp_path: Path
):
    text = MAPPING.replace('"System-ID" = "Nyckel"', "").replace(
        'to = "Applikationer"', 'to = "Applikationer"\nkey_from = "Systemnamn"'
    )

    register = read(THEIRS, mapping=read_mapping(_mapping(tmp_path, text), scheme()))

    assert {q.subject.value.rsplit("/", 1)[-1] for q in register.public_quads} == {
        "ekonomisystemet"
    }


def test_a_drafted_mapping_can_be_used_as_it_is(
    read: Callable[..., Register], book: Callable[..., Path], tmp_path: Path
):
    draft = suggest_mapping(read_grids(book(THEIRS)), scheme(), "sv")

    mapping = read_mapping(_mapping(tmp_path, draft), scheme())
    register = read(THEIRS, mapping=mapping)

    assert '"Systemnamn" = "Namn"' in draft
    assert '"Driftsatt" = "I bruk från"' in draft
    assert 'to = "Applikationer"' in draft
    assert not [p for p in register.problems if p.grade == "error"]
    assert len(register.public_quads) == 4


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x = [", "no TOML"),
        ("", "maps no sheet"),
        ("[[sheet]]\nfrom = 'a'", "needs from"),
        ("[[sheet]]\nfrom = 'a'\nto = 'Applikasjoner'", "no sheet 'Applikasjoner'"),
        ("[[sheet]]\nfrom='a'\nto='Nät'\n[sheet.columns]\na='Nett'", "no column 'Nett'"),
        ("[[sheet]]\nfrom='a'\nto='Nät'\n[sheet.columns]\na=1", "holds lines like"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(text: str, why: str, tmp_path: Path):
    with pytest.raises(MappingError, match=why.replace("[", r"\[")):
        read_mapping(_mapping(tmp_path, text), scheme())


def test_a_mapping_that_is_not_there_says_so(tmp_path: Path):
    with pytest.raises(SourceNotFoundError, match="no such file"):
        read_mapping(tmp_path / "x.toml", scheme())

"""Whatever a file holds, the answer is a register or one clear error; and it comes soon."""

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import FIXTURES
from registers.conftest import write_book
from samverkan.errors import SamverkanError
from samverkan.registers.exporting import export_register
from samverkan.registers.importing import read_register
from samverkan.registers.scheme import scheme
from samverkan.registers.serializing import trig
from samverkan.sources.dataset import Access, read_dataset

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(-1e12, 1e12),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=10),
    st.sampled_from(["a", "b", "# x", "1461", "dkf:a", "mun:1461", "<x:y>", "ja", "1/2 2019", ";"]),
)


def _is_read_or_refused(path: Path, **options: object) -> None:
    """Nothing but an error of ours may come, and it names the file."""
    refused = None
    try:
        read_register(path, **options)  # type: ignore[arg-type]
    except SamverkanError as error:
        refused = str(error)
    assert refused is None or str(path) in refused


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_cells_hold_a_register_is_read_and_its_problems_are_told(
    data: st.DataObject, tmp_path: Path
):
    sheet = data.draw(st.sampled_from(scheme().sheets))
    headers = ["Nyckel", *(column.labels["sv"] for column in sheet.columns)]
    row = st.lists(CELLS, max_size=len(headers))
    rows = [headers, *data.draw(st.lists(row, max_size=4))]
    path = write_book(tmp_path / "register.xlsx", {sheet.names["sv"]: rows})

    register = read_register(path, municipality="1461", strict=False)

    assert trig(register) == trig(read_register(path, municipality="1461", strict=False))
    assert all(p.place.cell and p.texts["sv"] and p.texts["en"] for p in register.problems)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("original") / "register.xlsx"
    dataset = read_dataset(FIXTURES / "small")
    export_register(dataset, "small-dals-ed", Access.INTERNAL, path, "sv")
    return path.read_bytes()


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_read_or_refused_with_one_clear_error(
    seed: int, original: bytes, tmp_path: Path
):
    chance = random.Random(seed)
    damaged = bytearray(original)
    for _ in range(chance.choice([1, 3, 30])):
        place = chance.randrange(len(damaged))
        if chance.random() < 0.3:
            del damaged[place : place + chance.randrange(1, 200)]
        else:
            damaged[place] = chance.randrange(256)
    path = tmp_path / "register.xlsx"
    path.write_bytes(damaged)

    _is_read_or_refused(path, municipality="1438", supplier="x", strict=False)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_a_table_or_refused_with_one_clear_error(content: bytes, tmp_path: Path):
    path = tmp_path / "applikationer.csv"
    path.write_bytes(b"Nyckel;Namn\n" + content)

    _is_read_or_refused(path, municipality="1461", strict=False)

"""What is exported and imported again is the same."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from conftest import FIXTURES
from registers.generated import SUPPLIER, registers
from samverkan.assets import asset
from samverkan.registers.exporting import export_register, slug_of
from samverkan.registers.importing import read_register
from samverkan.registers.tabling import tabulate
from samverkan.registers.writing import write_workbook
from samverkan.sources.dataset import Access, Dataset, read_dataset

FOLDERS = [FIXTURES / "small", asset("data") / "example"]
SUPPLIERS = [
    (folder, slug)
    for folder in FOLDERS
    for slug in sorted({slug_of(file) for file in read_dataset(folder).files})
]


def _quads(dataset: Dataset, supplier: str) -> set[Quad]:
    return {q for file in dataset.files if slug_of(file) == supplier for q in file.quads()}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("folder", "supplier"), SUPPLIERS, ids=lambda part: Path(part).name)
def test_a_register_exported_and_imported_again_is_the_same(
    folder: Path, supplier: str, language: str, tmp_path: Path
):
    dataset = read_dataset(folder)
    path = tmp_path / "register.xlsx"

    count = export_register(dataset, supplier, Access.INTERNAL, path, language)
    again = read_register(path)

    assert {*again.public_quads, *again.internal_quads} == _quads(dataset, supplier)
    assert count == len(_quads(dataset, supplier)) > 100
    assert not again.problems


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(quads=registers(), language=st.sampled_from(["sv", "en"]))
def test_any_register_exported_and_imported_again_is_the_same(
    quads: set[Quad], language: str, tmp_path_factory: pytest.TempPathFactory
):
    path = tmp_path_factory.mktemp("generated") / "register.xlsx"

    write_workbook(path, tabulate(quads, SUPPLIER, language, "1461"), language, examples=True)
    again = read_register(path, strict=False)

    assert not again.problems
    assert {*again.public_quads, *again.internal_quads} == quads

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from conftest import FIXTURES
from samverkan.namespaces import GRAPHS, PREFIXES
from samverkan.registers.exporting import ExportError, export_register, supplier_of
from samverkan.registers.importing import SupplierError, read_register
from samverkan.sources.dataset import Access, SourceFile, read_dataset

SMALL = read_dataset(FIXTURES / "small")


def test_the_municipality_says_whose_part_is_exported():
    mellerud = NamedNode(PREFIXES["mun"] + "1461")

    assert supplier_of(SMALL, mellerud) == "small-mellerud"
    with pytest.raises(SupplierError, match="several suppliers; choose one"):
        supplier_of(SMALL, None)
    with pytest.raises(SupplierError, match="nothing that mun:0114 publishes; publishers are"):
        supplier_of(SMALL, NamedNode(PREFIXES["mun"] + "0114"))
    with pytest.raises(SupplierError, match="no graph of 'x'; suppliers are small-bengtsfors"):
        export_register(SMALL, "x", Access.INTERNAL, Path("x.xlsx"), "sv")


def test_a_public_export_holds_nothing_internal(tmp_path: Path):
    path = tmp_path / "register.xlsx"

    export_register(SMALL, "small-bengtsfors", Access.PUBLIC, path, "sv")

    register = read_register(path)
    assert register.public_quads
    assert not register.internal_quads
    assert b"Vera" not in path.read_bytes()


def test_what_a_workbook_cannot_hold_stops_the_export(tmp_path: Path):
    path = tmp_path / "theirs.ttl"
    path.write_text("<https://example.org/theirs> a <https://example.org/thing> .", "utf-8")
    file = SourceFile(path, NamedNode(GRAPHS + "theirs"), access=Access.PUBLIC)
    dataset = replace(SMALL, files=(file,))

    with pytest.raises(ExportError, match="cannot hold 1 of the statements: <https"):
        export_register(
            dataset, supplier_of(dataset, None), Access.INTERNAL, tmp_path / "r.xlsx", "sv"
        )

    assert not (tmp_path / "r.xlsx").exists()
    assert list(tmp_path.iterdir()) == [path]

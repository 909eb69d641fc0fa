"""A name or a path leads to a dataset, a folder or a file, or to what would have."""

from collections.abc import Callable
from pathlib import Path

import pytest

from samverkan.sources.finding import (
    EmptyFolderError,
    UnknownDatasetError,
    locate,
    rdf_files,
    shipped,
)
from samverkan.sources.reading import SourceNotFoundError


def test_a_shipped_dataset_is_found_by_name_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("registers").mkdir()

    assert locate("registers") == shipped()["registers"]


def test_a_dataset_folder_of_the_same_name_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("registers").mkdir()
    Path("registers/dataset.ttl").touch()

    assert locate("registers") == Path("registers")


def test_a_path_is_taken_as_it_is(tmp_path: Path):
    assert locate(str(tmp_path)) == tmp_path


@pytest.mark.parametrize("name", ["exampel", ""])
def test_an_unknown_name_is_answered_with_the_names_there_are(name: str):
    with pytest.raises(UnknownDatasetError) as caught:
        locate(name)

    message = str(caught.value)
    assert message.startswith(f"{name!r} is neither a dataset that comes with the package (")
    assert "registers" in message
    assert message.endswith("nor a file or folder; check the name or the path")


@pytest.mark.parametrize("path", ["no/such/folder", "mellerud.ttl"])
def test_what_can_only_be_a_path_is_reported_as_one(path: str):
    with pytest.raises(SourceNotFoundError) as caught:
        locate(path)

    assert str(caught.value) == f"{path}: no such file or folder; check the path"


def test_a_folder_without_rdf_says_which_files_it_could_hold(tmp_path: Path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(EmptyFolderError) as caught:
        rdf_files(tmp_path)

    assert str(caught.value) == (
        f"{tmp_path}: no RDF file in this folder; put one there "
        "(.ttl, .trig, .nt, .nq, .rdf, .owl, .xml, .jsonld, .json), name another folder, "
        "or name a register itself (.xlsx)"
    )


def test_files_are_found_in_subfolders_but_not_in_hidden_ones(
    tmp_path: Path, write: Callable[[str, str], Path]
):
    for name in ("b/c.trig", "a.TTL", ".git/x.ttl", "b/.x.ttl", "notes.txt"):
        write(name, "")

    assert rdf_files(tmp_path) == [tmp_path / "a.TTL", tmp_path / "b" / "c.trig"]

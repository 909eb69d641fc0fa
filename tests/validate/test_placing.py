"""Placing: each result gets the place of its triple, else of its thing, else of a mention."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from samverkan.sources.dataset import Dataset, SourceFile
from samverkan.validate.placing import placed, shown_from
from samverkan.validate.report import Place, Report, Result

TEXT = """\
@prefix : <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

:a a :Thing ;
    :from "2019-13-01" ;
    :label "One"@sv ,
        "Two"@sv ;
    :knows :b .

:b :unheardOf 1 .
"""
E = "https://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
FOUND = Result(E + "a", "urn:shape", "Violation", {}, graph="urn:g")


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    path = tmp_path / "deep" / "data.ttl"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    file = SourceFile(path, NamedNode("urn:g"))
    return Dataset(NamedNode("urn:d"), "d", {}, (file,), (), (), None, True, ())


def _place(dataset: Dataset, result: Result, **more: object) -> Place | None:
    report = Report("urn:d", date(2019, 10, 1), (result,), 1)
    [found] = placed(
        report, dataset, shown_from(dataset.files[0].path.parent.parent), **more
    ).results
    return found.place


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (None, None, "4:1"),
        ("from", '"2019-13-01"', "5:11"),
        ("until", None, "4:1"),
        ("derived", f'"3"^^<{XSD}integer>', "4:1"),
        ("label", '"One"@sv', "6:12"),
        ("label", None, "7:9"),
        ("knows", f"<{E}b>", "8:12"),
        ("knows", f"<{E}elsewhere>", "8:12"),
        ("knows", f"<{E}knows>", "8:5"),
    ],
)
def test_the_offending_triple_is_named_where_there_is_one(
    dataset: Dataset, path: str | None, value: str | None, where: str
):
    result = replace(FOUND, path=path and E + path, value=value)

    assert str(_place(dataset, result)) == f"deep/data.ttl:{where}"


def test_what_no_source_describes_is_placed_where_it_is_pointed_at(dataset: Dataset):
    unplaced = replace(FOUND, graph=None)

    assert str(_place(dataset, replace(unplaced, focus=E + "Thing"))) == "deep/data.ttl:4:6"
    assert str(_place(dataset, replace(unplaced, focus=E + "nowhere"))) == "deep/data.ttl"


def test_the_description_of_a_dataset_is_looked_at_before_its_files(
    dataset: Dataset, tmp_path: Path
):
    described = tmp_path / "dataset.ttl"
    described.write_text(f"<urn:d> <urn:member>\n  <{E}Thing> .", encoding="utf-8")
    whole = replace(dataset, path=described)

    assert str(_place(whole, replace(FOUND, graph=None, focus=E + "Thing"))) == "dataset.ttl:2:3"


def test_a_file_outside_the_folder_is_named_in_full(dataset: Dataset, tmp_path: Path):
    report = Report("urn:d", date(2019, 10, 1), (FOUND,), 1)
    [found] = placed(report, dataset, shown_from(tmp_path / "elsewhere")).results

    assert found.place
    assert found.place.file == (tmp_path / "deep" / "data.ttl").resolve().as_posix()


def test_a_source_that_knows_its_places_is_asked(dataset: Dataset):
    class Cells:
        def of(self, subject: str, predicate: str | None = None, value: str | None = None) -> Place:
            return Place("r.xlsx", sheet="Avtal", cell="C7")

    place = _place(dataset, FOUND, indexes={NamedNode("urn:g"): Cells()})

    assert str(place) == "r.xlsx!Avtal!C7"


def test_a_place_that_is_known_already_stays(dataset: Dataset, tmp_path: Path):
    result = replace(FOUND, place=Place(str(tmp_path / "waivers.toml"), 3, 1))

    assert str(_place(dataset, result)) == "waivers.toml:3:1"


def test_a_result_without_a_thing_of_its_own_gets_the_file(dataset: Dataset):
    assert str(_place(dataset, replace(FOUND, focus="_:b0"))) == "deep/data.ttl"

"""The data that speed is measured on: always the same, sound but for the gaps, marked made up."""

import pytest
from benchmarks.generator import SIZES, Size, generate, municipalities
from benchmarks.measuring import ratio, spread, table

from samverkan.incremental import LiveView
from samverkan.sources.opening import open_source
from samverkan.store.view import open_view


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    size = Size(2, 3, gaps=0.5)
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        generate(tmp_path / name, size, seed)

    assert files(tmp_path / "one") == files(tmp_path / "again")
    assert files(tmp_path / "one") != files(tmp_path / "other")


def test_data_without_gaps_have_no_finding_and_each_gap_gives_one(tmp_path):
    codes = {}
    for name, gaps in (("sound", 0.0), ("gaps", 1.0)):
        generate(tmp_path / name, Size(5, 12, gaps))
        view = open_view(open_source(str(tmp_path / name)).dataset)
        codes[name] = [result.code for result in LiveView(view).report.results]

    assert codes["sound"] == []
    assert len(codes["gaps"]) >= 50
    assert len(set(codes["gaps"])) > 10


def test_everything_says_that_it_is_made_up_and_carries_real_names(tmp_path):
    generate(tmp_path, Size(6, 1))
    dataset = open_source(str(tmp_path)).dataset

    assert dataset.fictional
    for file in dataset.files:
        quads = file.quads()
        assert any(
            quad.predicate.value.endswith("/fictional") and quad.subject == file.graph
            for quad in quads
        )
    assert "Dals-Eds kommun" in {one.name for one in municipalities(Size(6, 1))}


@pytest.mark.parametrize("size", ["10k"])
def test_a_size_is_what_its_name_says(tmp_path, size):
    assert 9_500 <= generate(tmp_path, SIZES[size]) <= 10_500


def test_there_is_a_municipality_for_each_of_the_290():
    assert len(municipalities(SIZES["1m"])) == 290


def test_measurements_are_told_as_a_table_of_medians_and_ratios():
    assert spread([0.001, 0.002, 0.009]) == "2.0 (9.0)"
    assert (ratio(10, 4), ratio(200, 2)) == ("2.5", "100")
    assert table(("what", "ms"), [("one", 1)]) == "| what | ms |\n|---|---:|\n| one | 1 |\n"

"""What the user points at becomes a dataset, and the graphs in it that were meant."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from conftest import FIXTURES
from samverkan.namespaces import GRAPHS, PREFIXES
from samverkan.sources.dataset import DatasetError
from samverkan.sources.finding import shipped
from samverkan.sources.opening import EmptySourceError, PreparedSourceError, open_source
from samverkan.sources.reading import SourceNotFoundError

Write = Callable[[str, str], Path]
USES = """@prefix smv: <https://w3id.org/samverkan/ns/> .
<http://x/use> smv:user <https://w3id.org/samverkan/id/reference/municipality/{}> .
"""


def test_a_name_gives_the_dataset_that_is_shipped():
    opened = open_source("registers")

    assert opened.dataset.name == "registers"
    assert opened.only is None


@pytest.mark.parametrize("path", ["", "dataset.ttl"])
def test_a_folder_gives_its_dataset_and_so_does_the_description(path: str):
    opened = open_source(str(FIXTURES / "small" / path))

    assert opened.dataset.name == "small"
    assert opened.only is None


def test_a_file_of_a_dataset_gives_the_dataset_and_asks_for_its_graph():
    opened = open_source(str(FIXTURES / "small" / "dals-ed.ttl"))

    assert len(opened.dataset.files) == 5
    assert opened.only == {NamedNode(GRAPHS + "small-dals-ed")}


def test_a_file_that_the_dataset_beside_it_does_not_name_is_not_passed_over(
    folder: Callable[..., Path], write: Write
):
    folder()
    path = write("mine/c.ttl", USES.format(1461))
    with pytest.raises(DatasetError, match=r"dataset\.ttl: does not name c\.ttl"):
        open_source(str(path))


def test_a_file_of_its_own_becomes_a_dataset_of_the_municipalities_it_mentions(write: Write):
    path = write("Min fil.ttl", USES.format(1461) + USES.format(1765) + USES.format("0180"))
    opened = open_source(str(path))

    assert opened.dataset.name == "min-fil"
    assert opened.dataset.labels == {"sv": "Min fil.ttl", "en": "Min fil.ttl"}
    assert opened.dataset.members == (NamedNode(PREFIXES["mun"] + "1461"),)
    assert opened.dataset.policies == (NamedNode(PREFIXES["dalsland"] + "policy"),)
    assert [file.graph for file in opened.dataset.files] == [NamedNode(GRAPHS + "min-fil")]
    assert opened.only is None


def test_the_files_of_a_loose_folder_have_a_graph_each(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write("register/a.ttl", USES.format(1461))
    write("register/sub/b.trig", "<http://x/g> { <http://x/s> <http://x/p> 1 }")
    monkeypatch.chdir(tmp_path / "register")
    opened = open_source(".")

    graphs = {quad.graph_name for file in opened.dataset.files for quad in file.quads()}
    assert graphs == {NamedNode(GRAPHS + "register-1"), NamedNode("http://x/g")}


def test_a_loose_file_that_describes_a_dataset_is_that_dataset(write: Write):
    path = write(
        "mine.ttl",
        USES.format(1461)
        + """<https://w3id.org/samverkan/dataset/mine> a smv:Dataset ;
            smv:evaluationDate "2019-10-01" ; smv:fictional true ;
            smv:member <https://w3id.org/samverkan/id/reference/municipality/1439> .""",
    )
    dataset = open_source(str(path)).dataset

    assert dataset.members == (NamedNode(PREFIXES["mun"] + "1439"),)
    assert dataset.evaluation_date == date(2019, 10, 1)
    assert dataset.fictional
    assert [file.path for file in dataset.files] == [path]


@pytest.mark.parametrize(("name", "text"), [("a.ttl", "# nothing\n"), ("a.json", '{"a": 1}')])
def test_a_file_that_says_nothing_is_not_passed_as_faultless(name: str, text: str, write: Write):
    path = write(name, text)
    with pytest.raises(EmptySourceError) as caught:
        open_source(str(path))

    assert str(caught.value) == (
        f"{path}: no RDF statement in it; check that it is the file that you mean"
    )


def test_a_prepared_export_is_not_taken_for_the_sources(write: Write):
    path = write(
        "prepared.ttl",
        '@prefix smv: <https://w3id.org/samverkan/ns/> . smv:evaluation smv:asOf "2019-10-01" .',
    )
    with pytest.raises(PreparedSourceError) as caught:
        open_source(str(path))

    assert str(caught.value) == (
        f"{path}: an export that was prepared as of a day; name the dataset that it was made "
        "from, or ask it questions as it is (samverkan query, samverkan serve)"
    )


def test_a_path_that_leads_nowhere_is_named():
    with pytest.raises(SourceNotFoundError, match="no/such: no such file or folder"):
        open_source("no/such")


def test_every_shipped_dataset_opens():
    assert shipped()
    for name in shipped():
        assert open_source(name).dataset.name == name

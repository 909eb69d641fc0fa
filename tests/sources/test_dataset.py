"""A dataset folder is read as its description says, or not at all."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from conftest import FIXTURES
from samverkan.namespaces import GRAPHS, PREFIXES
from samverkan.sources.dataset import Access, DatasetError, SourceFile, read_dataset
from samverkan.sources.reading import SourceNotFoundError

Folder = Callable[..., Path]
PUBLIC = "<http://publications.europa.eu/resource/authority/access-right/PUBLIC>"
NON_PUBLIC = "<http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC>"


def test_a_description_gives_members_policies_date_and_files():
    dataset = read_dataset(FIXTURES / "small")

    assert dataset.name == "small"
    assert dataset.labels == {"sv": "Liten testmängd", "en": "Small test dataset"}
    assert [member.value.rsplit("/", 1)[-1] for member in dataset.members] == [
        "1438",
        "1460",
        "1461",
        "dkf",
    ]
    assert dataset.policies == (NamedNode(PREFIXES["dalsland"] + "policy"),)
    assert dataset.evaluation_date == date(2019, 10, 1)
    assert dataset.fictional
    assert dataset.graph == NamedNode(GRAPHS + "dataset-small")
    assert [file.path.name for file in dataset.files] == [
        "bengtsfors-internal.ttl",
        "bengtsfors.ttl",
        "dals-ed.ttl",
        "dkf.ttl",
        "mellerud.ttl",
    ]


def test_a_file_has_graph_publisher_base_and_what_it_describes():
    [internal] = [f for f in read_dataset(FIXTURES / "small").files if f.describes]

    assert internal.graph == NamedNode(GRAPHS + "small-bengtsfors-internal")
    assert internal.publisher == NamedNode(PREFIXES["mun"] + "1460")
    assert internal.id_bases == ("https://w3id.org/samverkan/id/small-bengtsfors-internal/",)
    assert PREFIXES["smv"] + "Cost" in internal.describes
    assert {quad.graph_name for quad in internal.quads()} == {internal.graph}


def test_a_graph_has_the_publisher_of_its_file():
    dataset = read_dataset(FIXTURES / "small")

    assert dataset.publisher_of(NamedNode(GRAPHS + "small-dals-ed")) == NamedNode(
        PREFIXES["mun"] + "1438"
    )
    assert dataset.publisher_of(dataset.graph) is None


@pytest.mark.parametrize(
    ("rights", "access"),
    [
        ("", Access.INTERNAL),
        (f"; dcterms:accessRights {PUBLIC}", Access.PUBLIC),
        (f"; dcterms:accessRights {NON_PUBLIC}", Access.INTERNAL),
        (f"; dcterms:accessRights {PUBLIC} , {NON_PUBLIC}", Access.INTERNAL),
        ("; dcterms:accessRights <http://x/PUBLIC>", Access.INTERNAL),
        ('; dcterms:accessRights "PUBLIC"', Access.INTERNAL),
    ],
)
def test_only_what_is_stated_as_public_alone_is_public(rights: str, access: Access, folder: Folder):
    dataset = read_dataset(
        folder(
            ("@prefix smv:", "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix smv:"),
            ("smv:graph graph:a .", f"smv:graph graph:a {rights} ."),
        )
    )

    assert dataset.files[0].access is access


def test_a_dataset_without_date_policy_or_mark_has_none(folder: Folder):
    dataset = read_dataset(folder())

    assert (dataset.evaluation_date, dataset.policies, dataset.fictional) == (None, (), False)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("a smv:Dataset ;", ""), "describes 0 datasets; describe exactly one"),
        (
            ("a smv:Dataset ;", "a smv:Dataset . <http://x/2> a smv:Dataset ;"),
            "describes 2 datasets; describe exactly one",
        ),
        (("smv:member mun:1461 ;", ""), "names no member; add smv:member for each municipality"),
        (
            ("smv:sourceFile file:a , file:b", "smv:goodTimeDays 9"),
            "names no file; add smv:sourceFile for each of them",
        ),
        (
            ("smv:graph graph:a .", "smv:goodTimeDays 9 ."),
            "https://w3id.org/samverkan/dataset/mine/file/a needs one smv:file and one smv:graph",
        ),
        (
            ("smv:graph graph:a .", "smv:graph graph:a , graph:c ."),
            "https://w3id.org/samverkan/dataset/mine/file/a needs one smv:file and one smv:graph",
        ),
        (
            ("graph:b .", "graph:a ."),
            "gives two files the graph https://w3id.org/samverkan/graph/a; give each its own",
        ),
        (
            ("smv:sourceFile file:a , file:b", "smv:sourceFile file:a"),
            "does not name b.ttl, which lies beside it; add smv:sourceFile for it, "
            "or move it elsewhere",
        ),
        (
            ("smv:member mun:1461 ;", 'smv:member mun:1461 ; smv:evaluationDate "2019-02-30" ;'),
            "smv:evaluationDate: '2019-02-30' is not a date; write year, month and day of a day "
            "that exists, such as 2019-10-01",
        ),
    ],
)
def test_a_description_that_lacks_something_says_what_to_add(
    change: tuple[str, str], why: str, folder: Folder
):
    path = folder(change)
    with pytest.raises(DatasetError) as caught:
        read_dataset(path)

    assert str(caught.value) == f"{path / 'dataset.ttl'}: {why}"


def test_a_missing_file_is_named_with_the_description_that_names_it(folder: Folder):
    path = folder(('"a.ttl"', '"c.ttl"'))
    with pytest.raises(SourceNotFoundError) as caught:
        read_dataset(path)

    assert str(caught.value) == (
        f"{path / 'c.ttl'}: named in {path / 'dataset.ttl'} but not there; check the path"
    )


def test_a_folder_without_description_says_so(tmp_path: Path):
    with pytest.raises(SourceNotFoundError, match=r"dataset\.ttl: no such file or directory"):
        read_dataset(tmp_path)


def test_a_file_with_another_graph_than_it_was_given_is_refused(write: Callable[..., Path]):
    path = write("a.trig", "<http://x/g> { <http://x/s> <http://x/p> 1 }")
    with pytest.raises(DatasetError) as caught:
        SourceFile(path, NamedNode("http://x/h")).quads()

    assert str(caught.value) == (
        f"{path}: holds the graph http://x/g, but dataset.ttl says http://x/h; "
        "move its content to a file of its own"
    )


def test_a_file_may_name_the_graph_that_it_was_given(write: Callable[..., Path]):
    path = write("a.trig", "<http://x/g> { <http://x/s> <http://x/p> 1 }")

    assert len(SourceFile(path, NamedNode("http://x/g")).quads()) == 1

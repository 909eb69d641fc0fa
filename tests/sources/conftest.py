"""Files and dataset folders, written for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest

DESCRIPTION = """\
@prefix smv: <https://w3id.org/samverkan/ns/> .
@prefix mun: <https://w3id.org/samverkan/id/reference/municipality/> .
@prefix file: <https://w3id.org/samverkan/dataset/mine/file/> .
@prefix graph: <https://w3id.org/samverkan/graph/> .
<https://w3id.org/samverkan/dataset/mine> a smv:Dataset ;
    smv:member mun:1461 ; smv:sourceFile file:a , file:b .
file:a smv:file "a.ttl" ; smv:graph graph:a .
file:b smv:file "b.ttl" ; smv:graph graph:b .
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file into the test's own folder."""

    def file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return file


@pytest.fixture
def folder(write: Callable[[str, str], Path]) -> Callable[..., Path]:
    """A dataset folder of two files, its description changed as asked for."""

    def dataset(*changes: tuple[str, str]) -> Path:
        description = DESCRIPTION
        for old, new in changes:
            assert old in description
            description = description.replace(old, new)
        for name in ("a", "b"):
            write(f"mine/{name}.ttl", f"<http://x/{name}> <http://x/p> <http://x/o> .")
        return write("mine/dataset.ttl", description).parent

    return dataset

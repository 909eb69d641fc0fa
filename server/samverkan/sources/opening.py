"""Open what the user points at: a dataset, a file of a dataset, a folder or a file of its own."""

import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from samverkan.namespaces import DATASETS, GRAPHS
from samverkan.sources.dataset import (
    DESCRIPTION,
    Dataset,
    SourceFile,
    locate,
    rdf_files,
    read_dataset,
)
from samverkan.sources.shared import bound_municipalities, policies


@dataclass(frozen=True)
class Opened:
    """A dataset, and the graphs that the user asked about (None: all of it)."""

    dataset: Dataset
    only: frozenset[NamedNode] | None = None


def open_source(name_or_path: str) -> Opened:
    """
    The dataset that a name or path stands for.

    A dataset's folder or name gives the dataset; one of its files gives the dataset too, as
    context, with the file's graph alone asked about; any other file or folder becomes a
    dataset of its own, held against every policy that is shipped, its members being the
    municipalities bound by them that it mentions.

    Raises:
        UnknownDatasetError, SourceNotFoundError, EmptyFolderError, DatasetError.
    """
    path = locate(name_or_path)
    if path.is_dir() and (path / DESCRIPTION).is_file():
        return Opened(read_dataset(path))
    if path.is_file() and (path.parent / DESCRIPTION).is_file():
        dataset = read_dataset(path.parent)
        graphs = frozenset(f.graph for f in dataset.files if f.path.resolve() == path.resolve())
        if graphs:
            return Opened(dataset, graphs)
        if path.name == DESCRIPTION:
            return Opened(dataset)
    return Opened(_loose(path, rdf_files(path) if path.is_dir() else [path]))


def _loose(path: Path, files: list[Path]) -> Dataset:
    """A dataset of files that no `dataset.ttl` describes."""
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "unnamed"
    sources = tuple(
        SourceFile(
            path=file,
            graph=NamedNode(f"{GRAPHS}{name}" + (f"-{number}" if len(files) > 1 else "")),
            keeps_graphs=True,
        )
        for number, file in enumerate(files, start=1)
    )
    return Dataset(
        iri=NamedNode(f"{DATASETS}{name}"),
        name=name,
        labels={"sv": path.name, "en": path.name},
        files=sources,
        members=_members(sources),
        policies=policies(),
        evaluation_date=None,
        fictional=False,
        description=(),
    )


def _members(sources: tuple[SourceFile, ...]) -> tuple[NamedNode, ...]:
    """The municipalities bound by a policy that the sources mention."""
    mentioned = {quad.object for source in sources for quad in source.quads()}
    return tuple(sorted(mentioned & bound_municipalities(), key=lambda node: node.value))

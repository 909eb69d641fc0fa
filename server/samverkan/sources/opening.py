"""Open what the user points at: a dataset, a file of a dataset, a folder or a file of its own."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from samverkan.errors import SamverkanError
from samverkan.namespaces import DATASETS, GRAPHS, smv
from samverkan.sources.dataset import (
    Dataset,
    SourceFile,
    describe,
    describes_a_dataset,
    read_dataset,
)
from samverkan.sources.finding import DESCRIPTION, locate, rdf_files
from samverkan.sources.reading import read
from samverkan.sources.shared import bound_municipalities, policies


class EmptySourceError(SamverkanError):
    """What was to be opened holds no triple, so that nothing could be wrong with it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: no RDF statement in it; check that it is the file that you mean")
        self.path = path


class PreparedSourceError(SamverkanError):
    """An export with what follows from it: not the sources that it was made from."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: an export that was prepared as of a day; name the dataset that it was made "
            "from, or ask it questions as it is (samverkan query, samverkan serve)"
        )
        self.path = path


@dataclass(frozen=True)
class Opened:
    """A dataset, and the graphs that the user asked about (None: all of it)."""

    dataset: Dataset
    only: frozenset[NamedNode] | None = None


def open_source(name_or_path: str) -> Opened:
    """
    The dataset that a name or path stands for.

    A dataset's folder or name gives the dataset; one of its files gives the dataset too, as
    context, with the file's graph alone asked about. Any other file or folder becomes a dataset
    of its own: the one that it describes, if it describes one, else held against every policy
    that is shipped, its members being the municipalities bound by them that it mentions.

    Raises:
        UnknownDatasetError, SourceNotFoundError, EmptyFolderError, EmptySourceError,
        PreparedSourceError, DatasetError.
    """
    path = locate(name_or_path)
    if path.is_dir() and (path / DESCRIPTION).is_file():
        return Opened(read_dataset(path))
    if path.is_file() and is_prepared(path):
        raise PreparedSourceError(path)
    if path.is_file() and (path.parent / DESCRIPTION).is_file():
        dataset = read_dataset(path.parent)
        graphs = frozenset(f.graph for f in dataset.files if f.path.resolve() == path.resolve())
        return Opened(dataset, graphs or None)
    return Opened(_loose(path, rdf_files(path) if path.is_dir() else [path]))


def is_prepared(path: Path) -> bool:
    """Whether the file is an export with what follows from it, as of a day."""
    return b"evaluation" in path.read_bytes() and any(
        quad.subject == smv("evaluation") and quad.predicate == smv("asOf")
        for quad in read(path, blank_nodes=True)
    )


def _loose(path: Path, files: list[Path]) -> Dataset:
    """A dataset of files that no `dataset.ttl` describes."""
    name = re.sub(r"[^a-z0-9]+", "-", path.resolve().stem.lower()).strip("-") or "unnamed"
    sources = tuple(
        SourceFile(
            path=file,
            graph=NamedNode(f"{GRAPHS}{name}" + (f"-{number}" if len(files) > 1 else "")),
            keeps_graphs=True,
        )
        for number, file in enumerate(files, start=1)
    )
    store = Store()
    for source in sources:
        store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in source.quads())
    if not store:
        raise EmptySourceError(path)
    if describes_a_dataset(store):
        return replace(describe(path, store), files=sources)
    return Dataset(
        iri=NamedNode(f"{DATASETS}{name}"),
        name=name,
        labels={"sv": path.name, "en": path.name},
        files=sources,
        members=_members(store),
        policies=policies(),
        evaluation_date=None,
        fictional=False,
        description=(),
    )


def _members(store: Store) -> tuple[NamedNode, ...]:
    """The municipalities bound by a policy that the triples mention."""
    found = [
        municipality
        for municipality in bound_municipalities()
        if next(store.quads_for_pattern(None, None, municipality), None) is not None
    ]
    return tuple(sorted(found, key=lambda municipality: municipality.value))

"""A dataset: a folder of sources that are validated and served together."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from samverkan.assets import asset
from samverkan.dates import parse_date
from samverkan.errors import SamverkanError
from samverkan.namespaces import (
    ACCESS_RIGHT,
    DATASETS,
    DCTERMS,
    GRAPHS,
    RDF,
    RDFS,
    SMV,
    smv,
)
from samverkan.sources.formats import SUFFIXES
from samverkan.sources.reading import SourceNotFoundError, read

DESCRIPTION = "dataset.ttl"


class Access(StrEnum):
    """Who may see a graph. A graph without stated access is internal."""

    PUBLIC = "public"
    INTERNAL = "internal"


class DatasetError(SamverkanError):
    """The description of a dataset lacks something or contradicts itself."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


class UnknownDatasetError(SamverkanError):
    """Neither a shipped dataset nor a path."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f"{name}: neither a dataset that comes with the package ({', '.join(known)}) "
            "nor a file or folder; check the name or the path"
        )
        self.name = name


class EmptyFolderError(SamverkanError):
    """A folder in which there is nothing to read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: no RDF file in this folder; put one there "
            f"({', '.join(SUFFIXES)}), or name another folder"
        )
        self.folder = folder


@dataclass(frozen=True)
class SourceFile:
    """One file, the graph that it fills, whose it is and who may see it."""

    path: Path
    graph: NamedNode
    id_bases: tuple[str, ...] = ()
    publisher: NamedNode | None = None
    access: Access = Access.INTERNAL
    describes: frozenset[str] = frozenset()
    keeps_graphs: bool = False

    def quads(self) -> list[Quad]:
        """What the file says, all in its graph (or in the file's own graphs, where kept)."""
        quads = []
        for quad in read(self.path):
            if quad.graph_name not in (DefaultGraph(), self.graph):
                if self.keeps_graphs:
                    quads.append(quad)
                    continue
                raise DatasetError(
                    self.path,
                    f"holds the graph {quad.graph_name.value}, but {DESCRIPTION} says "
                    f"{self.graph.value}; move its content to a file of its own",
                )
            quads.append(Quad(quad.subject, quad.predicate, quad.object, self.graph))
        return quads


@dataclass(frozen=True)
class Dataset:
    """A named set of sources with members, policies and an evaluation date of its own."""

    iri: NamedNode
    name: str
    labels: dict[str, str]
    files: tuple[SourceFile, ...]
    members: tuple[NamedNode, ...]
    policies: tuple[NamedNode, ...]
    evaluation_date: date | None
    fictional: bool
    description: tuple[Quad, ...] = field(repr=False)

    @property
    def graph(self) -> NamedNode:
        """The graph that holds the dataset's own description."""
        return NamedNode(f"{GRAPHS}dataset-{self.name}")

    def publisher_of(self, graph: NamedNode) -> NamedNode | None:
        """Who publishes the graph, if it is one of this dataset's."""
        return next((f.publisher for f in self.files if f.graph == graph), None)


def shipped() -> dict[str, Path]:
    """The datasets that come with the package, by name."""
    found = {path.parent.name: path.parent for path in asset("data").glob(f"*/{DESCRIPTION}")}
    if not found:
        raise EmptyFolderError(asset("data"))
    return dict(sorted(found.items()))


def locate(name_or_path: str) -> Path:
    """
    The folder or file that is meant: a path that exists, else a shipped dataset's name.

    Raises:
        UnknownDatasetError: if it is neither.
    """
    path = Path(name_or_path)
    known = shipped()
    if name_or_path in known and not (path / DESCRIPTION).is_file():
        return known[name_or_path]
    if path.exists():
        return path
    if "/" in name_or_path or path.suffix:
        raise SourceNotFoundError(path)
    raise UnknownDatasetError(name_or_path, list(known))


def rdf_files(folder: Path) -> list[Path]:
    """The RDF files of a folder and its subfolders, in name order."""
    found = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
    if not found:
        raise EmptyFolderError(folder)
    return found


def read_dataset(folder: Path) -> Dataset:
    """
    The dataset that the folder's `dataset.ttl` describes.

    Raises:
        DatasetError: if the description names no dataset, several, no member or no file.
        SourceNotFoundError: if a file that it names is not there.
    """
    path = folder / DESCRIPTION
    store = Store()
    store.bulk_extend(read(path))
    nodes = [q.subject for q in store.quads_for_pattern(None, _RDF_TYPE, smv("Dataset"))]
    if len(nodes) != 1 or not isinstance(nodes[0], NamedNode):
        raise DatasetError(path, f"describes {len(nodes)} datasets; describe exactly one")
    iri = nodes[0]
    files = tuple(_source_file(store, path, node) for node in _nodes(store, iri, "sourceFile"))
    if not files:
        raise DatasetError(path, "names no file; add smv:sourceFile for each of them")
    members = tuple(_nodes(store, iri, "member"))
    if not members:
        raise DatasetError(path, "names no member; add smv:member for each municipality")
    day = _literal(store, iri, SMV + "evaluationDate")
    return Dataset(
        iri=iri,
        name=iri.value.removeprefix(DATASETS).strip("/").replace("/", "-"),
        labels=_labels(store, iri),
        files=tuple(sorted(files, key=lambda file: file.path)),
        members=members,
        policies=tuple(_nodes(store, iri, "evaluatedAgainst")),
        evaluation_date=parse_date(day) if day else None,
        fictional=_literal(store, iri, SMV + "fictional") == "true",
        description=tuple(store),
    )


_RDF_TYPE = NamedNode(RDF + "type")


def _nodes(store: Store, subject: NamedNode, name: str) -> list[NamedNode]:
    found = [q.object for q in store.quads_for_pattern(subject, smv(name), None)]
    return sorted((n for n in found if isinstance(n, NamedNode)), key=lambda n: n.value)


def _literal(store: Store, subject: NamedNode, predicate: str) -> str | None:
    for quad in store.quads_for_pattern(subject, NamedNode(predicate), None):
        if isinstance(quad.object, Literal):
            return quad.object.value
    return None


def _labels(store: Store, subject: NamedNode) -> dict[str, str]:
    quads = store.quads_for_pattern(subject, NamedNode(RDFS + "label"), None)
    return {
        q.object.language or "sv": q.object.value for q in quads if isinstance(q.object, Literal)
    }


def _source_file(store: Store, path: Path, node: NamedNode) -> SourceFile:
    name = _literal(store, node, SMV + "file")
    graphs = _nodes(store, node, "graph")
    if name is None or len(graphs) != 1:
        raise DatasetError(path, f"{node.value} needs one smv:file and one smv:graph")
    file = path.parent / name
    if not file.is_file():
        raise SourceNotFoundError(file, f"named in {path} but not there")
    publishers = store.quads_for_pattern(node, NamedNode(DCTERMS + "publisher"), None)
    public = Quad(node, NamedNode(DCTERMS + "accessRights"), NamedNode(ACCESS_RIGHT + "PUBLIC"))
    return SourceFile(
        path=file,
        graph=graphs[0],
        id_bases=tuple(base.value for base in _nodes(store, node, "idBase")),
        publisher=next((q.object for q in publishers if isinstance(q.object, NamedNode)), None),
        access=Access.PUBLIC if public in store else Access.INTERNAL,
        describes=frozenset(c.value for c in _nodes(store, node, "describes")),
    )

"""A dataset: a folder of sources that are validated and served together."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from samverkan.dates import DateError, parse_date
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
from samverkan.sources.finding import DESCRIPTION
from samverkan.sources.formats import SUFFIXES
from samverkan.sources.reading import SourceNotFoundError, read


class Access(StrEnum):
    """Who may see a graph. A graph without stated access is internal."""

    PUBLIC = "public"
    INTERNAL = "internal"


class DatasetError(SamverkanError):
    """The description of a dataset lacks something or contradicts itself."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


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
            graph = quad.graph_name
            if isinstance(graph, NamedNode) and graph != self.graph:
                if self.keeps_graphs:
                    quads.append(quad)
                    continue
                raise DatasetError(
                    self.path,
                    f"holds the graph {graph.value}, but {DESCRIPTION} says "
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
    path: Path | None = None

    @property
    def graph(self) -> NamedNode:
        """The graph that holds the dataset's own description."""
        return NamedNode(f"{GRAPHS}dataset-{self.name}")

    def publisher_of(self, graph: NamedNode) -> NamedNode | None:
        """Who publishes the graph, if it is one of this dataset's."""
        return next((f.publisher for f in self.files if f.graph == graph), None)


def read_dataset(folder: Path) -> Dataset:
    """
    The dataset that the folder's `dataset.ttl` describes.

    Raises:
        DatasetError: if the description names no dataset, several, no member or no file, gives
            two files one graph, or leaves out an RDF file of the folder.
        SourceNotFoundError: if a file that it names is not there.
    """
    path = folder / DESCRIPTION
    store = Store()
    store.bulk_extend(read(path))
    dataset = describe(path, store)
    nodes = _nodes(store, dataset.iri, "sourceFile")
    files = tuple(sorted((_source_file(store, path, n) for n in nodes), key=lambda f: f.path))
    _check(path, files)
    return replace(dataset, files=files, description=tuple(store), path=path)


def describe(path: Path, store: Store) -> Dataset:
    """
    The dataset that the triples in the store describe, its files left out.

    Raises:
        DatasetError: if they describe none or several, or one without a member.
    """
    found = [q.subject for q in store.quads_for_pattern(None, _RDF_TYPE, _DATASET)]
    if len(found) != 1 or not isinstance(found[0], NamedNode):
        raise DatasetError(path, f"describes {len(found)} datasets; describe exactly one")
    iri = found[0]
    members = tuple(_nodes(store, iri, "member"))
    if not members:
        raise DatasetError(path, "names no member; add smv:member for each municipality")
    return Dataset(
        iri=iri,
        name=iri.value.removeprefix(DATASETS).strip("/").replace("/", "-"),
        labels=_labels(store, iri),
        files=(),
        members=members,
        policies=tuple(_nodes(store, iri, "evaluatedAgainst")),
        evaluation_date=_date(path, _literal(store, iri, SMV + "evaluationDate")),
        fictional=_literal(store, iri, SMV + "fictional") == "true",
        description=(),
    )


def describes_a_dataset(store: Store) -> bool:
    """Whether a dataset is described among the triples."""
    return next(store.quads_for_pattern(None, _RDF_TYPE, _DATASET), None) is not None


_RDF_TYPE = NamedNode(RDF + "type")
_DATASET = smv("Dataset")
_PUBLIC = NamedNode(ACCESS_RIGHT + "PUBLIC")


def _check(path: Path, files: tuple[SourceFile, ...]) -> None:
    """Some file, each with a graph of its own, and no RDF file of the folder forgotten."""
    if not files:
        raise DatasetError(path, "names no file; add smv:sourceFile for each of them")
    graphs = [file.graph for file in files]
    for graph in graphs:
        if graphs.count(graph) > 1:
            raise DatasetError(path, f"gives two files the graph {graph.value}; give each its own")
    named = {file.path.resolve() for file in files} | {path.resolve()}
    for beside in sorted(path.parent.iterdir()):
        if beside.suffix.lower() in SUFFIXES and beside.resolve() not in named:
            raise DatasetError(
                path,
                f"does not name {beside.name}, which lies beside it; add smv:sourceFile for it, "
                "or move it elsewhere",
            )


def _date(path: Path, written: str | None) -> date | None:
    try:
        return parse_date(written) if written else None
    except DateError as error:
        raise DatasetError(path, f"smv:evaluationDate: {error}") from error


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
    rights = store.quads_for_pattern(node, NamedNode(DCTERMS + "accessRights"), None)
    return SourceFile(
        path=file,
        graph=graphs[0],
        id_bases=tuple(base.value for base in _nodes(store, node, "idBase")),
        publisher=next((q.object for q in publishers if isinstance(q.object, NamedNode)), None),
        access=Access.PUBLIC if [q.object for q in rights] == [_PUBLIC] else Access.INTERNAL,
        describes=frozenset(c.value for c in _nodes(store, node, "describes")),
    )

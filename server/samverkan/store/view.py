"""A view: one version of a dataset's sources, at one access level, as of one day."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from samverkan.dates import today
from samverkan.derive import derive
from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES, QUERIES_GRAPH, RDF, SHAPES_GRAPH, smv
from samverkan.sources.dataset import Access, Dataset
from samverkan.sources.reading import read
from samverkan.sources.shared import shared_quads
from samverkan.validate.conformance import Conformance, conformance
from samverkan.validate.findings import findings_quads
from samverkan.validate.report import Report
from samverkan.validate.run import validate
from samverkan.validate.shapes import ShapesGraph, shipped_shapes
from samverkan.validate.waivers import read_waivers, waived, waivers_beside


class TwiceDescribedError(SamverkanError):
    """A thing is described in two source graphs, so neither can be replaced by itself."""

    def __init__(self, subject: str, graphs: Iterable[str]) -> None:
        super().__init__(
            f"{subject} is described in {' and in '.join(sorted(graphs))}; "
            "describe it in one of them and point at it from the other"
        )
        self.subject = subject


@dataclass
class View:
    """
    A store that is ready to be asked.

    Every triple stands in its named graph and once in the default graph. The findings are
    there after `validated()`.
    """

    store: Store
    version: str
    dataset: Dataset | None = None
    on: date | None = None
    access: Access = Access.INTERNAL
    shapes: ShapesGraph = field(default_factory=shipped_shapes)
    engine: str = "fast"
    waivers: Path | None = None

    @cached_property
    def report(self) -> Report:
        """The results of validating this view, its waivers applied."""
        dataset, on = self._asked()
        report = validate(self.store, dataset, on, self.shapes, self.engine)
        if self.waivers is None:
            return report
        return waived(
            report,
            read_waivers(self.waivers),
            self.shapes.shapes,
            complete=self.access is Access.INTERNAL,
        )

    @cached_property
    def conformance(self) -> list[Conformance]:
        """The counts per requirement and member."""
        dataset, _ = self._asked()
        return conformance(self.store, dataset, self.access, self.shapes, self.report)

    def validated(self) -> "View":
        """The same view, with its findings and the shapes they speak of in the store."""
        findings = list(findings_quads(self.report, self.conformance))
        add(self.store, findings)
        active = self.shapes.for_policies(self._asked()[0].policies)
        add(self.store, (_into(quad, SHAPES_GRAPH) for quad in active.quads()))
        return self

    def describe_queries(self, quads: Iterable[Quad]) -> None:
        """Add what the query library says of itself."""
        add(self.store, (_into(quad, QUERIES_GRAPH) for quad in quads))

    def _asked(self) -> tuple[Dataset, date]:
        if self.dataset is None or self.on is None:
            raise SamverkanError(
                "a file that is served as it is has no dataset to hold against the rules; "
                "run `samverkan validate` on it instead"
            )
        return self.dataset, self.on


@dataclass
class Sources:
    """A dataset's sources at one level, loaded and not yet looked at as of any day."""

    store: Store
    version: str
    dataset: Dataset
    access: Access

    def as_of(self, on: date | None = None) -> View:
        """
        What follows from them as of the day, in the same store: to be called once.

        Args:
            on: the evaluation date; None for the dataset's own, or today if it has none.

        Raises:
            SamverkanError: what deriving raises.
        """
        day = on or self.dataset.evaluation_date or today()
        derive(self.store, day, self.dataset.iri)
        return View(
            self.store,
            self.version,
            self.dataset,
            day,
            self.access,
            waivers=waivers_beside(self.dataset),
        )


def load_sources(
    dataset: Dataset,
    access: Access = Access.INTERNAL,
    shared: Iterable[Quad] | None = None,
) -> Sources:
    """
    The dataset's sources at that level.

    Args:
        dataset: what to load; the vocabulary, policies and reference data come with it.
        access: `PUBLIC` leaves every internal file unread.
        shared: instead of the vocabulary, policies and reference data that are shipped.

    Raises:
        SamverkanError: what reading raises.
    """
    store = Store()
    add(store, shared_quads() if shared is None else shared)
    sources = _sources(dataset, access)
    add(store, sources)
    if not dataset.description:
        add(store, _described(dataset))
    return Sources(store, version_of(sources), dataset, access)


def open_view(
    dataset: Dataset,
    on: date | None = None,
    access: Access = Access.INTERNAL,
    shared: Iterable[Quad] | None = None,
) -> View:
    """
    The dataset's sources at that level, with what follows from them as of `on`.

    Raises:
        SamverkanError: what reading and deriving raise.
    """
    return load_sources(dataset, access, shared).as_of(on)


def prepare(dataset: Dataset, on: date | None = None, access: Access = Access.INTERNAL) -> View:
    """The view with its findings: what stored queries are asked on."""
    return open_view(dataset, on, access).validated()


def source_store(dataset: Dataset, access: Access = Access.INTERNAL) -> Store:
    """The dataset's sources at that level and nothing else."""
    store = Store()
    add(store, _sources(dataset, access))
    return store


def load_as_it_is(path: Path) -> View:
    """
    A file's graphs, and their union as the default graph, with nothing added.

    For a prepared export, or for any RDF that somebody wants to ask questions of.
    """
    quads = list(read(path, blank_nodes=True))
    store = Store()
    add(store, quads)
    return View(store, version_of(quads))


def add(store: Store, quads: Iterable[Quad]) -> None:
    """Add quads, each also to the default graph."""
    quads = list(quads)
    store.bulk_extend(quads)
    store.bulk_extend(
        Quad(quad.subject, quad.predicate, quad.object)
        for quad in quads
        if quad.graph_name != DefaultGraph()
    )


def version_of(quads: Iterable[Quad]) -> str:
    """SHA-256 of the sorted N-Quads: the same for the same content, however it was written."""
    lines = sorted({f"{quad} .\n" for quad in quads})
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def dump(store: Store, form: RdfFormat) -> bytes:
    """The store in that serialization: all graphs, or their union where the format has none."""
    if form.supports_datasets:
        named = [quad for quad in store if quad.graph_name != DefaultGraph()]
        named.sort(key=lambda quad: (str(quad.graph_name), str(quad)))
        written = serialize(named, format=form, prefixes=PREFIXES)
    else:
        quads = store.quads_for_pattern(None, None, None, DefaultGraph())
        triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
        written = serialize(sorted(triples, key=str), format=form, prefixes=PREFIXES)
    assert written is not None
    return written


def _sources(dataset: Dataset, access: Access) -> list[Quad]:
    sources = [_into(quad, dataset.graph) for quad in dataset.description]
    for file in dataset.files:
        if access is Access.INTERNAL or file.access is Access.PUBLIC:
            sources.extend(file.quads())
    _refuse_twice_described(sources)
    return sources


def _into(quad: Quad, graph: NamedNode) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def _refuse_twice_described(sources: Iterable[Quad]) -> None:
    homes: dict[str, str] = {}
    for quad in sources:
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.graph_name, NamedNode):
            continue
        home = homes.setdefault(quad.subject.value, quad.graph_name.value)
        if home != quad.graph_name.value:
            raise TwiceDescribedError(quad.subject.value, {home, quad.graph_name.value})


def _described(dataset: Dataset) -> Iterable[Quad]:
    """What `dataset.ttl` would say of a dataset that has none."""
    yield Quad(dataset.iri, NamedNode(RDF + "type"), smv("Dataset"), dataset.graph)
    for member in dataset.members:
        yield Quad(dataset.iri, smv("member"), member, dataset.graph)
    for policy in dataset.policies:
        yield Quad(dataset.iri, smv("evaluatedAgainst"), policy, dataset.graph)

"""Validate a prepared store: the engine's results and the source checks, made readable."""

from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from samverkan.graphs import n_triples
from samverkan.namespaces import RDFS, SH, smv
from samverkan.sources.dataset import Dataset
from samverkan.validate.checks import source_checks
from samverkan.validate.engine import ENGINES
from samverkan.validate.raw_results import RawResult
from samverkan.validate.report import Report, Result, in_order
from samverkan.validate.shapes import Shape, ShapesGraph

_LABEL = NamedNode(RDFS + "label")
_ACCOUNTABLE = smv("accountable")


def validate(
    store: Store, dataset: Dataset, on: date, shapes: ShapesGraph, engine: str = "fast"
) -> Report:
    """
    Hold the store against the shapes that are active for the dataset.

    Args:
        store: prepared as of `on`: sources, derived triples, materialised default graph.
        dataset: whose sources the store holds; its policies decide which shapes are active.
        on: the evaluation date, for the report.
        shapes: the shapes to choose from.
        engine: `fast`, `reference` or `both`.

    Raises:
        EngineError: if the engine could not run.
        EnginesDifferError: if both ran and found different things.
    """
    active = shapes.for_policies(dataset.policies)
    raw = ENGINES[engine](n_triples(store), active.for_engine())
    raw.extend(source_checks(store, dataset))
    places = Places(store, dataset)
    return Report(
        dataset=dataset.iri.value,
        on=on,
        results=in_order([readable(result, active.shapes, places) for result in set(raw)]),
        shapes_checked=len(active.shapes),
    )


class Places:
    """Where things are described, and whom findings on them belong to."""

    def __init__(self, store: Store, dataset: Dataset) -> None:
        self._store = store
        self._publishers: Mapping[NamedNode, NamedNode | None] = {
            file.graph: file.publisher for file in dataset.files
        }

    def graph_of(self, focus: str) -> str | None:
        """The source graph that describes the focus node, if one does."""
        found = {
            quad.graph_name.value
            for quad in self._store.quads_for_pattern(NamedNode(focus), None, None)
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name in self._publishers
        }
        return min(found, default=None)

    def organization_of(self, focus: str) -> str | None:
        """Who answers for the focus node as of the evaluation date, else its graph's publisher."""
        node = NamedNode(focus)
        told = self._store.quads_for_pattern(node, _ACCOUNTABLE, None)
        accountable = {quad.object.value for quad in told if isinstance(quad.object, NamedNode)}
        if accountable:
            return min(accountable)
        graph = self.graph_of(focus)
        publisher = self._publishers.get(NamedNode(graph)) if graph else None
        return publisher.value if publisher else None

    def label_of(self, focus: str) -> str | None:
        """The thing's Swedish name, else any."""
        told = self._store.quads_for_pattern(NamedNode(focus), _LABEL, None)
        labels = [quad.object for quad in told if isinstance(quad.object, Literal)]
        labels.sort(key=lambda label: (label.language != "sv", label.value))
        return labels[0].value if labels else None


def readable(raw: RawResult, shapes: Mapping[str, Shape], places: Places) -> Result:
    """The result with what its shape says of it and where its focus node belongs."""
    shape = shapes[_iri(raw.shape)]
    is_node = raw.focus.startswith("<")
    focus = _iri(raw.focus)
    return Result(
        focus=focus,
        shape=shape.iri,
        severity=shape.severity,
        messages=shape.messages,
        requirements=shape.requirements,
        path=_iri(raw.path) if raw.path.startswith("<") else shape.path,
        value=raw.value or None,
        component=_iri(raw.component).removeprefix(SH) or None,
        graph=places.graph_of(focus) if is_node else None,
        organization=places.organization_of(focus) if is_node else None,
        label=places.label_of(focus) if is_node else None,
    )


def only_in(report: Report, graphs: Iterable[NamedNode]) -> Report:
    """The report's results on things that those graphs describe."""
    wanted = {graph.value for graph in graphs}
    results = tuple(result for result in report.results if result.graph in wanted)
    return Report(report.dataset, report.on, results, report.shapes_checked)


def _iri(term: str) -> str:
    return term[1:-1] if term.startswith("<") and term.endswith(">") else term

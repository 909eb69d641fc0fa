"""The shapes that come with the package, and what each says about itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from samverkan.assets import asset
from samverkan.errors import SamverkanError
from samverkan.namespaces import RDF, SH, SHAPES, smv
from samverkan.sources.reading import read

_DEFAULT = DefaultGraph()
_TYPE = NamedNode(RDF + "type")
_ENFORCES = smv("enforces")
_PROPERTY = NamedNode(SH + "property")
#: The ways in which a shape names its focus nodes, and the pattern that finds them.
_TARGETS = {
    "targetClass": "?focus a <{0}>",
    "targetSubjectsOf": "?focus <{0}> ?any",
    "targetObjectsOf": "?any <{0}> ?focus",
    "targetNode": "VALUES ?focus {{ <{0}> }}",
}


class NoShapesError(SamverkanError):
    """Validation without a single shape would pass everything."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: no shape found; nothing would be checked")
        self.folder = folder


@dataclass(frozen=True)
class Shape:
    """What a named shape says about itself, for people and for counting."""

    iri: str
    names: dict[str, str]
    messages: dict[str, str]
    severity: str
    requirements: tuple[str, ...]
    targets: tuple[str, ...]
    path: str | None
    stand_in: bool
    needs_internal: bool

    @property
    def code(self) -> str:
        """The short form used in reports: `GovernedApplication-systemOwner`."""
        return self.iri.removeprefix(SHAPES)


class ShapesGraph:
    """A set of shapes: the graph for the engine, and the named shapes in it."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._store = Store()
        self._store.bulk_extend(quads)
        self.shapes = {shape.iri: shape for shape in map(self._shape, self._named())}

    def for_policies(self, policies: Iterable[NamedNode]) -> "ShapesGraph":
        """The shapes without those that enforce nothing but requirements of other policies."""
        bases = tuple(policy.value.rsplit("/", 1)[0] + "/" for policy in policies)
        idle = [
            NamedNode(shape.iri)
            for shape in self.shapes.values()
            if shape.requirements and not any(r.startswith(bases) for r in shape.requirements)
        ]
        dropped = set(idle)
        return ShapesGraph(
            quad
            for quad in self._store
            if quad.subject not in dropped and quad.object not in dropped
        )

    def n_triples(self) -> str:
        """The graph as N-Triples, which both engines read alike."""
        return self.quads_as(RdfFormat.N_TRIPLES)

    def quads_as(self, form: RdfFormat) -> str:
        """The graph in that serialization."""
        return self._store.dump(format=form, from_graph=_DEFAULT).decode()

    def quads(self) -> list[Quad]:
        """The triples of the shapes graph."""
        return list(self._store)

    def _named(self) -> list[NamedNode]:
        found = {
            quad.subject
            for kind in ("NodeShape", "PropertyShape")
            for quad in self._store.quads_for_pattern(None, _TYPE, NamedNode(SH + kind))
        }
        named = [node for node in found if isinstance(node, NamedNode)]
        return sorted(named, key=lambda node: node.value)

    def _shape(self, node: NamedNode) -> Shape:
        return Shape(
            iri=node.value,
            names=self._texts(node, "name"),
            messages=self._texts(node, "message"),
            severity=self._severity(node),
            requirements=tuple(sorted(o.value for o in self._objects(node, _ENFORCES))),
            targets=tuple(self._targets(node)),
            path=next((str(o) for o in self._objects(node, NamedNode(SH + "path"))), None),
            stand_in=self._flag(node, "standIn"),
            needs_internal=self._flag(node, "needsInternal"),
        )

    def _severity(self, node: NamedNode) -> str:
        stated = next((o.value for o in self._objects(node, NamedNode(SH + "severity"))), None)
        return (stated or SH + "Violation").removeprefix(SH)

    def _targets(self, node: NamedNode) -> Iterable[str]:
        """SPARQL patterns for the focus nodes, the shape's own and those of its node shapes."""
        hosts = [q.subject for q in self._store.quads_for_pattern(None, _PROPERTY, node)]
        for host in [node, *hosts]:
            for name, pattern in _TARGETS.items():
                for target in self._objects(host, NamedNode(SH + name)):
                    yield pattern.format(target.value)

    def _flag(self, node: NamedNode, name: str) -> bool:
        return any(o.value == "true" for o in self._objects(node, smv(name)))

    def _texts(self, node: NamedNode, name: str) -> dict[str, str]:
        found = self._objects(node, NamedNode(SH + name))
        return {o.language or "en": o.value for o in found if isinstance(o, Literal)}

    def _objects(self, node: object, predicate: NamedNode) -> list[NamedNode | Literal]:
        quads = self._store.quads_for_pattern(node, predicate, None)  # type: ignore[arg-type]
        return [q.object for q in quads if isinstance(q.object, NamedNode | Literal)]


def shape_files(folder: Path) -> list[Path]:
    """The Turtle files of a shapes folder and its subfolders."""
    return sorted(folder.rglob("*.ttl"))


@cache
def shipped_shapes() -> ShapesGraph:
    """
    All shapes that come with the package; read once.

    Raises:
        NoShapesError: if there is none.
    """
    folder = asset("shapes")
    quads = [quad for file in shape_files(folder) for quad in read(file, blank_nodes=True)]
    graph = ShapesGraph(quads)
    if not graph.shapes:
        raise NoShapesError(folder)
    return graph

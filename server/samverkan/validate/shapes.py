"""The shapes that come with the package, and what each says about itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from samverkan.assets import asset
from samverkan.errors import SamverkanError
from samverkan.graphs import n_triples
from samverkan.namespaces import RDF, RDFS, SH, SHAPES, smv
from samverkan.sources.reading import read
from samverkan.validate.lint import lint

_TYPE = NamedNode(RDF + "type")
_ENFORCES = smv("enforces")
_PROPERTY = NamedNode(SH + "property")
_FOR_PEOPLE = {
    NamedNode(SH + "message"),
    NamedNode(SH + "name"),
    NamedNode(RDFS + "isDefinedBy"),
    NamedNode(RDFS + "comment"),
    NamedNode(RDFS + "label"),
    _ENFORCES,
}
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
    classes: tuple[str, ...]
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
        self._for_engine: str | None = None
        self._by_policies: dict[tuple[str, ...], ShapesGraph] = {}
        self.shapes = {shape.iri: shape for shape in map(self._shape, self._named())}

    def for_policies(self, policies: Iterable[NamedNode]) -> "ShapesGraph":
        """The shapes without those that enforce nothing but requirements of other policies."""
        key = tuple(sorted(policy.value for policy in policies))
        if key not in self._by_policies:
            self._by_policies[key] = self._without_idle(key)
        return self._by_policies[key]

    def _without_idle(self, policies: Iterable[str]) -> "ShapesGraph":
        bases = tuple(policy.rsplit("/", 1)[0] + "/" for policy in policies)
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

    def only(self, iris: Iterable[str]) -> "ShapesGraph":
        """Those shapes, with what carries their targets and what they refer to."""
        wanted: set[object] = set()
        waiting: list[object] = [NamedNode(iri) for iri in iris]
        kept: list[Quad] = []
        for node in list(waiting):
            for link in self._store.quads_for_pattern(None, _PROPERTY, node):  # type: ignore[arg-type]
                kept.append(link)
                kept += [
                    quad
                    for quad in self._store.quads_for_pattern(link.subject, None, None)
                    if quad.predicate != _PROPERTY
                ]
        while waiting:
            node = waiting.pop()
            if node in wanted or not isinstance(node, NamedNode | BlankNode):
                continue
            wanted.add(node)
            for quad in self._store.quads_for_pattern(node, None, None):
                kept.append(quad)
                waiting.append(quad.object)
        return ShapesGraph(kept)

    def for_engine(self) -> str:
        """What an engine needs of the graph, as N-Triples: not the texts, which are read here."""
        if self._for_engine is None:
            told = Store()
            told.bulk_extend(quad for quad in self._store if quad.predicate not in _FOR_PEOPLE)
            self._for_engine = n_triples(told)
        return self._for_engine

    def quads(self) -> list[Quad]:
        """The triples of the shapes graph."""
        return list(self._store)

    def told(self, node: object, name: str) -> list[NamedNode | BlankNode | Literal]:
        """The values of SHACL's property of that name on a node of the graph; lists unrolled."""
        found: list[NamedNode | BlankNode | Literal] = []
        for quad in self._store.quads_for_pattern(node, NamedNode(SH + name), None):  # type: ignore[arg-type]
            members = list(self._members(quad.object))
            found += members or [quad.object]  # type: ignore[list-item]
        return found

    def _members(self, node: object) -> Iterable[NamedNode | BlankNode | Literal]:
        while isinstance(node, NamedNode | BlankNode) and node.value != RDF + "nil":
            first = next(self._store.quads_for_pattern(node, NamedNode(RDF + "first"), None), None)
            if first is None:
                return
            yield first.object  # type: ignore[misc]
            rest = next(self._store.quads_for_pattern(node, NamedNode(RDF + "rest"), None))
            node = rest.object

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
            targets=tuple(sorted(self._targets(node))),
            classes=tuple(sorted(self._target_classes(node))),
            path=next((o.value for o in self._paths(node)), None),
            stand_in=self._flag(node, "standIn"),
            needs_internal=self._flag(node, "needsInternal"),
        )

    def _paths(self, node: NamedNode) -> list[NamedNode | Literal]:
        """The shape's path; of a node shape that compares two properties, the first of them."""
        inner = [i for _, i in self.comparisons(node)]
        return [path for n in (node, *inner) for path in self._objects(n, NamedNode(SH + "path"))]

    def comparisons(self, node: NamedNode) -> list[tuple[NamedNode, BlankNode]]:
        """What a node shape compares, if it does: the later property, and the earlier's shape."""
        inner = [i for way in self.told(node, "or") for i in self.told(way, "property")]
        return [
            (later, earlier)
            for earlier in inner
            for later in self.told(earlier, "lessThanOrEquals")
            if isinstance(later, NamedNode) and isinstance(earlier, BlankNode)
        ]

    def _severity(self, node: NamedNode) -> str:
        stated = next((o.value for o in self._objects(node, NamedNode(SH + "severity"))), None)
        return (stated or SH + "Violation").removeprefix(SH)

    def _targets(self, node: NamedNode) -> Iterable[str]:
        """SPARQL patterns for the focus nodes, the shape's own and those of its node shapes."""
        for host in self._hosts(node):
            for name, pattern in _TARGETS.items():
                for target in self._objects(host, NamedNode(SH + name)):
                    yield pattern.format(target.value)

    def _target_classes(self, node: NamedNode) -> Iterable[str]:
        for host in self._hosts(node):
            for target in self._objects(host, NamedNode(SH + "targetClass")):
                yield target.value

    def _hosts(self, node: NamedNode) -> list[object]:
        """The shape and the node shapes that have it as a property shape."""
        return [node, *(q.subject for q in self._store.quads_for_pattern(None, _PROPERTY, node))]

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


def read_shapes(folder: Path) -> ShapesGraph:
    """
    The shapes in the Turtle files of a folder, looked over before they are used.

    Raises:
        NoShapesError: if there is none.
        ShapesError: if some would not check what they seem to.
    """
    quads = [quad for file in shape_files(folder) for quad in read(file, blank_nodes=True)]
    graph = ShapesGraph(quads)
    if not graph.shapes:
        raise NoShapesError(folder)
    lint(quads, folder)
    return graph


@cache
def shipped_shapes() -> ShapesGraph:
    """
    All shapes that come with the package; read once.

    Raises:
        NoShapesError, ShapesError: as `read_shapes`.
    """
    return read_shapes(asset("shapes"))

"""A shapes graph as nodes and what leads from one to another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from samverkan.namespaces import RDF, RDFS, SH, SMV, shorten
from samverkan.validate import shacl_terms as terms

Node = NamedNode | BlankNode | Literal | Triple

_NIL = NamedNode(RDF + "nil")
_CLASSES = {NamedNode(RDFS + "Class"), NamedNode("http://www.w3.org/2002/07/owl#Class")}
_PARAMETER = SH + "parameter"
_KINDS = {NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape")}


class ShapeNodes:
    """The nodes of a shapes graph, by what they say and by what leads to them."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = list(quads)
        self._told: dict[Node, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self._from: dict[Node, list[Node]] = defaultdict(list)
        for quad in self.quads:
            self._told[quad.subject][quad.predicate.value].append(quad.object)
            self._from[quad.object].append(quad.subject)
        self.described = frozenset(self._told)
        self._parameters = {
            node for told in self._told.values() for node in told.get(_PARAMETER, ())
        }
        own = (path for node in self._parameters for path in self.objects(node, "path"))
        self._asking = {SH + name: name for name in terms.CONSTRAINTS} | {
            path.value: shorten(path.value) for path in own if isinstance(path, NamedNode)
        }

    @cached_property
    def shapes(self) -> list[Node]:
        """All that is said to be a shape, used as one, or asks something as one does."""
        found = {
            node
            for node, told in self._told.items()
            if _KINDS & set(told.get(RDF + "type", ())) or self.constraints(node)
        } - self._parameters
        used = {
            other for node in found for _, other in self.references(node) if other in self.described
        }
        return sorted(found | used, key=str)

    @cached_property
    def properties(self) -> set[Node]:
        """The objects of sh:property."""
        return {other for node in self.shapes for other in self.objects(node, "property")}

    @cached_property
    def reporting(self) -> list[Node]:
        """The shapes that results can name: those with a target, and their property shapes."""
        starts = (n for n in self.shapes if self.has_target(n) or self.is_checked_by_us(n))
        found = self._closure(starts, ("property",))
        return sorted((node for node in found if not self.is_off(node)), key=str)

    @cached_property
    def reached(self) -> set[Node]:
        """The shapes that some focus node comes to."""
        starts = (n for n in self.shapes if self.has_target(n) or self.is_checked_by_us(n))
        return self._closure(starts, (*terms.TO_SHAPE, *terms.TO_SHAPES))

    def objects(self, node: Node, name: str) -> list[Node]:
        """The values of SHACL's property of that name."""
        return self._told.get(node, {}).get(SH + name, [])

    def references(self, node: Node) -> Iterator[tuple[str, Node]]:
        """The shapes to which the shape refers, each with the property that does it."""
        for name in terms.TO_SHAPE:
            for other in self.objects(node, name):
                yield name, other
        for name in terms.TO_SHAPES:
            for start in self.objects(node, name):
                for other in self._members(start):
                    yield name, other

    def constraints(self, node: Node) -> set[str]:
        """The names of the constraints that the shape has, components of its own among them."""
        told = self._told.get(node, {})
        return {self._asking[predicate] for predicate in told if predicate in self._asking}

    def has_target(self, node: Node) -> bool:
        """Whether the shape names focus nodes: by a target, or by being a class."""
        kinds = set(self._told.get(node, {}).get(RDF + "type", ()))
        return bool(
            any(self.objects(node, name) for name in terms.TARGETS)
            or (kinds & _KINDS and kinds & _CLASSES)
        )

    def is_a(self, node: Node, name: str) -> bool:
        """Whether the node is said to be of that class of SHACL."""
        return NamedNode(SH + name) in self._told.get(node, {}).get(RDF + "type", ())

    def is_off(self, node: Node) -> bool:
        """Whether the shape is deactivated."""
        return any(getattr(o, "value", "") == "true" for o in self.objects(node, "deactivated"))

    def is_checked_by_us(self, node: Node) -> bool:
        """Whether something else than an engine checks what the shape says."""
        return bool(self._told.get(node, {}).get(SMV + "checkedBy"))

    def is_top(self, node: Node) -> bool:
        """Whether the shape has a name of its own, or nobody refers to it."""
        return isinstance(node, NamedNode) or not self._from.get(node)

    def is_path(self, node: Node) -> bool:
        """Whether the node is a list of steps, or a step of SHACL, and so on down."""
        if isinstance(node, NamedNode):
            return node != _NIL
        steps = [step for name in terms.STEPS for step in self.objects(node, name)]
        if not steps:
            steps = list(self._members(node))
        elif not self.objects(node, "alternativePath"):
            return len(steps) == 1 and self.is_path(steps[0])
        else:
            steps = [other for start in steps for other in self._members(start)]
        return bool(steps) and all(self.is_path(step) for step in steps)

    def shown(self, node: Node) -> str:
        """The node's short name; of a blank node, where it stands."""
        if isinstance(node, NamedNode):
            return shorten(node.value)
        seen = {node}
        waiting = [node]
        while waiting:
            for above in self._from.get(waiting.pop(0), ()):
                if isinstance(above, NamedNode):
                    return f"within {shorten(above.value)}"
                if above not in seen:
                    seen.add(above)
                    waiting.append(above)
        return "a blank node" if isinstance(node, BlankNode) else str(node)

    def _members(self, node: Node) -> Iterator[Node]:
        seen: set[Node] = set()
        while node != _NIL and node not in seen:
            seen.add(node)
            told = self._told.get(node, {})
            yield from told.get(RDF + "first", ())
            node = next(iter(told.get(RDF + "rest", ())), _NIL)

    def _closure(self, starts: Iterable[Node], names: tuple[str, ...]) -> set[Node]:
        found: set[Node] = set()
        waiting = list(starts)
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += [other for name, other in self.references(node) if name in names]
        return found

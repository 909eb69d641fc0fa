"""What the well-formedness shapes say of properties: whose they are, and what values they take."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from samverkan.assets import asset
from samverkan.namespaces import CODE, RDF, RDFS, SH, SHAPES
from samverkan.sources.reading import read
from samverkan.sources.shared import shared_quads
from samverkan.validate.shapes import NoShapesError, shape_files

Node = NamedNode | BlankNode


@dataclass
class Form:
    """The values that one property takes."""

    names: dict[str, str] = field(default_factory=dict)
    datatype: str | None = None
    code_list: str | None = None
    codes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    single: bool = False


@dataclass
class Forms:
    """The form of every property, the properties of every class, and how many it takes there."""

    forms: dict[str, Form] = field(default_factory=dict)
    properties: dict[str, list[str]] = field(default_factory=dict)
    required: set[tuple[str, str]] = field(default_factory=set)
    single: set[tuple[str, str]] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    ancestors: dict[str, set[str]] = field(default_factory=dict)

    def lineage(self, cls: str) -> list[str]:
        """The class and everything above it."""
        return [cls, *sorted(self.ancestors.get(cls, set()) - {cls})]


def read_forms() -> Forms:
    """
    Read the shapes of `shapes/wellformed` and the class hierarchy of the vocabulary.

    Raises:
        NoShapesError: if there is none.
    """
    folder = asset("shapes") / "wellformed"
    quads = [quad for file in shape_files(folder) for quad in read(file, blank_nodes=True)]
    if not quads:
        raise NoShapesError(folder)
    reader = _Reader(quads)
    return reader.forms()


class _Reader:
    def __init__(self, quads: list[Quad]) -> None:
        self._store = Store()
        self._store.bulk_extend(quads)
        kind = NamedNode(RDF + "type")
        wanted = {NamedNode(SH + "PropertyShape"), NamedNode(SH + "NodeShape")}
        self._shapes = [
            q.subject
            for q in quads
            if q.predicate == kind and q.object in wanted and isinstance(q.subject, NamedNode)
        ]

    def forms(self) -> Forms:
        found = Forms(ancestors=_ancestors())
        for shape in self._shapes:
            name = shape.value.removeprefix(SHAPES)
            path = self._one(shape, "path")
            if name.startswith("Value-") and path is not None:
                found.forms[path] = self._form(shape)
            elif name == "Label-swedish":
                found.named.update(self._all(shape, "targetClass"))
            elif name.startswith(("Required-", "Single-")) and path is not None:
                for cls in self._all(shape, "targetClass"):
                    if self._one(shape, "minCount"):
                        found.required.add((cls, path))
                    if self._one(shape, "maxCount") == "1":
                        found.single.add((cls, path))
        order = {path: number for number, path in enumerate(found.forms)}
        for shape in self._shapes:
            if not shape.value.startswith(SHAPES + "Subject-"):
                continue
            for cls in self._classes(shape):
                mine = found.properties.setdefault(cls, [])
                mine += [p for p in self._all(shape, "targetSubjectsOf") if p in found.forms]
                mine.sort(key=order.__getitem__)
        return found

    def _form(self, shape: NamedNode) -> Form:
        listed = [
            value
            for node in self._objects(shape, "node")
            for value in self._deep(node, SH + "hasValue")
            if value.startswith(CODE)
        ]
        choices = [c for o in self._objects(shape, "or") for c in self._items(o)]
        codes = [
            item.value
            for choice in choices
            for member in self._objects(choice, "in")
            for item in self._items(member)
        ]
        return Form(
            names={
                o.language: o.value
                for o in self._objects(shape, "name")
                if isinstance(o, Literal) and o.language
            },
            datatype=self._one(shape, "datatype"),
            code_list=listed[0] if listed else None,
            codes=tuple(codes),
            classes=tuple(self._classes(shape)),
            single=self._one(shape, "maxCount") == "1",
        )

    def _classes(self, shape: Node) -> list[str]:
        chosen = [c for o in self._objects(shape, "or") for c in self._items(o)]
        return [cls for node in (shape, *chosen) for cls in self._all(node, "class")]

    def _objects(self, subject: object, name: str) -> list[NamedNode | BlankNode | Literal]:
        pattern = self._store.quads_for_pattern(subject, NamedNode(SH + name), None)  # type: ignore[arg-type]
        return [q.object for q in pattern if isinstance(q.object, NamedNode | BlankNode | Literal)]

    def _all(self, subject: Node, name: str) -> list[str]:
        return sorted(o.value for o in self._objects(subject, name))

    def _one(self, subject: Node, name: str) -> str | None:
        return next(iter(self._all(subject, name)), None)

    def _items(self, head: object) -> Iterator[NamedNode]:
        """The members of an RDF list."""
        while isinstance(head, BlankNode):
            for quad in self._store.quads_for_pattern(head, NamedNode(RDF + "first"), None):
                yield quad.object  # type: ignore[misc]
            rest = self._store.quads_for_pattern(head, NamedNode(RDF + "rest"), None)
            head = next((quad.object for quad in rest), None)

    def _deep(self, node: object, predicate: str) -> Iterator[str]:
        """The values of the predicate at the node and at the blank nodes below it."""
        for quad in self._store.quads_for_pattern(node, None, None):  # type: ignore[arg-type]
            if quad.predicate.value == predicate and isinstance(quad.object, NamedNode):
                yield quad.object.value
            elif isinstance(quad.object, BlankNode):
                yield from self._deep(quad.object, predicate)


def _ancestors() -> dict[str, set[str]]:
    above: dict[str, set[str]] = {}
    for quad in shared_quads():
        subject, parent = quad.subject, quad.object
        if quad.predicate.value != RDFS + "subClassOf" or not isinstance(parent, NamedNode):
            continue
        if isinstance(subject, NamedNode):
            above.setdefault(subject.value, set()).add(parent.value)
    changed = True
    while changed:
        changed = False
        for parents in above.values():
            more = {g for parent in parents for g in above.get(parent, ())} - parents
            changed = changed or bool(more)
            parents |= more
    return above

"""Look over shapes before they are used, so that none passes everything by asking nothing."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from samverkan.errors import SamverkanError
from samverkan.namespaces import CODE, POLICIES, SH, SMV, THINGS, XSD, shorten
from samverkan.sources.shared import shared_quads
from samverkan.validate import shacl_terms as terms
from samverkan.validate.shape_nodes import Node, ShapeNodes

_OURS = (SMV, CODE, POLICIES, THINGS + "reference/")
_SEVERITIES = {SH + name for name in ("Violation", "Warning", "Info")}
#: What engines read each in its own way: Unicode classes, and groups that are not plain.
_PATTERN = re.compile(r"\\[pP]\{|\(\?")


class ShapeProblem(NamedTuple):
    """What is wrong with one shape, and what to do about it."""

    shape: str
    why: str


class ShapesError(SamverkanError):
    """Shapes that engines would take, and that would not check what they seem to."""

    def __init__(self, where: object, problems: list[ShapeProblem]) -> None:
        told = "\n".join(f"  {shape}: {why}" for shape, why in problems)
        super().__init__(f"{where}: the shapes would not check what they seem to:\n{told}")
        self.problems = problems


def lint(quads: Iterable[Quad], where: object) -> None:
    """
    Refuse shapes that are wrong in a way that no engine reports.

    Args:
        quads: the shapes graph.
        where: where it comes from, for the message.

    Raises:
        ShapesError: listing each problem with the shape that has it.
    """
    found = problems(quads)
    if found:
        raise ShapesError(where, found)


def problems(quads: Iterable[Quad]) -> list[ShapeProblem]:
    """All that is wrong with the shapes, by shape."""
    graph = ShapeNodes(quads)
    found = {
        ShapeProblem(graph.shown(node), why)
        for check in (_terms, _paths, _references, _values, _reach, _texts)
        for node, why in check(graph)
    }
    if not graph.shapes:
        found.add(ShapeProblem("no shape", "nothing would be checked; name a file with shapes"))
    return sorted(found)


Found = Iterator[tuple[Node, str]]


def _terms(graph: ShapeNodes) -> Found:
    """Terms that neither SHACL nor our vocabulary has."""
    for quad in graph.quads:
        for term, known in (
            (quad.predicate, terms.PROPERTIES),
            (quad.object, terms.PROPERTIES | terms.NAMES),
        ):
            if not isinstance(term, NamedNode):
                continue
            name = term.value.removeprefix(SH)
            if name != term.value and name in terms.PASSED_OVER:
                yield quad.subject, f"sh:{name} does nothing here; say it with SHACL Core"
            elif name in terms.NAMES and term == quad.predicate:
                yield quad.subject, f"sh:{name} is no property; correct it, or remove it"
            elif name != term.value and name and name not in known:
                yield quad.subject, f"sh:{name} is no term of SHACL{_meant('sh:', name, known)}"
            elif term.value.startswith(_OURS) and term.value not in _described():
                told = f"{shorten(term.value)} is not declared{_meant_of_ours(term.value)}"
                yield quad.subject, told


def _paths(graph: ShapeNodes) -> Found:
    """Property shapes without one path that leads somewhere, and node shapes with one."""
    for node in graph.shapes:
        paths = graph.objects(node, "path")
        if graph.is_a(node, "PropertyShape") or node in graph.properties:
            if len(paths) != 1:
                yield node, f"a property shape with {len(paths)} sh:path; give it exactly one"
        elif graph.is_a(node, "NodeShape") and paths:
            yield node, "a node shape with sh:path; make it a sh:PropertyShape"
        for path in paths:
            if not isinstance(path, NamedNode) and not graph.is_path(path):
                yield node, "its sh:path leads nowhere; name a property or a path of SHACL"


def _references(graph: ShapeNodes) -> Found:
    """References to shapes that are not there, and targets of something else."""
    for node in graph.shapes:
        for name, other in graph.references(node):
            if other not in graph.described:
                told = graph.shown(other)
                yield node, f"sh:{name} names {told}, which is not there; add it, or correct it"
        for name in terms.TARGETS:
            if name != "targetNode" and not all(
                isinstance(target, NamedNode) for target in graph.objects(node, name)
            ):
                yield node, f"sh:{name} takes an IRI; write one"


def _values(graph: ShapeNodes) -> Found:
    """Datatypes that there are not, and patterns that engines read differently."""
    for node in graph.shapes:
        for kind in graph.objects(node, "datatype"):
            name = getattr(kind, "value", "")
            if name.startswith(XSD) and name.removeprefix(XSD) not in terms.DATATYPES:
                near = _meant("xsd:", name.removeprefix(XSD), terms.DATATYPES)
                yield node, f"{shorten(name)} is no datatype{near}"
            elif name.removeprefix(XSD) in terms.ANY_FORM and not graph.objects(node, "pattern"):
                told = "is not looked into by the fast engine; say its form with sh:pattern too"
                yield node, f"{shorten(name)} {told}"
        for pattern in graph.objects(node, "pattern"):
            if _PATTERN.search(getattr(pattern, "value", "")):
                yield node, "its sh:pattern is read differently by engines; do without \\p and (?"


def _reach(graph: ShapeNodes) -> Found:
    """Shapes that no focus node comes to, and targets that nothing is asked of."""
    for node in graph.shapes:
        if graph.is_off(node):
            continue
        asked = graph.constraints(node)
        if graph.has_target(node) and not asked:
            yield node, "it has a target and asks nothing; add a constraint, or remove it"
        elif asked and node not in graph.reached and graph.is_top(node):
            yield node, "no target and no shape leads to it; add sh:targetClass, or refer to it"


def _texts(graph: ShapeNodes) -> Found:
    """What a result needs of its shape: an IRI, a name, a message, a severity."""
    for node in graph.reporting:
        if not (graph.constraints(node) - {"property"}) and not graph.is_checked_by_us(node):
            continue
        if not isinstance(node, NamedNode):
            yield node, "a blank node gives results that nobody can look up; give it an IRI"
            continue
        for name in ("name", "message", "severity"):
            if not graph.objects(node, name):
                yield node, f"it has no sh:{name}; add one, for results to be understood"
        for severity in graph.objects(node, "severity"):
            if getattr(severity, "value", "") not in _SEVERITIES:
                yield node, "its severity is none of sh:Violation, sh:Warning and sh:Info"


@cache
def _described() -> frozenset[str]:
    """Our terms that the vocabulary, a policy or the reference data describe."""
    subjects = (quad.subject for quad in shared_quads())
    return frozenset(node.value for node in subjects if isinstance(node, NamedNode))


def _meant(prefix: str, name: str, known: Iterable[str]) -> str:
    """What was probably meant, as the end of a sentence."""
    by_lower = {other.lower(): other for other in known}
    near = get_close_matches(name.lower(), by_lower, 1)
    return f"; did you mean {prefix}{by_lower[near[0]]}?" if near else "; correct it, or remove it"


def _meant_of_ours(iri: str) -> str:
    base = max((base for base in _OURS if iri.startswith(base)), key=len)
    others = {
        other.removeprefix(base)
        for other in _described()
        if other.startswith(base) and "/" not in other.removeprefix(base)
    }
    return _meant(shorten(base), iri.removeprefix(base), others)

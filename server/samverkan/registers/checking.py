"""Hold a register against the rules, and name the cell of every finding."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from samverkan.namespaces import DATASETS, SHAPES
from samverkan.registers.importing import Register
from samverkan.registers.problems import Grade, Problem, errors
from samverkan.registers.scheme import LABEL
from samverkan.sources.dataset import Access, Dataset, SourceFile
from samverkan.sources.shared import bound_municipalities, policies
from samverkan.store.view import View, open_view
from samverkan.validate.report import Place, Report, Result, in_order
from samverkan.validate.run import only_in

#: How grave a problem of reading is as a result.
SEVERITY = {Grade.ERROR: "Violation", Grade.NOTICE: "Info"}


@dataclass(frozen=True)
class HeldFile(SourceFile):
    """A source that has been read already."""

    held: tuple[Quad, ...] = ()

    def quads(self) -> list[Quad]:
        """What was read."""
        return list(self.held)


def dataset_of(register: Register, within: Dataset | None = None) -> Dataset:
    """
    The register as a dataset of its own, or in its place in another dataset.

    Args:
        register: what was read.
        within: a dataset whose other sources the register points at; the register's graphs
            take the place of those that the dataset has by the same name.
    """
    sources = _files(register)
    if within is not None:
        graphs = {source.graph for source in sources}
        others = tuple(file for file in within.files if file.graph not in graphs)
        return replace(within, files=others + sources)
    name = re.sub(r"[^a-z0-9]+", "-", register.path.stem.lower()).strip("-") or "register"
    mentioned = {quad.object for source in sources for quad in source.quads()}
    members = {node for node in mentioned & bound_municipalities() if isinstance(node, NamedNode)}
    if register.publisher is not None:
        members.add(register.publisher)
    return Dataset(
        iri=NamedNode(f"{DATASETS}{name}"),
        name=name,
        labels={"sv": register.path.name, "en": register.path.name},
        files=sources,
        members=tuple(sorted(members, key=lambda node: node.value)),
        policies=policies(),
        evaluation_date=None,
        fictional=False,
        description=(),
    )


def register_view(
    register: Register,
    on: date | None = None,
    access: Access = Access.INTERNAL,
    within: Dataset | None = None,
) -> View:
    """
    The register as a view, by itself or in its place in a dataset.

    Args:
        register: what was read.
        on: the evaluation date; None for the dataset's own, or today.
        access: whether the internal graph is looked at.
        within: the dataset that the register is a part of.
    """
    return open_view(dataset_of(register, within), on, access)


def register_report(register: Register, view: View) -> Report:
    """
    The findings on the register in its view, and the problems of reading it, with their cells.

    What is missed in a cell that could not be read is not said again: something stands there.

    Args:
        register: read with `strict=False`, so that its problems are reported here.
        view: of the register.
    """
    report = only_in(view.report, graphs_of(register))
    unread = {problem.place for problem in errors(register.problems)}
    found = []
    for result in report.results:
        place = place_of(register, result)
        if result.value is not None or place not in unread:
            label = result.label or key_of(result.focus)
            found.append(replace(result, place=place, label=label))
    names = _names(register)
    found += [_result(register, problem, names) for problem in register.problems]
    return replace(report, results=in_order(found))


def key_of(thing: str) -> str:
    """What a thing without a name goes by in its register."""
    return thing.rsplit("/", 1)[-1]


def graphs_of(register: Register) -> list[NamedNode]:
    """The graphs that the register fills."""
    return [register.public_graph, register.internal_graph]


def place_of(register: Register, result: Result) -> Place:
    """The cell that a finding is about, else the register."""
    found = register.places.of(result.focus, _iri(result.path), result.value)
    return result.place or found or Place(str(register.path))


def _iri(path: str | None) -> str | None:
    return path[1:-1] if path and path.startswith("<") and path.endswith(">") else path


def _files(register: Register) -> tuple[SourceFile, ...]:
    parts = (
        (register.public_graph, register.public_quads, Access.PUBLIC),
        (register.internal_graph, register.internal_quads, Access.INTERNAL),
    )
    base = register.public_graph.value.replace("/graph/", "/id/", 1)
    return tuple(
        HeldFile(
            path=register.path,
            graph=graph,
            id_bases=(f"{base}/" if access is Access.PUBLIC else f"{base}-internal/",),
            publisher=register.publisher,
            access=access,
            held=tuple(quads),
        )
        for graph, quads, access in parts
        if quads or access is Access.PUBLIC
    )


def _names(register: Register) -> dict[str, str]:
    """The Swedish names of the register's things."""
    return {
        quad.subject.value: quad.object.value
        for quad in register.public_quads + register.internal_quads
        if quad.predicate.value == LABEL
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
        and quad.object.language == "sv"
    }


def _label(register: Register, problem: Problem, names: Mapping[str, str]) -> str:
    if problem.focus is None:
        return register.path.name
    return names.get(problem.focus) or key_of(problem.focus)


def _result(register: Register, problem: Problem, names: Mapping[str, str]) -> Result:
    return Result(
        focus=problem.focus or register.public_graph.value,
        shape=SHAPES + problem.code,
        severity=SEVERITY[problem.grade],
        messages=problem.texts,
        path=problem.path,
        value=str(Literal(problem.found)) if problem.found is not None else None,
        graph=register.public_graph.value,
        organization=register.publisher.value if register.publisher else None,
        label=_label(register, problem, names),
        place=problem.place,
    )

"""Count conformance: per requirement and organisation, how many checked, how many failed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from samverkan.graphs import select
from samverkan.namespaces import CODE, RDFS, SMV
from samverkan.sources.dataset import Access, Dataset
from samverkan.validate.report import Report
from samverkan.validate.run import Places
from samverkan.validate.shapes import Shape, ShapesGraph


@dataclass(frozen=True)
class Conformance:
    """
    How one organisation stands to one requirement.

    `checked`, `failed` and `waived` (fails, but somebody has decided to live with it, in all
    that it fails) count focus nodes; `not_assessed` counts shapes that read classes
    which the organisation keeps in internal graphs that this view does not hold.
    """

    requirement: str
    organization: str
    checked: int
    failed: int
    waived: int
    not_assessed: int
    status: str


def conformance(
    store: Store, dataset: Dataset, access: Access, shapes: ShapesGraph, report: Report
) -> list[Conformance]:
    """
    The counts for every requirement of the dataset's policies and every member.

    Status: `notMet` if anything failed that is not waived; else `notAssessed` if a rule could
    not see its data; else `waived` if anything failed, all of it waived; else `met` if anything
    was checked; else `seeQuery` where a stored query answers it, `notApplicable` where a shape
    found no target, `notChecked` where nothing can compute it.
    """
    active = shapes.for_policies(dataset.policies)
    members = [member.value for member in dataset.members]
    places = Places(store, dataset)
    owner: dict[str, str | None] = {}
    checked: dict[tuple[str, str], set[str]] = defaultdict(set)
    hidden: dict[tuple[str, str], int] = defaultdict(int)
    withheld = _withheld(store, dataset, access)
    for shape in active.shapes.values():
        if not shape.requirements:
            continue
        for focus in _focus_nodes(store, shape.targets):
            if focus not in owner:
                owner[focus] = places.organization_of(focus)
            for requirement in shape.requirements:
                checked[requirement, owner[focus] or ""].add(focus)
        for member in {publisher for publisher, kept in withheld if _reads(shape, kept)}:
            for requirement in shape.requirements:
                hidden[requirement, member] += 1
    failed: dict[tuple[str, str], set[str]] = defaultdict(set)
    waived: dict[tuple[str, str], set[str]] = defaultdict(set)
    for result in report.results:
        for requirement in result.requirements:
            found = failed if result.stands else waived
            found[requirement, result.organization or ""].add(result.focus)
    counts = []
    for requirement, kinds in sorted(_requirements(store, dataset).items()):
        for member in members:
            key = requirement, member
            excused = waived[key] - failed[key]
            counts.append(
                Conformance(
                    requirement=requirement,
                    organization=member,
                    checked=len(checked[key]),
                    failed=len(failed[key]),
                    waived=len(excused),
                    not_assessed=hidden[key],
                    status=_status(
                        len(checked[key]), len(failed[key]), len(excused), hidden[key], kinds
                    ),
                )
            )
    return counts


def _status(checked: int, failed: int, waived: int, hidden: int, kinds: Iterable[str]) -> str:
    if failed:
        return "notMet"
    if hidden:
        return "notAssessed"
    if waived:
        return "waived"
    if checked:
        return "met"
    if "shape" in kinds:
        return "notApplicable"
    return "seeQuery" if "query" in kinds else "notChecked"


def _focus_nodes(store: Store, targets: Iterable[str]) -> set[str]:
    return {
        row["focus"].value
        for target in targets
        for row in select(store, f"SELECT DISTINCT ?focus WHERE {{ {target} }}")
    }


def _withheld(
    store: Store, dataset: Dataset, access: Access
) -> list[tuple[str, frozenset[str] | None]]:
    """
    Who keeps what from a public view.

    For each internal file its publisher and the classes that it describes, with their
    subclasses; None instead of classes where the file does not state them.
    """
    if access is Access.INTERNAL:
        return []
    return [
        (file.publisher.value, _with_subclasses(store, file.describes))
        for file in dataset.files
        if file.access is Access.INTERNAL and file.publisher is not None
    ]


def _with_subclasses(store: Store, classes: frozenset[str]) -> frozenset[str] | None:
    if not classes:
        return None
    of = " ".join(str(NamedNode(name)) for name in sorted(classes))
    path = f"<{RDFS}subClassOf>*"
    rows = select(store, f"SELECT ?class WHERE {{ VALUES ?of {{ {of} }} ?class {path} ?of }}")
    return classes | {row["class"].value for row in rows if isinstance(row["class"], NamedNode)}


def _reads(shape: Shape, kept: frozenset[str] | None) -> bool:
    """Whether the shape looks at what is kept in such a file, or may, where that is not known."""
    return shape.needs_internal if kept is None else not kept.isdisjoint(shape.classes)


def _requirements(store: Store, dataset: Dataset) -> Mapping[str, set[str]]:
    """The requirements of the dataset's policies, with the kinds of check that each has."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for policy in dataset.policies:
        rows = select(
            store,
            f"SELECT ?requirement ?kind WHERE {{ ?requirement <{SMV}requirementOf> "
            f"{NamedNode(policy.value)} ; <{SMV}howChecked> ?kind }}",
        )
        for row in rows:
            kinds[row["requirement"].value].add(row["kind"].value.removeprefix(CODE + "checkKind-"))
    return kinds

"""Each requirement of a policy, what checks it, and how a dataset stands to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from samverkan.graphs import select
from samverkan.namespaces import CODE, SMV
from samverkan.query.header import StoredQuery
from samverkan.query.library import Library
from samverkan.validate.conformance import Conformance
from samverkan.validate.report import requirement_order, short_requirement
from samverkan.validate.shapes import Shape, ShapesGraph


@dataclass
class Requirement:
    """A requirement with the shapes and queries behind it."""

    iri: str
    sections: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    modality: str = ""
    paraphrase: dict[str, str] = field(default_factory=dict)
    reading: dict[str, str] = field(default_factory=dict)
    not_checked: dict[str, str] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    queries: list[StoredQuery] = field(default_factory=list)

    @property
    def short(self) -> str:
        """`R-3.9`."""
        return short_requirement(self.iri)


def requirements(
    store: Store, policies: Iterable[NamedNode], shapes: ShapesGraph, library: Library
) -> list[Requirement]:
    """The requirements of the policies in the store, in their order, with what checks each."""
    found: dict[str, Requirement] = {}
    for policy in policies:
        rows = select(
            store,
            f"SELECT ?requirement ?p ?o WHERE {{ ?requirement <{SMV}requirementOf> {policy} ; "
            "?p ?o }",
        )
        for row in rows:
            iri = row["requirement"].value
            _tell(found.setdefault(iri, Requirement(iri)), row["p"].value, row["o"])
    for requirement in found.values():
        requirement.sections.sort()
        requirement.pages.sort(key=lambda page: (not page.isdigit(), page.zfill(3)))
        requirement.checks.sort()
        requirement.queries = library.answering(requirement.iri)
        requirement.shapes = sorted(
            (s for s in shapes.shapes.values() if requirement.iri in s.requirements),
            key=lambda shape: shape.code,
        )
    return sorted(found.values(), key=lambda r: requirement_order(r.short))


def standing(counts: Iterable[Conformance]) -> dict[str, dict[str, int]]:
    """Per requirement, how many members have each conformance status."""
    tally: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for count in counts:
        tally[count.requirement][count.status] += 1
    return tally


#: From the worst: what a requirement's status is when its members differ.
_WORST_FIRST = (
    *("notMet", "notAssessed", "waived"),
    *("met", "notApplicable", "seeQuery", "notChecked"),
)


def overall(tally: dict[str, int]) -> str:
    """The status of a requirement over all members: the worst of theirs."""
    return next((status for status in _WORST_FIRST if tally.get(status)), "notApplicable")


def _tell(requirement: Requirement, predicate: str, value: object) -> None:
    name = predicate.removeprefix(SMV)
    if isinstance(value, Literal):
        texts = {
            "paraphrase": requirement.paraphrase,
            "reading": requirement.reading,
            "notChecked": requirement.not_checked,
        }
        if name in texts:
            texts[name][value.language or "en"] = value.value
        elif name == "section":
            requirement.sections.append(value.value)
        elif name == "page":
            requirement.pages.append(value.value)
    elif isinstance(value, NamedNode):
        if name == "modality":
            requirement.modality = value.value.removeprefix(CODE + "modality-")
        elif name == "howChecked":
            requirement.checks.append(value.value.removeprefix(CODE + "checkKind-"))

"""A validated dataset, ready to be told of in any format."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode

from samverkan.coverage import Requirement, requirements
from samverkan.query.library import shipped_library
from samverkan.store.view import View
from samverkan.validate.baseline import Known
from samverkan.validate.conformance import Conformance
from samverkan.validate.gate import failing
from samverkan.validate.placing import placed, shown_from
from samverkan.validate.report import Report, Result
from samverkan.validate.shapes import Shape
from samverkan.validate.wording import Wording

LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Finding:
    """A result with what was found, what was expected and where the policy asks for it."""

    result: Result
    found: Mapping[str, str]
    expected: Mapping[str, str]
    requirements: Sequence[Requirement] = ()

    @property
    def state(self) -> str:
        """`new`, `known` from a baseline, or `waived`."""
        if not self.result.stands:
            return "waived"
        return "known" if self.result.known else "new"

    def cited(self, language: str) -> list[str]:
        """`R-3.9 p. 8` for each requirement; `R-3.9` where no page is known."""
        page = "s." if language == "sv" else "p."
        pages = {r.short: ", ".join(r.pages) for r in self.requirements}
        return [
            f"{short} {page} {pages[short]}" if pages.get(short) else short
            for short in self.result.requirement_ids
        ]


@dataclass
class Checked:
    """
    A dataset, or a part of it, that has been held against the rules.

    `name` is what the user called it; `fixed` is what a baseline or an earlier version knew
    and is not found any more; `graphs` are the parts that were asked about (None: all).
    """

    name: str
    view: View
    report: Report
    graphs: Collection[str] | None = None
    fixed: Sequence[Known] = field(default_factory=list)
    fail_on: str = "warning"

    @cached_property
    def findings(self) -> list[Finding]:
        """The results in the report's order, each with its wording."""
        wording = Wording(self.view.store, self.view.shapes)
        told = {requirement.iri: requirement for requirement in self.requirements}
        return [
            Finding(
                result,
                _texts(wording.found, result),
                _texts(wording.expected, result),
                [told[iri] for iri in result.requirements if iri in told],
            )
            for result in self.report.results
        ]

    @cached_property
    def failing(self) -> list[Result]:
        """The results that the gate counts."""
        return failing(self.report.results, self.fail_on)

    @cached_property
    def requirements(self) -> list[Requirement]:
        """The requirements that the dataset is held against, with their pages and shapes."""
        dataset = self.view.dataset
        policies: Sequence[NamedNode] = dataset.policies if dataset else ()
        return requirements(self.view.store, policies, self.view.shapes, shipped_library())

    @cached_property
    def conformance(self) -> list[Conformance]:
        """Per requirement and member, how many were checked, failed and waived."""
        return self.view.conformance

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """The shapes that were active, by IRI, without those that only carry a target."""
        dataset = self.view.dataset
        policies: Sequence[NamedNode] = dataset.policies if dataset else ()
        active = self.view.shapes.for_policies(policies).shapes
        return {iri: shape for iri, shape in active.items() if shape.messages}

    @cached_property
    def members(self) -> dict[str, dict[str, str]]:
        """The names of the members, by IRI."""
        wording = Wording(self.view.store, self.view.shapes)
        dataset = self.view.dataset
        return {
            member.value: {
                language: wording.labels.of(member.value, language) or member.value
                for language in LANGUAGES
            }
            for member in (dataset.members if dataset else ())
        }

    def with_places(self, folder: Path) -> "Checked":
        """The same with a place on each result, written as seen from the folder."""
        assert self.view.dataset is not None
        return replace(self, report=placed(self.report, self.view.dataset, shown_from(folder)))


def _texts(tell: object, result: Result) -> dict[str, str]:
    assert callable(tell)
    told = {language: tell(result, language) for language in LANGUAGES}
    return {language: text for language, text in told.items() if text}

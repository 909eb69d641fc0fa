"""What is evaluated: a dataset on a day."""

from dataclasses import dataclass
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from samverkan.errors import SamverkanError
from samverkan.namespaces import XSD, shorten, smv

#: The one node that rules, shapes and queries read the evaluation date from.
EVALUATION = smv("evaluation")


class NoDatasetNodeError(SamverkanError):
    """The data to evaluate say nothing of the dataset that they belong to."""

    def __init__(self, dataset: NamedNode) -> None:
        super().__init__(
            f"nothing is stated of the dataset {shorten(dataset.value)}, so its members and "
            "policies are not known; load its dataset.ttl with the sources, or correct the IRI"
        )
        self.dataset = dataset


@dataclass(frozen=True)
class Evaluation:
    """A dataset as of a day."""

    dataset: NamedNode
    on: date

    def triples(self) -> list[Triple]:
        """What the evaluation graph says."""
        return [
            Triple(EVALUATION, smv("asOf"), date_literal(self.on)),
            Triple(EVALUATION, smv("ofDataset"), self.dataset),
        ]

    def check(self, store: Store) -> None:
        """
        Refuse a dataset that the store does not describe.

        Raises:
            NoDatasetNodeError: if the default graph has no triple about it.
        """
        described = store.quads_for_pattern(self.dataset, None, None, DefaultGraph())
        if next(described, None) is None:
            raise NoDatasetNodeError(self.dataset)


def date_literal(day: date) -> Literal:
    """The day as a plain xsd:date."""
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))

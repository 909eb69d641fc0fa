"""What follows from the sources as of a day: short cuts, classes and dates, never in sources."""

from datetime import date

from pyoxigraph import NamedNode, Store

from samverkan.derive.evaluation import Evaluation, NoDatasetNodeError
from samverkan.derive.graphs import clear, write
from samverkan.derive.rules import Rule, shipped
from samverkan.derive.steps import STEPS, Step
from samverkan.namespaces import DERIVED_GRAPH, EVALUATION_GRAPH

__all__ = ["NoDatasetNodeError", "derive", "plan"]


def plan() -> list[Rule | Step]:
    """The shipped rules and the steps, in the order of their names: that in which they run."""
    return sorted([*shipped(), *STEPS], key=lambda derivation: derivation.name)


def derive(store: Store, on: date, dataset: NamedNode) -> None:
    """
    Write the evaluation and the derived graph of `store` as of `on`.

    Each triple goes into its graph and, once, into the default graph, which is all that is
    read. What an earlier call wrote is removed first, so that the outcome depends on the
    sources, the day and the dataset alone.

    Args:
        store: the sources, each triple in its named graph and in the default graph.
        on: the evaluation date.
        dataset: the dataset that the sources belong to, described among them.

    Raises:
        NoDatasetNodeError: if the store says nothing of the dataset.
    """
    clear(store, DERIVED_GRAPH)
    clear(store, EVALUATION_GRAPH)
    evaluation = Evaluation(dataset, on)
    evaluation.check(store)
    write(store, EVALUATION_GRAPH, evaluation.triples())
    for derivation in plan():
        write(store, DERIVED_GRAPH, derivation(store, evaluation))

"""What follows from the sources as of a day: short cuts, classes and dates, never in sources."""

from collections.abc import Callable, Iterable
from datetime import date

from pyoxigraph import NamedNode, Store, Triple

from samverkan.derive import agreements, costs, documents, notices, ownership, rules
from samverkan.derive.evaluation import Evaluation, NoDatasetNodeError
from samverkan.derive.graphs import clear, write
from samverkan.namespaces import DERIVED_GRAPH, EVALUATION_GRAPH

__all__ = ["STEPS", "NoDatasetNodeError", "derive", "plan"]

Derivation = Callable[[Store, Evaluation], Iterable[Triple]]

#: What needs arithmetic on months, periods or money; named like the rules that they run among.
STEPS: dict[str, Derivation] = {
    "10-agreement-terms": agreements.terms,
    "11-ownership-gaps": ownership.ownership_gaps,
    "12-overlapping-assignments": ownership.overlapping,
    "13-cost-sums": costs.sums,
    "14-model-amounts": costs.model_amounts,
    "15-division-keys": costs.invalid_keys,
    "16-validity": documents.validity,
    "17-notice-days": notices.notice_days,
}


def plan() -> dict[str, Derivation]:
    """The steps and the shipped rules by name, in the order in which they run."""
    by_name: dict[str, Derivation] = {**STEPS, **{rule.name: rule for rule in rules.shipped()}}
    return dict(sorted(by_name.items()))


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
    for derivation in plan().values():
        write(store, DERIVED_GRAPH, derivation(store, evaluation))

"""The last day on which telling of a change is telling in good time."""

from collections.abc import Iterator
from datetime import timedelta

from pyoxigraph import Store, Triple

from samverkan.derive.evaluation import Evaluation, date_literal
from samverkan.derive.reading import Node, nodes
from samverkan.namespaces import smv

#: Days, where the dataset does not say: three months' notice, as is usual in agreements.
GOOD_TIME = 90


def notice_days(store: Store, evaluation: Evaluation) -> Iterator[Triple]:
    """`noticeDueBy` of every change: the dataset's `goodTimeDays` before it takes effect."""
    days = Node(store, evaluation.dataset).integer("goodTimeDays")
    lead = GOOD_TIME if days is None or days < 0 else days
    for node in nodes(store, "Change"):
        effect = node.date("takesEffectOn")
        if effect is not None and lead < effect.toordinal():
            due = effect - timedelta(days=lead)
            yield Triple(node.iri, smv("noticeDueBy"), date_literal(due))

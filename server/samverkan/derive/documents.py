"""How long governing documents are valid."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Store, Triple

from samverkan.dates import whole_months
from samverkan.derive.evaluation import Evaluation
from samverkan.derive.reading import nodes
from samverkan.namespaces import CODE, XSD, smv

DECIDED = NamedNode(CODE + "adoptionStatus-decided")


def validity(store: Store, _: Evaluation) -> Iterator[Triple]:
    """`validityMonths`: whole months from the first day (else first adoption) to the last."""
    for node in nodes(store, "GoverningDocument"):
        first, last = node.date("from"), node.date("until")
        if first is None:
            adoptions = [
                day
                for adoption in node.subjects("adopts")
                if DECIDED in adoption.things("adoptionStatus")
                for day in adoption.dates("decidedOn")
            ]
            first = min(adoptions, default=None)
        if first is not None and last is not None and first <= last:
            months = Literal(str(whole_months(first, last)), datatype=NamedNode(XSD + "integer"))
            yield Triple(node.iri, smv("validityMonths"), months)

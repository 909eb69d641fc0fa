"""Joint costs: whether the shares add up, what the population model gives, which key holds."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Store, Triple

from samverkan.allocation import AmountError, NegativePopulationError, NoPopulationError, allocate
from samverkan.derive import agreements
from samverkan.derive.evaluation import Evaluation
from samverkan.derive.reading import Node, nodes
from samverkan.namespaces import CODE, XSD, smv

POPULATION_MODEL = NamedNode(CODE + "divisionKey-populationModel")
COST_DIVISION = NamedNode(CODE + "agreementKind-costDivision")


def sums(store: Store, _: Evaluation) -> Iterator[Triple]:
    """`sharesTotal` of every joint cost, and its `sharesDifference` from the amount."""
    for node in nodes(store, "JointCost"):
        total = sum((share.decimal("amount") or Decimal(0) for share in _shares(node)), Decimal(0))
        yield Triple(node.iri, smv("sharesTotal"), _money(total))
        amount = node.decimal("amount")
        if amount is not None:
            yield Triple(node.iri, smv("sharesDifference"), _money(amount - total))


def model_amounts(store: Store, _: Evaluation) -> Iterator[Triple]:
    """
    `modelAmount` of every share: what the population model gives its bearer.

    The bearers of a cost's shares are the municipalities that it is divided among. Nothing is
    derived unless the population of each on the cost's reference date is known: a federation
    has none. `modelDifference` compares the bearer's shares together, if it has several.
    """
    for node in nodes(store, "JointCost"):
        shares = defaultdict(list)
        for share in _shares(node):
            bearers = share.things("bearer")
            if len(bearers) == 1:
                shares[bearers[0]].append(share)
        among = [Node(store, bearer) for bearer in shares]
        for bearer, amount in _by_population(node, among).items():
            borne = [share.decimal("amount") for share in shares[bearer]]
            stated = [part for part in borne if part is not None]
            for share in shares[bearer]:
                yield Triple(share.iri, smv("modelAmount"), _money(amount))
                if len(stated) == len(borne):
                    difference = sum(stated, Decimal(0)) - amount
                    yield Triple(share.iri, smv("modelDifference"), _money(difference))


def _by_population(node: Node, bearers: list[Node]) -> dict[NamedNode, Decimal]:
    amount = node.decimal("amount")
    day = node.date("referenceDate")
    counts = {bearer.iri.value: _population(bearer, day) for bearer in bearers}
    known = {bearer: count for bearer, count in counts.items() if count is not None}
    if amount is None or len(known) < len(counts):
        return {}
    try:
        return {NamedNode(bearer): part for bearer, part in allocate(amount, known).items()}
    except (AmountError, NegativePopulationError, NoPopulationError):
        return {}


def _population(municipality: Node, day: date | None) -> int | None:
    """The one count of its inhabitants on that day."""
    if day is None:
        return None
    counts = {
        observation.integer("inhabitants")
        for observation in municipality.subjects("municipality")
        if observation.date("referenceDate") == day and observation.a("PopulationObservation")
    }
    return counts.pop() if len(counts) == 1 else None


def invalid_keys(store: Store, evaluation: Evaluation) -> Iterator[Triple]:
    """
    `divisionKeyInvalid`: a division key that does not justify how a joint cost is divided.

    It is neither the population model nor an agreement on cost division that covers the cost
    and is in force on the cost's first day (on whichever day, if the cost states none).
    """
    for node in nodes(store, "JointCost"):
        for key in node.things("divisionKey"):
            if key != POPULATION_MODEL and not _agreed(node, Node(store, key), evaluation):
                yield Triple(node.iri, smv("divisionKeyInvalid"), key)


def _agreed(cost: Node, key: Node, evaluation: Evaluation) -> bool:
    if COST_DIVISION not in key.things("agreementKind") or cost.iri not in key.things("covers"):
        return False
    first = cost.date("from")
    return first is None or agreements.read(key).as_of(evaluation.on).in_force(first)


def _shares(cost: Node) -> list[Node]:
    return [share for share in cost.subjects("shareOf") if share.a("CostShare")]


def _money(amount: Decimal) -> Literal:
    """Kronor with two decimals; more where the sources have more, so that nothing is hidden."""
    places = max(2, -int(amount.as_tuple().exponent))
    return Literal(f"{amount:.{places}f}", datatype=NamedNode(XSD + "decimal"))

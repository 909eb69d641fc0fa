"""The derivations in Python, named like the rules that they run among."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Store, Triple

from samverkan.derive import agreements, costs, documents, notices, ownership
from samverkan.derive.evaluation import Evaluation


@dataclass(frozen=True)
class Step:
    """
    A derivation that needs arithmetic on months, periods or money.

    Attributes:
        name: its place among the rules, by order of names.
        reads: properties and classes that it reads, as prefixed names.
        writes: properties that it derives, as prefixed names.
        run: gives the derived triples of a store.
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    run: Callable[[Store, Evaluation], Iterable[Triple]]

    def __call__(self, store: Store, evaluation: Evaluation) -> Iterable[Triple]:
        """What it derives from the store."""
        return self.run(store, evaluation)


def _smv(names: str) -> tuple[str, ...]:
    return tuple(f"smv:{name}" for name in names.split())


_PERIOD = "from until untilUnknown "
_TERMS = _PERIOD + "noticeMonths renewalMonths noticeGivenOn "

STEPS = (
    Step(
        "10-agreement-terms",
        _smv(_TERMS + "Agreement"),
        _smv("inForce endsOn noticeBy actBy"),
        agreements.terms,
    ),
    Step(
        "11-ownership-gaps",
        _smv(
            "Application RoleAssignment application role from until "
            "introductionDecidedOn inUseFrom retiredOn"
        ),
        _smv("ownershipGapFrom"),
        ownership.ownership_gaps,
    ),
    Step(
        "12-overlapping-assignments",
        _smv(_PERIOD + "RoleAssignment application role holder"),
        _smv("overlaps"),
        ownership.overlapping,
    ),
    Step(
        "13-cost-sums",
        _smv("JointCost CostShare shareOf amount"),
        _smv("sharesTotal sharesDifference"),
        costs.sums,
    ),
    Step(
        "14-model-amounts",
        _smv(
            "JointCost CostShare PopulationObservation shareOf amount bearer "
            "referenceDate municipality inhabitants"
        ),
        _smv("modelAmount modelDifference"),
        costs.model_amounts,
    ),
    Step(
        "15-division-keys",
        _smv(_TERMS + "JointCost divisionKey agreementKind covers"),
        _smv("divisionKeyInvalid"),
        costs.invalid_keys,
    ),
    Step(
        "16-validity",
        _smv("GoverningDocument from until adopts adoptionStatus decidedOn"),
        _smv("validityMonths"),
        documents.validity,
    ),
    Step(
        "17-notice-days",
        _smv("Change takesEffectOn goodTimeDays"),
        _smv("noticeDueBy"),
        notices.notice_days,
    ),
)

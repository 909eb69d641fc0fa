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
        around: the same as a pattern: all that it reads to say something about one `?thing`.
        run: gives the derived triples of a store.
        whole: as of rules; no step is.
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    around: str
    run: Callable[[Store, Evaluation], Iterable[Triple]]
    whole: bool = False

    def __call__(self, store: Store, evaluation: Evaluation) -> Iterable[Triple]:
        """What it derives from the store."""
        return self.run(store, evaluation)


def _smv(names: str) -> tuple[str, ...]:
    return tuple(f"smv:{name}" for name in names.split())


_PERIOD = "from until untilUnknown "
_TERMS = _PERIOD + "noticeMonths renewalMonths noticeGivenOn "
_PERIOD_PATH = " | ".join(_smv(_PERIOD))
_TERMS_PATH = " | ".join(_smv(_TERMS))

STEPS = (
    Step(
        "10-agreement-terms",
        _smv(_TERMS + "Agreement"),
        _smv("inForce endsOn noticeBy actBy"),
        "?thing a smv:Agreement OPTIONAL { ?thing " + _TERMS_PATH + " ?stated }",
        agreements.terms,
    ),
    Step(
        "11-ownership-gaps",
        _smv(
            "Application RoleAssignment application role from until "
            "introductionDecidedOn inUseFrom retiredOn"
        ),
        _smv("ownershipGapFrom"),
        "?thing a smv:Application "
        "OPTIONAL { ?thing smv:introductionDecidedOn | smv:inUseFrom | smv:retiredOn ?day } "
        "OPTIONAL { ?owned smv:application ?thing ; smv:role code:role-systemOwner ; "
        "a smv:RoleAssignment OPTIONAL { ?owned smv:from | smv:until ?bound } }",
        ownership.ownership_gaps,
    ),
    Step(
        "12-overlapping-assignments",
        _smv(_PERIOD + "RoleAssignment application role holder"),
        _smv("overlaps"),
        "?thing a smv:RoleAssignment ; smv:application ?application . "
        "?other smv:application ?application ; a smv:RoleAssignment . "
        "OPTIONAL { ?thing smv:role | smv:holder | " + _PERIOD_PATH + " ?mine } "
        "OPTIONAL { ?other smv:role | smv:holder | " + _PERIOD_PATH + " ?its }",
        ownership.overlapping,
    ),
    Step(
        "13-cost-sums",
        _smv("JointCost CostShare shareOf amount"),
        _smv("sharesTotal sharesDifference"),
        "?thing a smv:JointCost OPTIONAL { ?thing smv:amount ?all } "
        "OPTIONAL { ?share smv:shareOf ?thing ; a smv:CostShare ; smv:amount ?part }",
        costs.sums,
    ),
    Step(
        "14-model-amounts",
        _smv(
            "JointCost CostShare PopulationObservation shareOf amount bearer "
            "referenceDate municipality inhabitants"
        ),
        _smv("modelAmount modelDifference"),
        "?thing smv:shareOf ?cost . ?cost a smv:JointCost . ?share smv:shareOf ?cost ; "
        "a smv:CostShare OPTIONAL { ?cost smv:amount | smv:referenceDate ?stated } "
        "OPTIONAL { ?share smv:amount ?part } OPTIONAL { ?share smv:bearer ?bearer "
        "OPTIONAL { ?count smv:municipality ?bearer ; a smv:PopulationObservation "
        "OPTIONAL { ?count smv:inhabitants | smv:referenceDate ?counted } } }",
        costs.model_amounts,
    ),
    Step(
        "15-division-keys",
        _smv(_TERMS + "JointCost divisionKey agreementKind covers"),
        _smv("divisionKeyInvalid"),
        "?thing a smv:JointCost ; smv:divisionKey ?key OPTIONAL { ?thing smv:from ?first } "
        "OPTIONAL { ?key smv:agreementKind | " + _TERMS_PATH + " ?stated } "
        "OPTIONAL { ?key smv:covers ?thing }",
        costs.invalid_keys,
    ),
    Step(
        "16-validity",
        _smv("GoverningDocument from until adopts adoptionStatus decidedOn"),
        _smv("validityMonths"),
        "?thing a smv:GoverningDocument OPTIONAL { ?thing smv:from | smv:until ?day } "
        "OPTIONAL { ?adoption smv:adopts ?thing "
        "OPTIONAL { ?adoption smv:adoptionStatus | smv:decidedOn ?stated } }",
        documents.validity,
    ),
    Step(
        "17-notice-days",
        _smv("Change takesEffectOn goodTimeDays"),
        _smv("noticeDueBy"),
        "?thing a smv:Change ; smv:takesEffectOn ?day "
        "OPTIONAL { smv:evaluation smv:ofDataset/smv:goodTimeDays ?days }",
        notices.notice_days,
    ),
)

"""What IT costs in 2019: costs of one organisation, and joint costs with their shares."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from example.installed import Application
from example.organisation import FEDERATION, MUNICIPALITIES, Organisation, Place
from example.register import TODAY, Register, code
from example.tables import pick, some_day
from example.turtle import Name, Term, Thing
from samverkan.allocation import allocate

YEAR = date(2019, 1, 1), date(2019, 12, 31)
REFERENCE_DATE = date(2018, 12, 31)
#: The municipality whose own costs the public does not see.
INTERNAL = "A"

_LABELS = {
    "licence": "Licens",
    "operation": "Drift",
    "support": "Support",
    "training": "Utbildning",
    "communication": "Kommunikation",
}


class Costs:
    """Writes the costs of 2019; `people` are the inhabitants of each municipality."""

    def __init__(
        self, register: Register, organisation: Organisation, people: Mapping[Term, int]
    ) -> None:
        self._register = register
        self._organisation = organisation
        self._people = people

    def describe(self, applications: Sequence[Application]) -> None:
        """All costs, of applications and of what all applications need."""
        for application in applications:
            if not application.running:
                continue
            if application.shared:
                self._joint(application)
            else:
                self._own(application)
        for place in MUNICIPALITIES:
            self._common(place)

    def _own(self, application: Application) -> None:
        """The licence of what is bought, and by its size and age operation, support, training."""
        home = application.home
        kinds = ["licence"] if application.products else []
        price = int(application.row["price"])
        seed = application.sown("cost")
        if price >= 80 or (not application.products and pick(seed, 2)):
            kinds.append("operation")
        if application.support == "yes" and application.products:
            kinds.append("support")
        if pick(seed, 5) == 0:
            kinds.append("training")
        parts = {"licence": 100, "operation": 60, "support": 25, "training": 12}
        size = self._people.get(home.iri, 3_000)
        for kind in kinds:
            spread = 80 + pick(seed + kind, 41)
            amount = Decimal(price * parts[kind] * size * spread // 10_000_000) * 100
            self._cost(application, kind, max(amount, Decimal(1200)))

    def _cost(self, application: Application, kind: str, amount: Decimal) -> None:
        home = application.home
        owner = application.owner(TODAY)
        label = f"{_LABELS[kind]} 2019: {self._register.label(application.name)}"
        cost = self._new(home, f"{application.key}-{kind}-2019", "Cost", label, amount, kind)
        began = application.in_use
        assert began
        new = began >= YEAR[0]
        cost.add("costPhase", code("costPhase", "introduction" if new else "maintenance"))
        if new and kind == "licence":
            cost.add("costPurpose", code("costPurpose", "investment"))
        cost.add("application", application.name).add("incurredBy", home.iri)
        first = began if new else YEAR[0]
        cost.add("from", first).add("until", YEAR[1])
        cost.add("borneBy", self._organisation.unit_of(owner))
        cost.add("borneByActivity", self._activity(home, owner, application.row["areas"]))
        day = some_day(2019, application.sown(kind), 1, 9)
        day = max(day, first) if day < TODAY else TODAY - timedelta(20)
        cost.add("approvedBy", application.owner(day)).add("approvedOn", day)
        cost.add("budgetedBy", owner)

    def _activity(self, place: Place, owner: Name, cell: str) -> Name:
        """What the application is for; of the bearer's own activities, if it has one of them."""
        unit = self._organisation.unit_of(owner)
        activity = self._organisation.activity(place, cell)
        if self._register[activity].names("carriedOutBy") != [unit]:
            carried_out = [
                thing.name
                for thing in self._register.of("activity", place.graph)
                if unit in thing.names("carriedOutBy")
            ]
            activity = carried_out[0] if carried_out else activity
        return activity

    def _new(
        self, place: Place, key: str, type_: str, label: str, amount: Decimal, kind: str
    ) -> Thing:
        name = place.thing("cost", key)
        if place.letter == INTERNAL:
            name = place.internal("cost", key)
        cost = self._register.describe(name, type_, label)
        return cost.add("amount", amount).add("costKind", code("costKind", kind))

    def _joint(self, application: Application) -> None:
        """A cost that those who use the application share, and the shares."""
        home, row = application.home, application.row
        amount = Decimal(row["price"])
        label = self._register.label(application.name)
        name = FEDERATION.thing("joint-cost", f"{application.key}-2019")
        cost = self._register.describe(name, "JointCost", f"{label} 2019")
        cost.add("amount", amount).add("costKind", code("costKind", row["kind"]))
        cost.add("costPhase", code("costPhase", "maintenance")).add("application", application.name)
        cost.add("incurredBy", home.iri).add("from", YEAR[0]).add("until", YEAR[1])
        day = some_day(2019, application.sown("joint"), 1, 6)
        cost.add("approvedBy", application.owner(day)).add("approvedOn", day)
        cost.add("budgetedBy", application.owner())
        sharing = {p.iri: p for p in application.users if p.code}
        if application.key == "telephony":
            cost.add("divisionKey", FEDERATION.thing("agreement", "telephony-cost-division"))
            parts = {p.iri: amount * _EXTENSIONS[p.letter] / 100 for p in sharing.values()}
        else:
            cost.add("divisionKey", code("divisionKey", "populationModel"))
            parts = allocate(amount, {iri: self._people[iri] for iri in sharing})
        cost.add("referenceDate", REFERENCE_DATE)
        for iri, part in parts.items():
            self._share(application, name, sharing[iri], part)

    def _share(self, application: Application, whole: Name, place: Place, part: Decimal) -> None:
        label = f"{place.owner} andel: {self._register.label(whole)}"
        name = FEDERATION.thing("cost-share", f"{whole.key}-{place.code}")
        share = self._register.describe(name, "CostShare", label)
        share.add("shareOf", whole).add("bearer", place.iri)
        share.add("amount", part.quantize(Decimal("0.01")))
        units = self._organisation.administrations(place, application.row["units"])
        share.add("borneBy", units[0])

    def _common(self, place: Place) -> None:
        """Costs that belong to no application."""
        people = self._people[place.iri]
        for key, label, kind, per_head, role, purpose in _COMMON:
            if purpose and place.letter not in "BA":
                continue
            spread = 85 + pick(place.letter + key, 31)
            amount = Decimal(people * per_head * spread // 10_000) * 100
            cost = self._new(place, f"{key}-2019", "Cost", f"{label} {place.name}", amount, kind)
            phase = "renewal" if kind == "hardware" else "maintenance"
            cost.add("costPhase", code("costPhase", phase))
            if purpose:
                cost.add("costPurpose", code("costPurpose", purpose))
                cost.add("servesGoal", Term("dalsland:goal-transition-costs-known"))
            cost.add("incurredBy", place.iri).add("from", YEAR[0]).add("until", YEAR[1])
            if kind == "communication":
                cost.add("borneBy", place.iri)
            else:
                cost.add("borneBy", self._organisation.administration(place, role))
                area = "440" if role == "school" else "510" if role == "social" else "100"
                cost.add("borneByActivity", self._organisation.activity(place, area))


#: Shares of the telephone exchange by the number of extensions, in per cent.
_EXTENSIONS = {"B": 23, "D": 11, "F": 15, "M": 20, "A": 31}

#: key, label, kind, SEK for each inhabitant, part of the organisation, purpose
_COMMON = (
    ("communication", "Nät och telefoni inom kommunen 2019:", "communication", 95, "board", ""),
    ("computers", "Datorer i förvaltningen 2019:", "hardware", 60, "board", ""),
    ("pupil-computers", "Elevdatorer 2019:", "hardware", 140, "school", ""),
    ("care-phones", "Telefoner och surfplattor i omsorgen 2019:", "hardware", 35, "social", ""),
    ("it-staff-training", "Utbildning av IT-personal 2019:", "training", 6, "board", ""),
    (
        "transition",
        "Stöd till omställning av IT-enheten 2019:",
        "consulting",
        18,
        "board",
        "transition",
    ),
)

"""A made-up application with all that is recorded of it: some seventy triples."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from benchmarks.municipality import ADMINISTRATIONS, Municipality, product, supplier
from benchmarks.writing import Pair, boolean, day, described, money, named, term, text, whole
from samverkan.allocation import allocate

#: What may be missing or wrong; one of them for each application that has a gap.
GAPS = (
    "owner", "manager", "operator", "manager-in-it", "operation-agreement", "support-agreement",
    "responsibilities", "routines", "training-plan", "benefit", "approval", "budget", "bearer",
    "competence", "sum", "date", "code", "label", "dangling",
)  # fmt: skip
#: The day of the population that joint costs are divided by.
REFERENCE_DAY = date(2019, 12, 31)


@dataclass
class Application:
    """One application of a municipality; those that share it use it and bear its cost too."""

    owner: Municipality
    number: int
    posts: int
    random: Random = field(repr=False)
    sharing: Sequence[Municipality] = ()
    gap: str = ""

    def __post_init__(self) -> None:
        self.part = self.random.randrange(len(ADMINISTRATIONS))
        self.begun = date(self.random.randint(2008, 2018), self.random.randint(1, 12), 1)
        self.product = self.random.randrange(10_000)
        self.iri = self.owner.thing("application", str(self.number))
        self.chief = self.owner.post(self.part, "chief")
        post = str(self.random.randrange(self.posts))
        self.manager = self.owner.post(self.part, post)
        self.unit = self.owner.administration(self.part)

    def triples(self) -> list[str]:
        """Everything about it."""
        lines = self._itself() + self._roles() + self._uses() + self._agreements()
        lines += self._documentation() + self._training()
        return lines + (self._joint_cost() if self.sharing else self._cost())

    def _thing(self, kind: str, suffix: str = "") -> str:
        return self.owner.thing(kind, f"{self.number}{suffix}")

    def _unless(self, gap: str, *pairs: Pair) -> tuple[Pair, ...]:
        return () if self.gap == gap else pairs

    def _itself(self) -> list[str]:
        _, _, area, functions = ADMINISTRATIONS[self.part]
        function = self.random.choice(functions)
        scheme = "role" if self.gap == "code" else "function"
        begun = text("i början av året") if self.gap == "date" else day(self.begun)
        return described(
            self.iri,
            "smv:Application",
            *self._unless("label", *named(f"Tillämpning {self.number} i {self.owner.name}")),
            ("smv:function", term(f"code:{scheme}-{function}")),
            ("smv:generality", term("code:generality-activitySpecific")),
            ("smv:businessArea", term(area)),
            ("smv:usesProduct", product(self.product)),
            ("smv:applicationOf", self.owner.term),
            ("smv:introductionDecidedOn", day(self.begun.replace(year=self.begun.year - 1))),
            ("smv:inUseFrom", begun),
            *self._unless(
                "benefit",
                ("smv:expectedBenefit", text("Sparar tid åt handläggarna.", "sv")),
                ("smv:expectedBenefit", text("Saves time for those who work with it.", "en")),
            ),
            *((("smv:responsibleMunicipality", self.owner.term),) if self.sharing else ()),
        )  # fmt: skip

    def _roles(self) -> list[str]:
        decided = self.begun.replace(year=self.begun.year - 1)
        lines: list[str] = []
        if self.gap != "owner":
            lines += self._role("systemOwner", self.chief, decided)
        if self.gap != "manager":
            manager = self.owner.it_unit if self.gap == "manager-in-it" else self.manager
            lines += self._role(
                "systemManager",
                manager,
                self.begun,
                ("smv:appointedBy", self.chief),
                ("smv:confirmsDailyUse", boolean(True)),
                ("smv:confirmsRightsAdministration", boolean(True)),
            )
        if self.gap != "operator":
            lines += self._role("operatingITUnit", self.owner.it_unit, self.begun)
        lines += described(
            self._thing("support-arrangement"),
            "smv:SupportArrangement",
            ("smv:application", self.iri),
            ("smv:supportChannel", term("code:supportChannel-systemManager")),
            ("smv:contact", self.manager),
            ("smv:from", day(self.begun)),
        )
        return lines

    def _role(self, role: str, holder: str, first: date, *more: Pair) -> list[str]:
        return described(
            self._thing("role-assignment", f"-{role}"),
            "smv:RoleAssignment",
            ("smv:application", self.iri),
            ("smv:role", term(f"code:role-{role}")),
            ("smv:holder", holder),
            ("smv:from", day(first)),
            *more,
        )

    def _uses(self) -> list[str]:
        lines: list[str] = []
        for user in (self.owner, *self.sharing):
            lines += described(
                self._thing("use", f"-{user.code}"),
                "smv:Use",
                ("smv:application", self.iri),
                ("smv:user", user.term),
                ("smv:userUnit", user.administration(self.part)),
                ("smv:from", day(self.begun)),
            )
        if self.sharing and self.gap != "competence":
            lines += described(
                self._thing("specialist-competence"),
                "smv:SpecialistCompetence",
                ("smv:application", self.iri),
                ("smv:heldIn", self.owner.it_unit),
                ("smv:from", day(self.begun)),
            )
        return lines

    def _agreements(self) -> list[str]:
        told = "Leverantören rättar fel inom fem dagar, kunden anmäler dem samlat."
        lines: list[str] = []
        if self.gap != "operation-agreement":
            lines += described(
                self._thing("agreement", "-operation"),
                "smv:Agreement",
                *named(f"Driftavtal {self.number}, {self.owner.name}"),
                ("smv:agreementKind", term("code:agreementKind-operation")),
                ("smv:provider", self.owner.it_unit),
                ("smv:customer", self.unit),
                ("smv:covers", self.iri),
                ("smv:from", day(self.begun)),
                ("smv:until", day(date(self.random.randint(2018, 2022), 12, 31))),
                ("smv:noticeMonths", whole(6)),
                ("smv:renewalMonths", whole(12)),
                *self._unless("responsibilities", ("smv:responsibilities", text(told, "sv"))),
            )
        if self.gap != "support-agreement":
            covered = product(self.product) if self.number % 3 else self.iri
            lines += described(
                self._thing("agreement", "-support"),
                "smv:Agreement",
                *named(f"Supportavtal {self.number}, {self.owner.name}"),
                ("smv:agreementKind", term("code:agreementKind-support")),
                ("smv:provider", supplier(self.product)),
                ("smv:customer", self.unit),
                ("smv:covers", covered),
                ("smv:from", day(self.begun)),
                ("smv:noticeMonths", whole(3)),
                ("smv:responsibilities", text(told, "sv")),
            )
        return lines

    def _documentation(self) -> list[str]:
        lines: list[str] = []
        for kind in ("routines", "operation"):
            if self.gap != kind:
                lines += described(
                    self._thing("documentation", f"-{kind}"),
                    "smv:Documentation",
                    ("smv:documentationKind", term(f"code:documentationKind-{kind}")),
                    ("smv:application", self.iri),
                    ("smv:documentedOn", day(self.begun)),
                )
        return lines

    def _training(self) -> list[str]:
        if self.gap == "training-plan":
            return []
        return described(
            self._thing("training-plan"),
            "smv:TrainingPlan",
            *named(f"Utbildningsplan {self.number}, {self.owner.name}"),
            ("smv:audience", term("code:trainingAudience-users")),
            ("smv:application", self.iri),
            ("smv:drawnUpBy", self.chief),
            ("smv:drawnUpOn", day(self.begun)),
            ("smv:from", day(self.begun)),
        )

    def _paid(self) -> tuple[Pair, ...]:
        application = self._thing("application", "-missing") if self.gap == "dangling" else self.iri
        return (
            ("smv:costKind", term("code:costKind-licence")),
            ("smv:costPhase", term("code:costPhase-maintenance")),
            ("smv:application", application),
            ("smv:incurredBy", self.owner.term),
            ("smv:from", day(date(2020, 1, 1))),
            ("smv:until", day(date(2020, 12, 31))),
            *self._unless(
                "approval",
                ("smv:approvedBy", self.chief),
                ("smv:approvedOn", day(date(2020, 1, 20))),
            ),
            *self._unless("budget", ("smv:budgetedBy", self.chief)),
        )

    def _cost(self) -> list[str]:
        return described(
            self._thing("cost"),
            "smv:Cost",
            ("smv:amount", money(Decimal(self.random.randint(1_000_000, 40_000_000)) / 100)),
            *self._paid(),
            *self._unless("bearer", ("smv:borneBy", self.unit)),
            ("smv:borneByActivity", self.owner.activity(self.part)),
        )

    def _joint_cost(self) -> list[str]:
        among = {each.code: each for each in (self.owner, *self.sharing)}
        amount = Decimal(self.random.randint(1_000_000, 90_000_000)) / 100
        parts = allocate(amount, {code: each.population for code, each in among.items()})
        cost = self._thing("joint-cost")
        stated = amount + 1 if self.gap == "sum" else amount
        lines = described(
            cost,
            "smv:JointCost",
            *named(f"Tillämpning {self.number} i {self.owner.name} 2020"),
            ("smv:amount", money(stated)),
            *self._paid(),
            ("smv:divisionKey", term("code:divisionKey-populationModel")),
            ("smv:referenceDate", day(REFERENCE_DAY)),
        )
        for code, bearer in among.items():
            lines += described(
                self._thing("cost-share", f"-{code}"),
                "smv:CostShare",
                ("smv:shareOf", cost),
                ("smv:bearer", bearer.term),
                *self._unless("bearer", ("smv:borneBy", bearer.administration(self.part))),
                ("smv:amount", money(parts[code])),
            )
        return lines

"""Agreements on operation, support, licences, cooperation and the division of costs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from example.installed import Application
from example.organisation import FEDERATION, MUNICIPALITIES, PLACES, Organisation, Place
from example.register import Register, code
from example.tables import pick
from example.terms import (
    COOPERATION,
    ELSEWHERE,
    LICENCE,
    OPERATION,
    OPERATION_PERIODS,
    SHARED_OPERATION,
    SUPPORT,
    Period,
    following_period,
    usual_period,
)
from example.turtle import Name, Term, Thing, texts


class Agreements:
    """Writes the agreements; what is covered by each follows from the applications."""

    def __init__(
        self, register: Register, organisation: Organisation, applications: Sequence[Application]
    ) -> None:
        self._register = register
        self._organisation = organisation
        self._applications = applications

    def describe(self) -> None:
        """All agreements, of all places."""
        for place in (*MUNICIPALITIES, FEDERATION):
            own = [a for a in self._applications if a.graph == place and not a.shared]
            self._operation(place, [a for a in own if a.running])
            self._support(place, [a for a in own if a.running])
            self._licences(place, [a for a in own if a.running])
            for application in own:
                if application.retired:
                    self._past(application)
        for application in self._applications:
            if application.shared and application.running:
                self._shared(application)
        self._cost_division()

    def agree(
        self,
        name: Name,
        kind: str,
        sv: str,
        parties: tuple[Iterable[Name | Term], Iterable[Name | Term]],
        covers: Iterable[Name],
        period: Period,
        responsibilities: tuple[str, str],
    ) -> Thing:
        """An agreement between providers and customers."""
        agreement = self._register.describe(name, "Agreement", sv)
        agreement.add("agreementKind", code("agreementKind", kind))
        agreement.add("provider", *parties[0]).add("customer", *parties[1])
        agreement.add("covers", *covers)
        agreement.add("from", period.first).add("until", period.last)
        agreement.add("noticeMonths", period.notice).add("renewalMonths", period.renewal)
        return agreement.add("responsibilities", *texts(*responsibilities))

    def _operation(self, place: Place, running: list[Application]) -> None:
        """One agreement for each IT unit and administration, here and there with an earlier one."""
        groups = defaultdict(list)
        for application in running:
            unit = self._organisation.unit_of(application.owner())
            groups[application.operator(), unit].append(application)
        for (operator, unit), covered in groups.items():
            period, earlier = OPERATION_PERIODS[place.letter]
            outside = operator.graph != place.graph
            key = f"operation-{unit.key}" + (f"-{operator.key}" if operator.key != "it" else "")
            if outside:
                key, period, earlier = f"{key}-{operator.graph}", ELSEWHERE, None
            label = f"{self._register.label(unit)}: driftavtal med {_short(operator)}"
            told = OPERATION[pick(key + place.letter, 2)]
            parties = ([operator], [unit])
            current = self.agree(
                place.thing("agreement", f"{key}-{period.first.year}"),
                "operation",
                f"{label} {period.first.year}",
                parties,
                [a.name for a in covered],
                period,
                told,
            )
            before = earlier and [a for a in covered if a.in_use and a.in_use <= earlier.first]
            if earlier and before:
                old = place.thing("agreement", f"{key}-{earlier.first.year}")
                names = [a.name for a in before]
                label = f"{label} {earlier.first.year}"
                self.agree(old, "operation", label, parties, names, earlier, told)
                current.add("replaces", old)

    def _support(self, place: Place, running: list[Application]) -> None:
        """One agreement for each supplier; what matters most has one of its own."""
        groups: dict[Name, list[Application]] = defaultdict(list)
        for application in running:
            if application.support == "no" or not application.products:
                continue
            maker = self._maker(application.products[0])
            if application.support == "yes" and int(application.row["price"]) >= 80:
                label = f"Supportavtal: {self._register.label(application.name)}"
                self._supported(
                    application.thing("agreement", "-support"),
                    label,
                    maker,
                    [application],
                    [application.name],
                )
            else:
                groups[maker].append(application)
        for maker, covered in groups.items():
            products = dict.fromkeys(p for a in covered for p in a.products)
            label = f"Supportavtal med {self._register.label(maker)}, {place.name}"
            name = place.thing("agreement", f"support-{maker.key}")
            self._supported(name, label, maker, covered, list(products))

    def _supported(
        self,
        name: Name,
        label: str,
        maker: Name,
        covered: list[Application],
        objects: list[Name],
    ) -> None:
        first = min(a.in_use for a in covered if a.in_use)
        period, earlier = usual_period(name.iri, first, covered[0].phase_out is not None)
        units = list(dict.fromkeys(self._organisation.unit_of(a.owner()) for a in covered))
        parties = ([maker], units)
        told = SUPPORT[pick(name.iri, 3)]
        agreement = self.agree(name, "support", label, parties, objects, period, told)
        if covered[0].phase_out and period.last:
            agreement.add("noticeGivenOn", covered[0].phase_out)
        if earlier:
            old = replace(name, key=f"{name.key}-{earlier.first.year}")
            label = f"{label} {earlier.first.year}"
            self.agree(old, "support", label, parties, objects, earlier, told)
            agreement.add("replaces", old)
        following = following_period(name.iri, period)
        if following and not covered[0].phase_out:
            new = replace(name, key=f"{name.key}-{following.first.year}")
            label = f"{label} {following.first.year}"
            self.agree(new, "support", label, parties, objects, following, told)
            self._register[new].add("replaces", name)

    def _licences(self, place: Place, running: list[Application]) -> None:
        for application in running:
            seed = application.sown("licence")
            if application.products and pick(seed, 3) == 0 and application.in_use:
                period, _ = usual_period(
                    seed, application.in_use, application.phase_out is not None
                )
                made_of = [self._register.label(p) for p in application.products]
                self.agree(
                    application.thing("agreement", "-licence"),
                    "licence",
                    f"Licensavtal för {made_of[0]}, {place.name}",
                    (
                        [self._maker(p) for p in application.products],
                        [self._organisation.unit_of(application.owner())],
                    ),
                    application.products,
                    period,
                    LICENCE,
                )

    def _past(self, application: Application) -> None:
        """The operation agreement of an application that has been retired."""
        assert application.in_use
        assert application.retired
        last = application.retired - timedelta(1)
        self.agree(
            application.thing("agreement", "-operation"),
            "operation",
            f"Driftavtal: {self._register.label(application.name)}",
            ([application.operator()], [self._organisation.unit_of(application.owner(last))]),
            [application.name],
            Period(application.in_use, last),
            OPERATION[0],
        )

    def _shared(self, application: Application) -> None:
        assert application.in_use
        home, label = application.home, self._register.label(application.name)
        owning = self._organisation.unit_of(application.owner())
        first = max(application.in_use, date(2014 + pick(application.key, 4), 1, 1))
        users = [
            self._organisation.administrations(place, application.row["units"])[0]
            for place in application.users
            if place != home
        ]
        self.agree(
            application.thing("agreement", "-operation"),
            "operation",
            f"Driftavtal: {label}",
            ([application.operator()], [owning, *users]),
            [application.name],
            SHARED_OPERATION[pick(application.key, len(SHARED_OPERATION))](first),
            OPERATION[pick(application.key, 2)],
        )
        self.agree(
            application.thing("agreement", "-cooperation"),
            "cooperation",
            f"Samverkansavtal: {label}",
            ([home.iri], [place.iri for place in application.users if place != home]),
            [application.name],
            Period(application.in_use, None, 12),
            COOPERATION,
        )
        if application.support != "no":
            name = application.thing("agreement", "-support")
            makers = [self._maker(p) for p in application.products]
            self._supported(
                name, f"Supportavtal: {label}", makers[0], [application], [application.name]
            )

    def _cost_division(self) -> None:
        name = FEDERATION.thing("agreement", "telephony-cost-division")
        agreement = self.agree(
            name,
            "costDivision",
            "Avtal om fördelning av växelns kostnad efter anknytningar",
            ([PLACES["A"].iri], [place.iri for place in MUNICIPALITIES if place.letter != "A"]),
            [FEDERATION.thing("joint-cost", "telephony-2019")],
            Period(date(2017, 1, 1), date(2019, 12, 31), 6, 36),
            (
                "Åmål betalar leverantören, de andra ersätter Åmål efter antalet anknytningar.",
                "Åmål pays the supplier, the others pay Åmål by the number of extensions.",
            ),
        )
        agreement.add("rdfs:comment", *texts("Anknytningarna räknas vart tredje år."))

    def _maker(self, product: Name) -> Name:
        return self._register[product].names("suppliedBy")[0]


def _short(operator: Name) -> str:
    return "skolans IT-enhet" if operator.key == "school-it" else "IT-enheten"

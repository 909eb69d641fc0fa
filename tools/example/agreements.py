"""Agreements on operation, support, licences, cooperation and the division of costs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from example.installed import Application
from example.organisation import FEDERATION, MUNICIPALITIES, PLACES, Organisation, Place
from example.register import Register, code
from example.tables import pick, some_day
from example.turtle import Name, Term, Thing, texts


@dataclass(frozen=True)
class Period:
    """From when to when an agreement holds, and what it takes to end it; months."""

    first: date
    last: date | None = None
    notice: int | None = None
    renewal: int | None = None


_OPERATION = (
    (
        "IT-enheten svarar för drift, säkerhetskopior och återläsning, förvaltningen för innehåll "
        "och behörigheter.",
        "The IT unit answers for operation, backups and restoring, the administration for content "
        "and rights.",
    ),
    (
        "IT-enheten håller systemen tillgängliga på arbetstid och meddelar avbrott i förväg, "
        "förvaltningen prövar nya versioner.",
        "The IT unit keeps the systems available in office hours and announces stops, the "
        "administration tries new versions.",
    ),
)
_SUPPORT = (
    (
        "Leverantören rättar fel inom fem dagar, kunden anmäler dem samlat genom systemansvarig.",
        "The supplier mends faults within five days, the customer reports them through the "
        "system manager.",
    ),
    (
        "Leverantören svarar på frågor på vardagar och levererar rättelser, kunden sköter sina "
        "uppgifter och sin testmiljö.",
        "The supplier answers questions on weekdays and delivers corrections, the customer keeps "
        "its data and its test environment.",
    ),
    (
        "Kritiska fel åtgärdas samma dag; kunden ser till att leverantören når systemet.",
        "Critical faults are mended the same day; the customer sees to it that the supplier "
        "reaches the system.",
    ),
)
_LICENCE = (
    "Leverantören upplåter nyttjanderätt, kunden räknar användarna varje år.",
    "The supplier grants the right of use, the customer counts its users every year.",
)
_COOPERATION = (
    "Värdkommunen driver och utvecklar, de andra bidrar med kunskap och följer gemensamma beslut.",
    "The host runs and develops, the others contribute knowledge and follow joint decisions.",
)


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
            period, earlier = _OPERATION_PERIODS[place.letter]
            outside = operator.graph != place.graph
            key = f"operation-{unit.key}" + (f"-{operator.key}" if operator.key != "it" else "")
            if outside:
                key, period, earlier = f"{key}-{operator.graph}", _ELSEWHERE, None
            label = f"{self._register.label(unit)}: driftavtal med {_short(operator)}"
            told = _OPERATION[pick(key + place.letter, 2)]
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
        period, earlier = _period(name.iri, first, covered[0].phase_out is not None)
        units = list(dict.fromkeys(self._organisation.unit_of(a.owner()) for a in covered))
        parties = ([maker], units)
        told = _SUPPORT[pick(name.iri, 3)]
        agreement = self.agree(name, "support", label, parties, objects, period, told)
        if covered[0].phase_out and period.last:
            agreement.add("noticeGivenOn", covered[0].phase_out)
        if earlier:
            old = replace(name, key=f"{name.key}-{earlier.first.year}")
            label = f"{label} {earlier.first.year}"
            self.agree(old, "support", label, parties, objects, earlier, told)
            agreement.add("replaces", old)

    def _licences(self, place: Place, running: list[Application]) -> None:
        for application in running:
            seed = application.sown("licence")
            if application.products and pick(seed, 3) == 0 and application.in_use:
                period, _ = _period(seed, application.in_use, application.phase_out is not None)
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
                    _LICENCE,
                )

    def _past(self, application: Application) -> None:
        """The operation agreement of an application that has been retired."""
        assert application.in_use and application.retired
        last = application.retired - timedelta(1)
        self.agree(
            application.thing("agreement", "-operation"),
            "operation",
            f"Driftavtal: {self._register.label(application.name)}",
            ([application.operator()], [self._organisation.unit_of(application.owner(last))]),
            [application.name],
            Period(application.in_use, last),
            _OPERATION[0],
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
            _SHARED_OPERATION[pick(application.key, len(_SHARED_OPERATION))](first),
            _OPERATION[pick(application.key, 2)],
        )
        self.agree(
            application.thing("agreement", "-cooperation"),
            "cooperation",
            f"Samverkansavtal: {label}",
            ([home.iri], [place.iri for place in application.users if place != home]),
            [application.name],
            Period(application.in_use, None, 12),
            _COOPERATION,
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


#: Of each place: the operation agreements that hold, and those before them.
_OPERATION_PERIODS: dict[str, tuple[Period, Period | None]] = {
    "B": (
        Period(date(2018, 1, 1), date(2020, 12, 31)),
        Period(date(2015, 1, 1), date(2017, 12, 31)),
    ),
    "D": (Period(date(2014, 5, 1), None, 6), None),
    "F": (Period(date(2017, 7, 1), date(2021, 6, 30), 6, 24), None),
    "M": (
        Period(date(2017, 1, 1), date(2019, 12, 31), 3, 12),
        Period(date(2013, 1, 1), date(2016, 12, 31)),
    ),
    "A": (Period(date(2016, 4, 1), date(2020, 3, 31)), Period(date(2012, 4, 1), date(2016, 3, 31))),
    "K": (Period(date(2017, 1, 1), date(2020, 12, 31), 6, 12), None),
}
#: What Dals-Ed has run in Bengtsfors.
_ELSEWHERE = Period(date(2017, 1, 1), date(2021, 12, 31), 12, 24)

_SHARED_OPERATION = (
    lambda first: Period(first, date(2020, 12, 31), 6, 12),
    lambda first: Period(first, None, 12),
    lambda first: Period(first, date(2021, 12, 31)),
    lambda first: Period(first, date(2019, 12, 31), 3, 24),
    lambda first: Period(first, date(2020, 2, 29)),
)


def _period(seed: str, first: date, ending: bool) -> tuple[Period, Period | None]:
    """
    The period of an agreement that holds, and of the one before it if there was one.

    About one in seven runs out within half a year.
    """
    if ending:
        return Period(first, date(2019, 12, 31), 3), None
    begun = max(first, some_day(2013 + pick(seed, 6), seed))
    match pick(seed + "terms", 7):
        case 0:
            return Period(begun, date(2021 + pick(seed, 2), 6, 30)), None
        case 1:
            last = date(begun.year + 3, begun.month, 1) - timedelta(1)
            return Period(begun, last, 3, 12), None
        case 2 | 3:
            return Period(begun, None, 3 + 3 * pick(seed, 2)), None
        case 4:
            ends = (date(2019, 12, 31), date(2020, 1, 31), date(2020, 2, 29), date(2020, 3, 31))
            return Period(begun, ends[pick(seed, 4)]), None
        case 5:
            last = date(begun.year + 2, begun.month, 1) - timedelta(1)
            return Period(begun, last, 6, 24), None
    if first >= date(2017, 1, 1):
        return Period(first, date(2022, 12, 31), 6), None
    earlier = Period(first, date(2018, 12, 31))
    return Period(date(2019, 1, 1), date(2021, 12, 31), 3, 12), earlier


def _short(operator: Name) -> str:
    return "skolans IT-enhet" if operator.key == "school-it" else "IT-enheten"

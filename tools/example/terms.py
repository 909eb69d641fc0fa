"""The terms of agreements: for how long they hold, and who answers for what."""

from dataclasses import dataclass
from datetime import date, timedelta

from example.tables import pick, some_day


@dataclass(frozen=True)
class Period:
    """From when to when an agreement holds, and what it takes to end it; months."""

    first: date
    last: date | None = None
    notice: int | None = None
    renewal: int | None = None


OPERATION = (
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
SUPPORT = (
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
LICENCE = (
    "Leverantören upplåter nyttjanderätt, kunden räknar användarna varje år.",
    "The supplier grants the right of use, the customer counts its users every year.",
)
COOPERATION = (
    "Värdkommunen driver och utvecklar, de andra bidrar med kunskap och följer gemensamma beslut.",
    "The host runs and develops, the others contribute knowledge and follow joint decisions.",
)

#: Of each place: the operation agreements that hold, and those before them.
OPERATION_PERIODS: dict[str, tuple[Period, Period | None]] = {
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
ELSEWHERE = Period(date(2017, 1, 1), date(2021, 12, 31), 12, 24)

SHARED_OPERATION = (
    lambda first: Period(first, date(2020, 12, 31), 6, 12),
    lambda first: Period(first, None, 12),
    lambda first: Period(first, date(2021, 12, 31)),
    lambda first: Period(first, date(2019, 12, 31), 3, 24),
    lambda first: Period(first, date(2020, 2, 29)),
)


def usual_period(seed: str, first: date, ending: bool) -> tuple[Period, Period | None]:
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


def following_period(seed: str, period: Period) -> Period | None:
    """What is signed already to hold after an agreement that runs out soon: one in three."""
    if period.last is None or period.renewal or period.last > date(2020, 3, 31):
        return None
    if pick(seed, 3):
        return None
    begins = period.last + timedelta(1)
    return Period(begins, date(begins.year + 3, begins.month, 1) - timedelta(1), 6)

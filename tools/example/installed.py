"""Which applications there are, on which products and when: the tables, read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from example.organisation import FEDERATION, PLACES, Organisation, Place
from example.register import TODAY
from example.tables import pick, some_day, table, working_day
from example.turtle import Name

_INSTALLED = re.compile(r"([BDFMAK])([+?]?)(\d{4})(?:([-~])(\d{4}))?=(\S+)")
_USED = re.compile(r"([BDFMAK])(\d{4})(?:-(\d{4}))?")


class TableCellError(Exception):
    """A cell that says where and when an application is in use cannot be read."""

    def __init__(self, cell: str) -> None:
        super().__init__(f"{cell!r} is not written as the tables write it")


@dataclass(frozen=True)
class Holding:
    """Who holds a role for an application, from which day, to which."""

    holder: Name
    first: date
    last: date | None = None
    appointer: Name | None = None

    def holds(self, day: date) -> bool:
        """Whether it holds that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(eq=False)
class Application:
    """
    An application as the tables tell it.

    Attributes:
        home: the place whose posts own and manage it.
        graph: the place whose file describes it.
        users: the places that use it, with the first and the last day.
        decided, planned, in_use, phase_out, retired: the days of its life, where known.
    """

    row: dict[str, str]
    home: Place
    graph: Place
    products: tuple[Name, ...]
    decided: date | None = None
    planned: date | None = None
    in_use: date | None = None
    phase_out: date | None = None
    retired: date | None = None
    users: dict[Place, tuple[date, date | None]] = field(default_factory=dict)
    owners: list[Holding] = field(default_factory=list)
    managers: list[Holding] = field(default_factory=list)
    operators: list[Holding] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its key, one for each kind of application and place."""
        return self.row["key"]

    @property
    def name(self) -> Name:
        """Its name in the register."""
        return self.graph.thing("application", self.key)

    @property
    def shared(self) -> bool:
        """Whether it stands in the table of shared applications."""
        return "home" in self.row

    @property
    def running(self) -> bool:
        """Whether it is in use as the example is told."""
        return self.in_use is not None and self.in_use <= TODAY and self.retired is None

    @property
    def support(self) -> str:
        """Whether product support is needed: yes, no or not stated."""
        return self.row["support"]

    def thing(self, kind: str, suffix: str = "") -> Name:
        """The name of something that belongs to it."""
        return self.graph.thing(kind, self.key + suffix)

    def owner(self, day: date = TODAY) -> Name:
        """The post that owned it on a day."""
        return next(h.holder for h in self.owners if h.holds(day))

    def manager(self, day: date = TODAY) -> Name:
        """The post that managed it on a day."""
        return next(h.holder for h in self.managers if h.holds(day))

    def operator(self) -> Name:
        """The unit that runs it, or ran it last."""
        return self.operators[-1].holder

    def sown(self, seed: str) -> str:
        """A seed of its own, for choices that nothing else decides."""
        return f"{self.home.letter}/{self.key}/{seed}"


def read() -> Iterator[Application]:
    """All applications: those of one place, then the shared ones."""
    for row in table("kinds"):
        for cell in row["installed"].split():
            yield _own(row, cell)
    for row in table("shared"):
        yield _shared(row)


def product(key: str) -> Name:
    """The name of a product; the federation's file describes them all."""
    return FEDERATION.thing("product", key)


def supplier(key: str) -> Name:
    """The name of a supplier."""
    return FEDERATION.thing("supplier", key)


def _products(cell: str) -> tuple[Name, ...]:
    return tuple(product(key) for key in cell.split("+") if key not in ("", "-"))


def _own(row: dict[str, str], cell: str) -> Application:
    found = _INSTALLED.fullmatch(cell)
    if not found:
        raise TableCellError(cell)
    letter, plan, first, ending, last, products = found.groups()
    place = PLACES[letter]
    application = Application(row, place, place, _products(products))
    seed = application.sown("life")
    if plan:
        application.planned = some_day(int(first), seed)
        if plan == "+":
            application.decided = some_day(2019, seed, 2, 6)
        return application
    application.in_use = some_day(int(first), seed, 1, 8 if first == "2019" else 12)
    application.decided = working_day(application.in_use - timedelta(90 + pick(seed, 240)))
    if ending == "-":
        application.retired = some_day(int(last), seed, 3, 12)
        application.phase_out = application.retired - timedelta(180)
    elif ending == "~":
        application.phase_out = some_day(int(last), seed, 2, 7)
    last_day = application.retired and application.retired - timedelta(1)
    application.users[place] = application.in_use, last_day
    return application


def _shared(row: dict[str, str]) -> Application:
    home = PLACES[row["home"]]
    application = Application(row, home, FEDERATION, _products(row["products"]))
    application.decided = date.fromisoformat(row["decided"])
    for cell in row["users"].split():
        found = _USED.fullmatch(cell)
        if not found:
            raise TableCellError(cell)
        letter, first, last = found.groups()
        seed = f"{row['key']}/{letter}/use"
        day = some_day(int(first), seed, 1, 8 if first == "2019" else 12)
        if day <= application.decided:
            day = working_day(application.decided + timedelta(60 + pick(seed, 60)))
        application.users[PLACES[letter]] = day, date(int(last), 5, 31) if last else None
    if application.users:
        application.in_use = min(first for first, _ in application.users.values())
        ends = [last for _, last in application.users.values()]
        if all(ends):
            application.retired = date(2010, 6, 1)
    else:
        application.planned = date(2020, 6, 1)
    return application


def holdings(organisation: Organisation, application: Application) -> None:
    """Fill in who owned, managed and ran the application, and when."""
    if application.decided is None:
        return
    last = application.retired and application.retired - timedelta(1)
    home = application.home
    application.owners = _of_post(
        organisation, home, application.row["owner"], application.decided, last
    )
    if application.in_use is None:
        return
    first = max(application.decided, application.in_use - timedelta(30))
    application.managers = _managers(organisation, application, first, last)
    application.operators = _operators(organisation, application, last)


def _of_post(
    organisation: Organisation, place: Place, post: str, first: date, last: date | None
) -> list[Holding]:
    """The posts that did the work of one post, one after another, in the period."""
    known = organisation.holders(place, post)
    ends = [begins - timedelta(1) for begins, _ in known[1:]] + [None]
    found = []
    for (begins, key), ends_on in zip(known, ends, strict=True):
        until = min(day for day in (ends_on, last, date.max) if day)
        since = max(begins, first)
        if since <= until:
            holder = organisation.post(place, key)
            found.append(Holding(holder, since, None if until == date.max else until))
    return found


def _managers(
    organisation: Organisation, application: Application, first: date, last: date | None
) -> list[Holding]:
    """The manager, and in a quarter of the cases an assistant before, appointed by the owner."""
    home, post = application.home, application.row["manager"]
    seed = application.sown("manager")
    changed = some_day(2015 + pick(seed, 4), seed)
    spells = [(post, first, last)]
    if pick(seed + "changed", 4) == 0 and first < date(2014, 12, 31) and last is None:
        assistant = f"assistant-{organisation.role_of(post)}"
        spells = [(assistant, first, changed - timedelta(1)), (post, changed, last)]
    return [
        Holding(organisation.post(home, key), since, until, application.owner(since))
        for key, since, until in spells
    ]


#: What the schools' own IT units run.
_OF_SCHOOL_IT = {"school", "childcare"}
#: Dals-Ed lets the unit of Bengtsfors run these since the beginning of 2017.
_MOVED = {"elder-care", "individual-family", "water-billing", "building-permits", "pupil-register"}
MOVED_ON = date(2017, 1, 1)


def _operators(
    organisation: Organisation, application: Application, last: date | None
) -> list[Holding]:
    assert application.in_use is not None
    first, home = application.in_use, application.home
    if application.shared:
        return [Holding(organisation.it_unit(PLACES[application.row["operator"]]), first, last)]
    unit = organisation.it_unit(home)
    school = organisation.school_it(home, first)
    if school and _OF_SCHOOL_IT & set(application.row["functions"].split()):
        if organisation.school_it(home, TODAY):
            return [Holding(school, first, last)]
        closed = date(2015, 6, 30)
        return [Holding(school, first, closed), Holding(unit, closed + timedelta(1), last)]
    if home.letter == "D" and application.key in _MOVED and first < MOVED_ON:
        moved = organisation.it_unit(PLACES["B"])
        return [Holding(unit, first, MOVED_ON - timedelta(1)), Holding(moved, MOVED_ON, last)]
    return [Holding(unit, first, last)]

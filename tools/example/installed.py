"""Which applications there are, on which products and when: the tables, read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from example.organisation import FEDERATION, PLACES, Place
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

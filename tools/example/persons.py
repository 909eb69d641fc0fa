"""Who holds the posts: made-up persons, in the internal files only."""

from collections.abc import Sequence
from datetime import date

from example.installed import Application
from example.organisation import FEDERATION, MUNICIPALITIES, Place
from example.register import Register, code
from example.tables import pick, some_day
from example.turtle import Name

_FIRST = (
    "Vera Nils Siv Ola Eva Ulf Ida Karin Per Maja Lars Anna Bo Elsa Jan Mia Gun Leif Sara Tor "
    "Inga Axel Rut Hugo Linn Sten Ebba Kurt Tuva Arne Moa Olle Britt Emil Ylva Roland"
).split()
#: Names that show by themselves that nobody has them.
_LAST = (
    "Påhitt Exempelsson Låtsasgren Fabelström Sagokvist Provhammar Skenberg Diktlund Mallander "
    "Tänkvall Hittepåsson Skissborg"
).split()

#: In Dals-Ed one person often holds two posts.
_SHARING = {"D": 3, "F": 5, "K": 2}


def holders(register: Register, places: Sequence[Place] = (*MUNICIPALITIES, FEDERATION)) -> None:
    """A person on every post that there is, some of them on two, and a few who left."""
    for place in places:
        posts = list(register.of("post", place.graph))
        people: list[Name] = []
        for number, post in enumerate(posts):
            every = _SHARING.get(place.letter, 8)
            if number % every == every - 1:
                person = people[-1]
            else:
                person = _person(register, place, len(people))
                people.append(person)
            seed = f"{place.letter}/{post.name.key}"
            first = some_day(2005 + pick(seed, 13), seed)
            if pick(seed, 6) == 0:
                former = _person(register, place, len(posts) + number)
                left = date.fromordinal(first.toordinal() - 1)
                _hold(register, place, post.name, former, date(1999 + pick(seed, 5), 1, 1), left)
            _hold(register, place, post.name, person, first, None)


def _person(register: Register, place: Place, number: int) -> Name:
    offset = pick(place.letter, len(_FIRST))
    first = _FIRST[(number + offset) % len(_FIRST)]
    last = _LAST[(number * 5 + number // len(_LAST) + offset) % len(_LAST)]
    name = place.internal("person", f"p{number + 1:02}")
    if name not in register:
        register.describe(name, "foaf:Person", f"{first} {last}")
    return name


def _hold(
    register: Register, place: Place, post: Name, person: Name, first: date, last: date | None
) -> None:
    holding = register.describe(
        place.internal("post-holding", f"{post.key}-{person.key}"),
        "PostHolding",
        f"{register.label(person)}: {register.label(post)}",
    )
    holding.add("post", post).add("person", person).add("from", first).add("until", last)


def personal_access(register: Register, applications: Sequence[Application]) -> None:
    """Decisions that give rights to a single person: in the internal files."""
    for application in applications:
        seed = application.sown("person")
        if application.shared or not application.running or pick(seed, 9):
            continue
        home = application.home
        persons = list(register.of("person", f"{home.graph}-internal"))
        person = persons[pick(seed, len(persons))]
        day = some_day(2018, seed, 2, 11)
        began = application.in_use
        if began is None or began > day:
            continue
        decision = register.describe(
            home.internal("access-decision", f"{application.key}-{person.name.key}"),
            "AccessDecision",
            f"Behörighet till {register.label(application.name)}",
        )
        decision.add("application", application.name)
        decision.add("decidedBy", application.owner(day)).add("decidedOn", day)
        decision.add("grantedToPerson", person.name)
        decision.add("accessRight", code("accessRight", ("read", "write")[pick(seed + "r", 2)]))

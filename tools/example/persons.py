"""Who holds the posts: made-up persons, in the internal files only."""

from collections.abc import Sequence
from datetime import date

from example.installed import Application
from example.organisation import FEDERATION, MUNICIPALITIES, Place
from example.register import Register, code
from example.tables import pick, some_day, table
from example.turtle import Name

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
                person = _person(register, place)
                people.append(person)
            seed = f"{place.letter}/{post.name.key}"
            first = some_day(2005 + pick(seed, 13), seed)
            if pick(seed, 6) == 0:
                former = _person(register, place)
                left = date.fromordinal(first.toordinal() - 1)
                _hold(register, place, post.name, former, date(1999 + pick(seed, 5), 1, 1), left)
            _hold(register, place, post.name, person, first, None)


def _person(register: Register, place: Place) -> Name:
    # The two lists have no common factor, so that no name comes twice.
    firsts = [row["name"] for row in table("names") if row["kind"] == "first"]
    lasts = [row["name"] for row in table("names") if row["kind"] == "last"]
    there = sum(1 for _ in register.of("person", f"{place.graph}-internal"))
    turn = there + pick(place.letter, len(firsts))
    full = f"{firsts[turn % len(firsts)]} {lasts[turn % len(lasts)]}"
    name = place.internal("person", _slug(full))
    register.describe(name, "foaf:Person", full)
    return name


def _slug(name: str) -> str:
    return name.lower().translate(str.maketrans("åäö ", "aao-"))


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

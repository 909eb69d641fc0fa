"""What people learn: training plans, training, introductions, specialists and counts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from example.installed import Application
from example.organisation import FEDERATION, MUNICIPALITIES, Organisation, Place
from example.register import TODAY, Register, code
from example.tables import pick, some_day, working_day
from example.turtle import Name, Term, Thing

#: Of each place: when the owners drew up their plans, and when those end.
_PLANS: dict[str, tuple[date, date | None]] = {
    "B": (date(2018, 11, 12), date(2020, 12, 31)),
    "D": (date(2018, 12, 3), None),
    "F": (date(2017, 11, 20), date(2020, 6, 30)),
    "M": (date(2018, 10, 15), date(2021, 12, 31)),
    "A": (date(2018, 9, 24), date(2020, 12, 31)),
    "K": (date(2018, 12, 10), None),
}


def plans(register: Register, applications: Sequence[Application]) -> dict[Application, Name]:
    """The plans that are in force, one an owner or one an application, and which is whose."""
    found: dict[Application, Name] = {}
    for place in (*MUNICIPALITIES, FEDERATION):
        drawn_up, last = _PLANS[place.letter]
        by_owner: dict[Name, list[Application]] = defaultdict(list)
        for application in applications:
            if application.graph != place or not application.running:
                continue
            began = application.in_use
            assert began
            late = application.decided is not None and application.decided > drawn_up
            heavy = int(float(application.row["price"] or 0)) >= 100
            if application.shared or late or heavy:
                name = application.thing("training-plan")
                day = working_day(max(drawn_up, began - timedelta(14)))
                _plan(register, name, [application], min(day, TODAY - timedelta(20)), last)
                found[application] = name
            else:
                by_owner[application.owner()].append(application)
        for owner, covered in by_owner.items():
            name = place.thing("training-plan", owner.key)
            _plan(register, name, covered, drawn_up, last)
            found.update(dict.fromkeys(covered, name))
    return found


def _plan(
    register: Register,
    name: Name,
    covered: Sequence[Application],
    drawn_up: date,
    last: date | None,
) -> None:
    first = covered[0]
    label = register.label(first.name if len(covered) == 1 else first.owner())
    plan = register.describe(name, "TrainingPlan", f"Utbildningsplan: {label}")
    plan.add("audience", code("trainingAudience", "users"))
    plan.add("application", *(application.name for application in covered))
    plan.add("drawnUpBy", first.owner(drawn_up)).add("drawnUpOn", drawn_up)
    plan.add("appliesTo", *dict.fromkeys(place.iri for a in covered for place in a.users))
    begins = date(drawn_up.year + 1, 1, 1) if drawn_up.month > 8 else drawn_up
    plan.add("from", begins if begins < TODAY else drawn_up).add("until", last)


def trainings(
    register: Register, applications: Sequence[Application], plan_of: dict[Application, Name]
) -> None:
    """Training that was held, and what was introduced lately, with its training."""
    for application in applications:
        if not application.running or application not in plan_of:
            continue
        began = application.in_use
        assert began
        seed = application.sown("training")
        if began >= date(2017, 1, 1):
            _introduce(register, application, plan_of[application])
        elif application.shared or pick(seed, 3) == 0:
            day = some_day(2018 + pick(seed, 2), seed, 1, 9)
            day = day if day < TODAY else date(2019, 9, 12)
            _train(register, application, day, plan_of[application], application.shared)


def _train(
    register: Register, application: Application, day: date, plan: Name, jointly: bool
) -> Thing:
    label = register.label(application.name)
    training = register.describe(
        application.thing("training", f"-{day.year}"),
        "Training",
        f"Utbildning {day.year}: {label}",
    )
    training.add("application", application.name).add("underPlan", plan).add("heldOn", day)
    training.add("ledBy", application.manager(day)).add("onBehalfOf", application.owner(day))
    guests: list[Term] = []
    if not jointly and application.home.code and pick(application.sown("guests"), 4) == 0:
        guests = [_neighbour(application.home).iri]
    users = list(application.users) if jointly else [application.home]
    return training.add("heldFor", *(place.iri for place in users), *guests)


def _neighbour(place: Place) -> Place:
    return MUNICIPALITIES[(MUNICIPALITIES.index(place) + 1) % len(MUNICIPALITIES)]


def _introduce(register: Register, application: Application, plan: Name) -> None:
    began = application.in_use
    assert began
    day = working_day(began - timedelta(10))
    training = _train(register, application, day, plan, application.shared)
    introduction = register.describe(
        application.thing("introduction"),
        "Introduction",
        f"Införande: {register.label(application.name)}",
    )
    introduction.add("application", application.name)
    last = working_day(began + timedelta(45 + pick(application.sown("introduction"), 60)))
    introduction.add("from", working_day(began - timedelta(75))).add("until", last)
    introduction.add("includesTraining", training.name).add("followedByPlan", plan)
    if pick(application.sown("cites"), 3):
        introduction.add("citesPolicy", Term("dalsland:policy"))


def specialists(
    register: Register, organisation: Organisation, applications: Sequence[Application]
) -> None:
    """Who knows the shared applications in depth, and here and there an own one."""
    for application in applications:
        if not application.running:
            continue
        seed = application.sown("specialist")
        holders: list[Name] = []
        if application.shared:
            holders = [application.manager()]
            guests = [place for place in application.users if place != application.home]
            if pick(seed, 3):
                units = organisation.administrations(guests[0], application.row["units"])
                holders.append(units[0])
        elif application.row["support"] == "yes" and pick(seed, 3) == 0:
            holders = [application.manager()]
        for number, holder in enumerate(holders):
            competence = register.describe(
                application.thing("specialist-competence", f"-{number + 1}"),
                "SpecialistCompetence",
                f"Specialistkompetens: {register.label(application.name)}",
            )
            competence.add("application", application.name).add("heldIn", holder)
            began = application.in_use
            assert began
            competence.add("from", max(began, some_day(2012 + pick(seed, 5), seed)))


#: How many work in each part of an organisation for ten thousand inhabitants, about.
_STAFF = {
    "board": 48,
    "school": 310,
    "social": 390,
    "ifo": 60,
    "build": 110,
    "culture": 36,
    "environment": 14,
}
_COUNTS = (
    ("basicCompetence", "basic", "Grundkompetens", (71, 96)),
    ("developmentOffered", "development", "Erbjuden utveckling", (55, 92)),
    ("leadership", "leadership", "Chefers och systemägares kunskap om IT", (48, 90)),
)


def counts(register: Register, organisation: Organisation, people: dict[Term, int]) -> None:
    """How many employees have what competence, by administration."""
    for place in (*MUNICIPALITIES, FEDERATION):
        inhabitants = people.get(place.iri, 10_000)
        for unit in organisation.administrations(place):
            staff = sum(
                number * inhabitants // 10_000
                for role, number in _STAFF.items()
                if unit in organisation.administrations(place, role)
            )
            for kind, key, sv, (least, most) in _COUNTS:
                seed = f"{place.letter}/{unit.key}/{key}"
                group = staff if kind != "leadership" else max(2, staff // 25)
                share = least + pick(seed, most - least)
                count = register.describe(
                    place.thing("competence-count", f"{unit.key}-{key}-2018"),
                    "CompetenceCount",
                    f"{register.label(unit)}: {sv[0].lower() + sv[1:]} 2018",
                )
                count.add("countedIn", unit).add("competenceKind", code("competenceKind", kind))
                count.add("employees", group).add("employeesWith", group * share // 100)
                count.add("referenceDate", date(2018, 12, 31))

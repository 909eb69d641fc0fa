"""Who owned, managed and ran each application, and when."""

from datetime import date, timedelta

from example.installed import Application, Holding
from example.organisation import PLACES, Organisation, Place
from example.register import TODAY
from example.tables import pick, some_day


def fill(organisation: Organisation, application: Application) -> None:
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

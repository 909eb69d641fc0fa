"""What is written down about applications, who may use them, and what users wish for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from example.installed import Application
from example.organisation import FEDERATION, MUNICIPALITIES, Organisation
from example.register import TODAY, Register, code
from example.tables import pick, some_day, working_day
from example.turtle import Name, Thing

#: When each place last went through the documentation of operation.
_REVIEWED = {
    "B": date(2019, 2, 15),
    "D": date(2018, 10, 22),
    "F": date(2017, 11, 6),
    "M": date(2019, 5, 20),
    "A": date(2019, 1, 28),
    "K": date(2018, 3, 12),
}


def documents(
    register: Register, organisation: Organisation, applications: Sequence[Application]
) -> None:
    """Documentation of operation, by administration, and of the managers' routines."""
    for place in (*MUNICIPALITIES, FEDERATION):
        reviewed = _REVIEWED[place.letter]
        by_unit: dict[Name, list[Application]] = defaultdict(list)
        bundled: dict[Name, list[Application]] = defaultdict(list)
        for application in applications:
            if application.graph != place or not application.running:
                continue
            unit = organisation.unit_of(application.owner())
            if application.shared or _begun(application) > reviewed:
                _operation(register, application)
            else:
                by_unit[unit].append(application)
            if application.shared or pick(application.sown("routines"), 5) < 3:
                _routines(register, application)
            else:
                bundled[unit].append(application)
        for unit, covered in by_unit.items():
            label = f"{register.label(unit)}: driftdokumentation {reviewed.year}"
            key = f"operation-{unit.key}-{reviewed.year}"
            _document(register, place.thing("documentation", key), label, "operation", covered)
            register[place.thing("documentation", key)].add("documentedOn", reviewed)
        for unit, covered in bundled.items():
            label = f"{register.label(unit)}: rutiner för systemansvariga"
            name = place.thing("documentation", f"routines-{unit.key}")
            latest = max(_begun(application) for application in covered)
            day = max(working_day(latest + timedelta(30)), date(2018, 4, 9))
            document = _document(register, name, label, "routines", covered)
            document.add("documentedOn", min(day, TODAY - timedelta(8)))


def _begun(application: Application) -> date:
    assert application.in_use
    return application.in_use


def _operation(register: Register, application: Application) -> None:
    label = f"Driftdokumentation: {register.label(application.name)}"
    name = application.thing("documentation", "-operation")
    document = _document(register, name, label, "operation", [application])
    day = working_day(_begun(application) + timedelta(20 + pick(application.sown("doc"), 40)))
    document.add("documentedOn", min(day, TODAY - timedelta(12)))


def _routines(register: Register, application: Application) -> None:
    label = f"Rutiner: {register.label(application.name)}"
    name = application.thing("documentation", "-routines")
    document = _document(register, name, label, "routines", [application])
    seed = application.sown("routines")
    day = max(_begun(application), some_day(2014 + pick(seed, 5), seed))
    document.add("documentedOn", min(day, TODAY - timedelta(5)))


def _document(
    register: Register, name: Name, label: str, kind: str, covered: Sequence[Application]
) -> Thing:
    document = register.describe(name, "Documentation", label)
    document.add("documentationKind", code("documentationKind", kind))
    return document.add("application", *(application.name for application in covered))


#: What is decided on access: for which rights, and what the decision is called.
_ACCESS = (
    ("read", "Läsbehörighet"),
    ("read write", "Behörighet att läsa och registrera"),
    ("administer", "Behörighet att administrera"),
)


def access_decisions(
    register: Register, organisation: Organisation, applications: Sequence[Application]
) -> None:
    """Decisions on access, made by the system owner of the day."""
    for application in applications:
        seed = application.sown("access")
        if not application.running or pick(seed, 4) > application.shared:
            continue
        day = max(_begun(application), some_day(2012 + pick(seed, 7), seed, 2, 11))
        rights, sv = _ACCESS[pick(seed + "rights", 3)]
        whom = _whom(organisation, application, rights)
        decision = register.describe(
            application.thing("access-decision", f"-{day.year}"),
            "AccessDecision",
            f"{sv}: {register.label(application.name)}",
        )
        decision.add("application", application.name)
        decision.add("decidedBy", application.owner(day)).add("decidedOn", day)
        decision.add("grantedTo", whom)
        decision.add("accessRight", *(code("accessRight", right) for right in rights.split()))


def _whom(organisation: Organisation, application: Application, rights: str) -> Name:
    if rights == "administer":
        return application.manager()
    if application.shared:
        guests = [place for place in application.users if place != application.home]
        place = guests[pick(application.key, len(guests))]
        return organisation.administrations(place, application.row["units"])[0]
    role = organisation.role_of(application.row["manager"])
    return organisation.post(application.home, f"assistant-{role}")


#: What is wished for: (label, where it stands); the place is filled with the application's name.
_WISHES = (
    ("Bättre sökning i {}", "open"),
    ("Rapport per månad ur {}", "accepted"),
    ("Koppling mellan {} och diariet", "rejected"),
    ("Inloggning med bricka i {}", "open"),
    ("Större text i {}", "done"),
    ("Påminnelse när något förfaller i {}", "accepted"),
    ("Export till kalkylblad ur {}", "done"),
    ("Mobilvy av {}", "open"),
    ("Färre obligatoriska fält i {}", "open"),
)


def change_requests(
    register: Register, organisation: Organisation, applications: Sequence[Application]
) -> None:
    """What users have wished for, taken up by the system manager of the day."""
    for application in applications:
        seed = application.sown("wish")
        wishes = (0, 0, 0, 0, 1, 1, 2)[pick(seed, 7)] + 2 * application.shared
        if not application.running:
            continue
        for number in range(wishes):
            turn = f"{seed}{number}"
            sv, status = _WISHES[(pick(seed, len(_WISHES)) + 2 * number) % len(_WISHES)]
            day = some_day(2018 + pick(turn, 2), turn, 2, 9)
            day = max(day, working_day(_begun(application) + timedelta(14)))
            if day >= TODAY:
                continue
            wish = register.describe(
                application.thing("change-request", f"-{number + 1}"),
                "ChangeRequest",
                sv.format(register.label(application.name)),
            )
            wish.add("application", application.name).add("requestedOn", day)
            role = organisation.role_of(application.row["manager"])
            wish.add("requestedBy", organisation.post(application.home, f"assistant-{role}"))
            wish.add("collectedBy", application.manager(day))
            wish.add("changeRequestStatus", code("changeRequestStatus", status))
            if status in ("done", "rejected"):
                wish.add("closedOn", min(working_day(day + timedelta(60)), TODAY))

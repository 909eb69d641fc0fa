"""Governing documents and their adoption, plans, inquiries, conclusions and goals."""

from collections.abc import Sequence
from datetime import date

from example.cooperation import GROUP, STEERING
from example.installed import Application
from example.organisation import FEDERATION, MUNICIPALITIES, Organisation, Place
from example.register import Register, code
from example.turtle import Name, Term, Thing, texts

POLICY = FEDERATION.thing("governing-document", "it-policy-2019")
STRATEGIES = FEDERATION.thing("governing-document", "it-strategies-2019")
ANNEX = FEDERATION.thing("governing-document", "security-annex-2019")

#: When the council and the executive board of each municipality decided on the renewed policy.
_DECIDED = {
    "B": (date(2018, 12, 12), date(2019, 1, 16)),
    "D": (date(2018, 12, 19), date(2019, 1, 23)),
    "F": (date(2018, 12, 5), date(2018, 12, 18)),
    "M": (date(2018, 11, 21), date(2018, 12, 4)),
    "A": (date(2018, 12, 12), date(2019, 2, 6)),
}
#: From when to when the IT instructions of each municipality hold, and when they were adopted.
_INSTRUCTIONS = {
    "B": (date(2019, 7, 1), date(2023, 6, 30), date(2019, 6, 12)),
    "D": (date(2017, 1, 1), date(2021, 12, 31), date(2016, 12, 14)),
    "F": (date(2018, 4, 1), date(2022, 3, 31), date(2018, 3, 20)),
    "M": (date(2018, 7, 1), date(2021, 6, 30), date(2018, 6, 13)),
    "A": (date(2016, 10, 1), date(2021, 9, 30), date(2016, 9, 21)),
}
CHAPTERS = ("Ansvar", "Behörigheter", "Säkerhetskopiering", "Incidenter", "Utrustning")
_OWN_CHAPTERS = {"A": ("Molntjänster",), "B": ("Distansarbete",)}


def documents(register: Register) -> None:
    """The renewed policy with strategies and annex, the instructions, and who adopted them."""
    everybody = [place.iri for place in MUNICIPALITIES]
    first, last = date(2019, 1, 1), date(2023, 12, 31)
    for name, kind, sv, en in (
        (POLICY, "itPolicy", "IT-policy 2019–2023", "IT policy 2019–2023"),
        (STRATEGIES, "itStrategies", "IT-strategier 2019–2023", "IT strategies 2019–2023"),
        (ANNEX, "annex", "Bilaga om informationssäkerhet", "Annex on information security"),
    ):
        document = register.describe(name, "GoverningDocument", sv, en)
        document.add("documentKind", code("documentKind", kind))
        document.add("from", first).add("until", last).add("appliesTo", *everybody)
    register[POLICY].add("replaces", Term("dalsland:policy"))
    register[POLICY].add("prov:wasRevisionOf", Term("dalsland:policy"))
    _report(register, "transition-report", "Rapport om omställningskostnader", date(2019, 5, 31))
    _report(register, "similar-units-report", "Rapport om likartade IT-enheter", date(2018, 3, 30))
    for place in MUNICIPALITIES:
        council, board = _DECIDED[place.letter]
        _adopt(register, place, "it-policy-2019", POLICY, "council", council)
        _adopt(register, place, "security-annex-2019", ANNEX, "council", council)
        _adopt(register, place, "it-strategies-2019", STRATEGIES, "executiveBoard", board)
        begins, ends, decided = _INSTRUCTIONS[place.letter]
        name = place.thing("governing-document", "it-instructions")
        instructions = register.describe(
            name, "GoverningDocument", f"IT-instruktioner för {place.name}"
        )
        instructions.add("documentKind", code("documentKind", "itInstructions"))
        instructions.add("from", begins).add("until", ends).add("appliesTo", place.iri)
        instructions.add("chapter", *CHAPTERS, *_OWN_CHAPTERS.get(place.letter, ()))
        _adopt(register, place, "it-instructions", name, "executiveBoard", decided)


def _report(register: Register, key: str, sv: str, day: date) -> None:
    name = FEDERATION.thing("governing-document", key)
    report = register.describe(name, "GoverningDocument", sv)
    report.add("documentKind", code("documentKind", "other")).add("from", day)


def _adopt(
    register: Register, place: Place, key: str, document: Name, body: str, day: date
) -> Thing:
    label = f"{place.name} antar: {register.label(document)}"
    adoption = register.describe(place.thing("adoption", key), "Adoption", label)
    adoption.add("adopts", document).add("adoptedBy", place.iri)
    adoption.add("decidingBody", code("decidingBody", body)).add("decidedOn", day)
    return adoption.add("adoptionStatus", code("adoptionStatus", "decided"))


def made_known(register: Register, organisation: Organisation) -> None:
    """How the policy was made known and anchored in the administrations."""
    days = {"B": 5, "D": 19, "F": 12, "M": 7, "A": 26}
    for place in MUNICIPALITIES:
        units = organisation.administrations(place)
        day = date(2019, 2, days[place.letter])
        _tell(register, place, "policy-2019", "Den förnyade IT-policyn", "makeKnown", day, units)
        anchored = date(2019, 4, days[place.letter])
        for unit in units[1:3]:
            label = f"IT-policyn förankras: {register.label(unit)}"
            _tell(register, place, f"policy-{unit.key}", label, "anchor", anchored, [unit])


def _tell(
    register: Register,
    place: Place,
    key: str,
    label: str,
    purpose: str,
    day: date,
    audience: Sequence[Name],
) -> None:
    told = register.describe(place.thing("communication", key), "Communication", label)
    told.add("about", POLICY).add("toAudience", *audience).add("sentOn", day)
    told.add("sender", GROUP if purpose == "makeKnown" else place.thing("post", "it-manager"))
    told.add("communicationPurpose", code("communicationPurpose", purpose))


def plans(register: Register, applications: Sequence[Application]) -> None:
    """The introduction plan, the joint training plan of the IT staff and what was held under it."""
    plan = register.describe(
        FEDERATION.thing("introduction-plan", "introduction-plan-2019"),
        "IntroductionPlan",
        "Införandeplan för system 2019–2021",
        "Introduction plan for systems 2019–2021",
    )
    plan.add("drawnUpBy", GROUP).add("drawnUpOn", date(2018, 12, 3))
    plan.add("plansApplication", *(a.name for a in applications if a.planned and not a.in_use))
    everybody = [place.iri for place in MUNICIPALITIES]
    staff = register.describe(
        FEDERATION.thing("training-plan", "it-staff"),
        "TrainingPlan",
        "Gemensam utbildningsplan för IT-personalen",
        "Joint training plan of the IT staff",
    )
    staff.add("audience", code("trainingAudience", "itStaff")).add("drawnUpBy", GROUP)
    staff.add("drawnUpOn", date(2018, 11, 1)).add("appliesTo", *everybody)
    staff.add("from", date(2019, 1, 1)).add("until", date(2020, 12, 31))
    for key, sv, day, leader in (
        ("security", "Säkerhetsutbildning", date(2019, 2, 12), "B"),
        ("virtualisation", "Utbildning i virtuella servrar", date(2019, 4, 9), "A"),
        ("helpdesk", "Utbildning i bemötande på helpdesk", date(2019, 9, 17), "F"),
    ):
        training = register.describe(
            FEDERATION.thing("training", f"it-staff-{key}-2019"),
            "Training",
            f"{sv} för IT-personalen 2019",
        )
        training.add("underPlan", staff.name).add("heldOn", day)
        training.add("ledBy", _unit(leader)).add("heldFor", *everybody)


def _unit(letter: str) -> Name:
    place = next(place for place in MUNICIPALITIES if place.letter == letter)
    return place.thing("it-unit", "it")


def inquiries(register: Register) -> None:
    """The assignment to renew the policy, the inquiries and what the IT staff concluded."""
    work = register.describe(
        FEDERATION.thing("assignment", "policy-renewal"),
        "Assignment",
        "Uppdraget att förnya IT-policyn",
        "The assignment to renew the IT policy",
    )
    work.add("commissionedBy", FEDERATION.iri).add("steeredBy", STEERING)
    work.add("ledBy", MUNICIPALITIES[3].thing("post", "it-manager"))
    work.add("from", date(2018, 1, 15)).add("completedOn", date(2018, 11, 15)).add("result", POLICY)
    document = FEDERATION.thing
    for key, sv, goals, first, done, result in (
        ("similar-units", "Utredning av likartade IT-enheter", "similar-it-units-2010",
         date(2017, 1, 9), date(2018, 3, 30), "similar-units-report"),
        ("transition-costs", "Utredning av omställningskostnader",
         "optimal-it-organization-2013 transition-costs-known",
         date(2018, 9, 3), date(2019, 5, 31), "transition-report"),
        ("joint-operation", "Utredning av gemensam drift", "optimal-it-organization-2013",
         date(2019, 8, 19), None, None),
    ):  # fmt: skip
        inquiry = register.describe(document("inquiry", key), "Inquiry", sv)
        inquiry.add("concernsGoal", *(Term(f"dalsland:goal-{goal}") for goal in goals.split()))
        inquiry.add("servesGoal", Term("dalsland:goal-transition-costs-known"))
        inquiry.add("commissionedBy", FEDERATION.iri).add("from", first).add("completedOn", done)
        inquiry.add("result", document("governing-document", result) if result else None)
    for key, sv, en, followed in (
        ("helpdesk", "helpdesk", "helpdesk", document("cooperation", "it-support")),
        ("documentation", "dokumentation", "documentation", None),
        ("school", "skola och administration", "school and administration",
         document("cooperation", "school-login")),
        ("competence", "kompetens", "competence", document("training-plan", "it-staff")),
    ):  # fmt: skip
        conclusion = register.describe(
            document("conclusion", key), "Conclusion", f"Slutsats om {sv}", f"Conclusion on {en}"
        )
        conclusion.add("topic", *texts(sv, en)).add("concludedOn", date(2016, 10, 20))
        conclusion.add("followedUpIn", followed)


def goals(register: Register) -> None:
    """How far the goals have come: jointly, and in each municipality."""
    for goal, key, state, day in (
        ("shared-hr-payroll-2009", "payroll-2009", "underWay", date(2009, 12, 31)),
        ("shared-hr-payroll-2009", "payroll-2011", "reached", date(2011, 3, 31)),
        ("introduction-plan-2009", "plan-2009", "reached", date(2009, 12, 15)),
        ("similar-it-units-2010", "units-2010", "notReached", date(2010, 12, 31)),
        ("similar-it-units-2010", "units-2018", "underWay", date(2018, 3, 30)),
        ("organization-proposal-2012", "proposal-2012", "notReached", date(2012, 12, 31)),
        ("organization-proposal-2012", "proposal-2019", "underWay", date(2019, 5, 31)),
        ("optimal-it-organization-2013", "organisation-2013", "notReached", date(2013, 12, 31)),
        ("optimal-it-organization-2013", "organisation-2019", "underWay", date(2019, 5, 31)),
        ("transition-costs-known", "transition-2019", "reached", date(2019, 5, 31)),
        ("stronger-cooperation", "cooperation-2019", "underWay", date(2019, 5, 20)),
        ("uniform-platform", "platform-2019", "underWay", date(2019, 5, 20)),
        ("portal-and-e-services", "portal-2019", "reached", date(2019, 5, 20)),
        ("joint-training", "training-2019", "underWay", date(2019, 5, 20)),
    ):
        _state(register, FEDERATION.thing("goal-status", key), goal, state, day).add(
            "assessedBy", GROUP
        )
    states = {"B": "reached", "D": "underWay", "F": "notReached", "M": "reached", "A": "underWay"}
    for place in MUNICIPALITIES:
        for year, state in ((2010, "underWay"), (2018, states[place.letter])):
            name = place.thing("goal-status", f"it-support-{year}")
            status = _state(register, name, "optimal-it-support-2010", state, date(year, 12, 31))
            status.add("forOrganization", place.iri)
            status.add("assessedBy", place.thing("post", "it-manager"))


def _state(register: Register, name: Name, goal: str, state: str, day: date) -> Thing:
    status = register.describe(name, "GoalStatus", f"Läget för målet {day.year}: {goal}")
    status.add("ofGoal", Term(f"dalsland:goal-{goal}")).add("goalState", code("goalState", state))
    return status.add("assessedOn", day)

"""The technical platform: networks, e-services, changes of it and who was told of them."""

from datetime import date, timedelta
from decimal import Decimal

from example.installed import Application
from example.organisation import FEDERATION, PLACES, Organisation
from example.register import Register, code, codes
from example.tables import pick, some_day, table, working_day
from example.turtle import Term, Thing, Year

_NETWORKS = {
    "administrative": "Administrativa nätet",
    "education": "Pedagogiska nätet",
    "telephone": "Telefonnätet",
}


def networks(register: Register) -> None:
    """The three networks of each municipality."""
    for row in table("platform"):
        place = PLACES[row["place"]]
        network = register.describe(
            place.thing("network", row["kind"]),
            "Network",
            f"{_NETWORKS[row['kind']]}, {place.name}",
        )
        network.add("networkKind", code("networkKind", row["kind"])).add("municipality", place.iri)
        network.add("technology", *row["technology"].split("|"))
        network.add("from", date.fromisoformat(row["from"]))


def e_services(register: Register) -> None:
    """What residents can do themselves: through the joint portal, and in Åmål through its own."""
    for row in table("e_services"):
        for cell in row["places"].split():
            place = PLACES[cell[0]]
            portal = FEDERATION.thing("application", "portal")
            if place.letter == "A":
                portal = place.thing("application", "own-portal")
            service = register.describe(
                place.thing("e-service", row["key"]), "EService", f"{row['sv']}, {place.name}"
            )
            service.add("offeredThrough", portal)
            service.add("offeredBy", place.thing("activity", row["activity"]))
            service.add("eServicePurpose", *codes("eServicePurpose", row["purposes"]))
            opened = register[place.thing("use", portal.key)].day("from")
            assert opened
            begun = some_day(int(cell[1:]), f"{place.letter}/{row['key']}", 1, 9)
            service.add("from", max(begun, opened))


def changes(register: Register, organisation: Organisation) -> None:
    """Changes, what they mean for the budgets, who decided on them and who was told."""
    for row in table("changes"):
        place = PLACES[row["place"]]
        change = register.describe(place.thing("change", row["key"]), "Change", row["sv"])
        change.add("changeKind", code("changeKind", row["kind"])).add("municipality", place.iri)
        change.add("takesEffectOn", date.fromisoformat(row["on"]))
        change.add("withinITBudget", row["within"] == "yes")
        affected = organisation.administrations(place, row["affects"])
        change.add("affects", *affected)
        change.add("servesGoal", Term(f"dalsland:{row['goal']}"))
        change.add("citesPolicy", Term("dalsland:policy"))
        if row["decision"]:
            _decision(register, row, change)
        about = [change.name]
        if row["year"]:
            effect = register.describe(
                place.thing("budget-effect", row["key"]),
                "BudgetEffect",
                f"{row['sv']}: budgetverkan {row['year']}",
            )
            effect.add("concernsChange", change.name).add("amount", Decimal(row["amount"]))
            effect.add("budgetYear", Year(int(row["year"]))).add("affects", *affected)
            about.append(effect.name)
        told = register.describe(
            place.thing("communication", row["key"]), "Communication", f"Besked: {row['sv']}"
        )
        told.add("about", *about).add("toAudience", *affected)
        told.add("sentOn", date.fromisoformat(row["told"]))
        told.add("sender", place.thing("post", "it-manager"))
        told.add("communicationPurpose", code("communicationPurpose", "notice"))
        told.add("statesCost", True)


def _decision(register: Register, row: dict[str, str], change: Thing) -> None:
    place = PLACES[row["place"]]
    body, day = row["decision"].split()
    decision = register.describe(
        place.thing("budget-decision", row["key"]), "BudgetDecision", f"Budgetbeslut: {row['sv']}"
    )
    decision.add("concernsChange", change.name).add("decidingBody", code("decidingBody", body))
    decision.add("decidedBy", place.iri).add("decidedOn", date.fromisoformat(day))
    decision.add("outcome", code("decisionOutcome", "approved"))
    decision.add("budgetYear", Year(int(row["year"])))


#: What is judged of an application: criterion, and the ratings among which it falls.
_CRITERIA = ("worksWell", "competenceAvailable", "worksWell", "higherQuality")
_RATINGS = ("good", "good", "acceptable", "poor", "acceptable")


def assessments(register: Register, applications: list[Application]) -> None:
    """How well applications work, and how easy it is to keep the competence on them."""
    for application in applications:
        seed = application.sown("assessment")
        if not application.running or (pick(seed, 4) and not application.shared):
            continue
        began = application.in_use
        assert began
        day = some_day(2018 + pick(seed, 2), seed, 1, 8)
        day = max(day, working_day(began + timedelta(25)))
        criterion = _CRITERIA[pick(seed + "criterion", 4)]
        assessment = register.describe(
            application.thing("assessment", f"-{day.year}"),
            "Assessment",
            f"Bedömning {day.year}: {register.label(application.name)}",
        )
        assessment.add("assesses", application.name).add("criterion", code("criterion", criterion))
        rating = "poor" if application.phase_out else _RATINGS[pick(seed + "rating", 5)]
        assessment.add("rating", code("rating", rating)).add("assessedOn", day)
        assessment.add("assessedBy", application.owner(day))

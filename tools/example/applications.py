"""Applications in the register: what they are for, who uses, owns, manages and runs them."""

from datetime import date, timedelta

from example.installed import Application, Holding, product, supplier
from example.organisation import (
    COMPANIES,
    FEDERATION,
    NEIGHBOURS,
    PLACES,
    Organisation,
    Place,
    english,
)
from example.register import Register, areas, code, codes
from example.tables import pick, some_day, table
from example.turtle import Name, Term, Text, texts


def market(register: Register) -> None:
    """The suppliers and what they sell, all made up."""
    for row in table("suppliers"):
        maker = register.describe(supplier(row["key"]), "Supplier", row["label"])
        maker.add("fictional", True)
    for row in table("products"):
        sold = register.describe(product(row["key"]), "Product", row["label"])
        sold.add("suppliedBy", supplier(row["supplier"]))
        sold.add("function", *codes("function", row["functions"])).add("fictional", True)


def describe(register: Register, organisation: Organisation, application: Application) -> None:
    """The application with its roles, its uses and the support that users get."""
    row = application.row
    sv, en = _label(register, application)
    thing = register.describe(application.name, "Application", sv, en)
    thing.add("function", *codes("function", row["functions"]))
    thing.add("generality", code("generality", row["generality"]))
    thing.add("businessArea", *areas(row["areas"])).add("usesProduct", *application.products)
    thing.add("applicationOf", application.graph.iri)
    if application.shared and application.home.code and application.running:
        thing.add("responsibleMunicipality", application.home.iri)
    thing.add("introductionDecidedOn", application.decided)
    thing.add("plannedInUseFrom", application.planned).add("inUseFrom", application.in_use)
    thing.add("phaseOutFrom", application.phase_out).add("retiredOn", application.retired)
    thing.add("expectedBenefit", *_benefit(application))
    if row["support"]:
        thing.add("needsProductSupport", row["support"] == "yes")
    seed = application.sown("upkeep")
    if application.running and not application.phase_out and pick(seed, 5 - application.shared) < 2:
        thing.add("plannedUpkeepOn", some_day(2019 + pick(seed, 2), seed, 11, 12))
    _roles(register, application)
    _uses(register, organisation, application)
    if application.managers:
        _support(register, application)


def _label(register: Register, application: Application) -> tuple[str, str]:
    """The name; every place has its own habit of naming."""
    row, home = application.row, application.graph
    if application.shared or home.name in row["sv"] or home.owner in row["sv"]:
        return row["sv"], row["en"]
    sv = row["sv"]
    if sv.startswith("Nytt "):
        return f"{sv}, {home.name}", f"{row['en']}, {english(home)}"
    lower = sv[0].lower() + sv[1:]
    made_of = [register.label(name) for name in application.products]
    named = {
        "B": f"{made_of[0]}, {lower}" if made_of else sv,
        "D": f"{sv} i Dals-Ed",
        "F": made_of[0] if made_of else sv,
        "M": f"{sv} Mellerud",
        "A": f"Åmåls {lower}",
        "K": f"{sv}, förbundet",
    }
    return named[home.letter], f"{row['en']}, {english(home)}"


def _benefit(application: Application) -> list[Text]:
    row = application.row
    if application.shared:
        return texts(row["benefit_sv"], row["benefit_en"])
    stated = [text for text in (row["benefit"], row["other_benefit"]) if text]
    if application.home.letter == "A":
        return texts(" ".join(stated))
    return texts(stated[pick(application.sown("benefit"), len(stated))])


_ROLES = {
    "owner": ("systemOwner", "Systemägare"),
    "manager": ("systemManager", "Systemansvarig"),
    "operator": ("operatingITUnit", "Driftande IT-enhet"),
}


def _roles(register: Register, application: Application) -> None:
    label = register.label(application.name)
    spells = {
        "owner": application.owners,
        "manager": application.managers,
        "operator": application.operators,
    }
    for role, holdings in spells.items():
        for holding in holdings:
            suffix = "" if len(holdings) == 1 else f"-{holding.first:%Y-%m}"
            assignment = register.describe(
                application.thing("role-assignment", f"-{role}{suffix}"),
                "RoleAssignment",
                f"{_ROLES[role][1]}: {label}",
            )
            assignment.add("application", application.name)
            assignment.add("role", code("role", _ROLES[role][0])).add("holder", holding.holder)
            assignment.add("from", holding.first).add("until", holding.last)
            if role == "manager":
                assignment.add("appointedBy", holding.appointer)
                assignment.add("confirmsDailyUse", True).add("confirmsRightsAdministration", True)


def _uses(register: Register, organisation: Organisation, application: Application) -> None:
    label = register.label(application.name)
    roles = application.row["units"] if application.shared else application.row["users"]
    for place, (first, last) in application.users.items():
        name = place.name if place.code else "Förbundet"
        use = register.describe(
            place.thing("use", application.key), "Use", f"{name} använder {label}"
        )
        use.add("application", application.name).add("user", place.iri)
        use.add("userUnit", *organisation.administrations(place, roles))
        use.add("from", first).add("until", last)


def other_uses(register: Register) -> None:
    """What the municipalities' companies and the neighbours use."""
    for place, key, sv, *_ in COMPANIES:
        if key == "housing":
            _other_use(register, place, "housing-property", sv, "property", date(2016, 2, 1))
    exchange = FEDERATION.thing("application", "telephony")
    for letter, first in (("S", date(2009, 3, 2)), ("J", date(2012, 1, 2))):
        number, name = NEIGHBOURS[letter]
        use = register.describe(
            FEDERATION.thing("use", f"telephony-{number}"), "Use", f"{name} använder Telefonväxeln"
        )
        use.add("application", exchange).add("user", Term(f"mun:{number}")).add("from", first)


def _other_use(
    register: Register, place: Place, key: str, user: str, application: str, first: date
) -> None:
    used = place.thing("application", application)
    use = register.describe(
        place.thing("use", key), "Use", f"{user} använder {register.label(used)}"
    )
    use.add("application", used).add("user", place.thing("municipal-company", "housing"))
    use.add("from", first)


def _support(register: Register, application: Application) -> None:
    for holding in application.managers:
        suffix = "" if len(application.managers) == 1 else f"-{holding.first:%Y-%m}"
        _arrangement(register, application, f"-manager{suffix}", holding, "systemManager")
    last = application.managers[-1]
    seed = application.sown("channel")
    if application.running and pick(seed, 3) == 0:
        desk = Holding(application.operator(), max(last.first, date(2017, 1, 2)))
        _arrangement(register, application, "-helpdesk", desk, "helpdesk")
    if application.running and application.support == "yes" and application.products:
        makers = [register[p].names("suppliedBy")[0] for p in application.products]
        since = Holding(makers[0], last.first + timedelta(30))
        _arrangement(register, application, "-supplier", since, "productSupport")


_CHANNELS = {
    "systemManager": "Support av systemansvarig",
    "helpdesk": "Support av helpdesk",
    "productSupport": "Support av leverantören",
}


def _arrangement(
    register: Register, application: Application, suffix: str, holding: Holding, channel: str
) -> None:
    name: Name = application.thing("support-arrangement", suffix)
    label = f"{_CHANNELS[channel]}: {register.label(application.name)}"
    arrangement = register.describe(name, "SupportArrangement", label)
    arrangement.add("application", application.name)
    arrangement.add("supportChannel", code("supportChannel", channel))
    arrangement.add("contact", holding.holder)
    arrangement.add("from", holding.first).add("until", holding.last)


def successors(register: Register) -> None:
    """Which application takes over after one that is being phased out or was retired."""
    amal, fargelanda = PLACES["A"], PLACES["F"]
    for old, new in (
        (amal.thing("application", "archive"), FEDERATION.thing("application", "e-archive")),
        (amal.thing("application", "intranet"), amal.thing("application", "new-intranet")),
        (
            fargelanda.thing("application", "pupil-register"),
            fargelanda.thing("application", "new-pupil-register"),
        ),
        (
            FEDERATION.thing("application", "old-payroll"),
            FEDERATION.thing("application", "hr-payroll"),
        ),
    ):
        register[old].add("successor", new)

"""What the organisations do together: bodies, networks, areas, cooperations and their levels."""

from datetime import date

from example.organisation import (
    DALS_ED,
    FEDERATION,
    MUNICIPALITIES,
    NEIGHBOURS,
    PLACES,
    Organisation,
)
from example.register import Register, areas, code, codes
from example.tables import pick, some_day, table
from example.turtle import Name, Term, Thing, Value

GROUP = FEDERATION.thing("it-managers-group", "it-managers")
STEERING = FEDERATION.thing("steering-group", "policy-renewal")


def bodies(register: Register, organisation: Organisation) -> None:
    """The IT managers' group, a steering group and the competence networks, with their members."""
    register.describe(GROUP, "ITManagersGroup", "IT-chefsgruppen", "IT managers' group")
    register.describe(
        STEERING,
        "SteeringGroup",
        "Styrgruppen för förnyad IT-policy",
        "Steering group for the renewed IT policy",
    )
    for place in MUNICIPALITIES:
        unit = organisation.it_unit(place)
        _take_part(register, f"it-managers-{place.graph}", unit, GROUP, date(2005, 1, 1))
        seat = _take_part(
            register, f"policy-renewal-{place.graph}", place.iri, STEERING, date(2018, 1, 15)
        )
        seat.add("until", date(2018, 12, 31))
    for row in table("networks"):
        name = FEDERATION.thing("competence-network", row["key"])
        network = register.describe(name, "CompetenceNetwork", row["sv"], row["en"])
        network.add("field", *(_area(key) for key in row["fields"].split()))
        network.add("networkTask", *codes("networkTask", row["tasks"]))
        for cell in row["members"].split():
            letter, unit_key, year = cell.split(":")
            kind = "it-unit" if unit_key == "it" else "administration"
            member = PLACES[letter].thing(kind, unit_key)
            key = f"{row['key']}-network-{PLACES[letter].graph}"
            _take_part(register, key, member, name, some_day(int(year), key))


def cooperation(register: Register, organisation: Organisation) -> None:
    """Areas, functions, cooperations with their levels and participants, and potentials."""
    for row in table("areas"):
        area = register.describe(_area(row["key"]), "CooperationArea", row["sv"], row["en"])
        area.add("businessArea", *areas(row["businessAreas"]))
    _functions(register, organisation)
    for row in table("cooperations"):
        _cooperation(register, row)
    _potentials(register)
    _assessments(register)


def _area(key: str) -> Name:
    return FEDERATION.thing("cooperation-area", key)


def _functions(register: Register, organisation: Organisation) -> None:
    units = [organisation.it_unit(place) for place in MUNICIPALITIES]
    bengtsfors, dals_ed, fargelanda, mellerud, amal = units
    for key, sv, en, first, carriers in (
        ("helpdesk", "Gemensam helpdesk", "Joint helpdesk", date(2017, 1, 2),
         [bengtsfors, fargelanda, mellerud]),
        ("helpdesk-amal", "Helpdesk i Åmål", "Helpdesk of Åmål", date(2012, 9, 3), [amal]),
        ("helpdesk-dals-ed", "Helpdesk i Dals-Ed", "Helpdesk of Dals-Ed", date(2012, 1, 2),
         [dals_ed]),
        ("security-reviews", "Granskning av informationssäkerhet",
         "Reviews of information security", date(2018, 5, 25), units),
        ("on-call", "Jour för telefonväxeln", "Standby for the telephone exchange",
         date(2013, 1, 1), [amal, bengtsfors]),
    ):  # fmt: skip
        function = register.describe(FEDERATION.thing("it-function", key), "ITFunction", sv, en)
        function.add("carriedOutBy", *carriers).add("from", first)


def _cooperation(register: Register, row: dict[str, str]) -> None:
    name = FEDERATION.thing("cooperation", row["key"])
    begins = date.fromisoformat(row["from"])
    ends = date.fromisoformat(row["until"]) if row["until"] else None
    thing = register.describe(name, "Cooperation", row["sv"], row["en"])
    thing.add("concerns", *(_concerned(cell) for cell in row["concerns"].split()))
    thing.add("cooperationForm", *codes("cooperationForm", row["forms"]))
    thing.add("inArea", _area(row["area"])).add("businessArea", *areas(row["businessAreas"]))
    thing.add("aim", *codes("cooperationAim", row["aims"]))
    thing.add("reason", *codes("cooperationReason", row["reasons"]))
    initiators: dict[str, Value] = {"group": GROUP, "dkf": FEDERATION.iri}
    started = initiators.get(row["initiator"]) or PLACES[row["initiator"]].iri
    thing.add("initiatedBy", started).add("from", begins).add("until", ends)
    levels = [cell.split("@") for cell in row["levels"].split()]
    for number, (level, first) in enumerate(levels):
        assignment = register.describe(
            FEDERATION.thing("cooperation-level-assignment", f"{row['key']}-{first[:4]}"),
            "CooperationLevelAssignment",
            f"{row['sv']}: nivå {level}",
        )
        assignment.add("cooperation", name).add("level", code("cooperationLevel", level))
        assignment.add("from", date.fromisoformat(first))
        following = levels[number + 1 :]
        assignment.add("until", _day_before(following[0][1]) if following else ends)
    for cell in row["participants"].split():
        letter, year = cell[0], int(cell[1:])
        place = Term(f"mun:{NEIGHBOURS[letter][0]}") if letter in NEIGHBOURS else None
        key = f"{row['key']}-{NEIGHBOURS[letter][0] if place else PLACES[letter].graph}"
        day = max(begins, some_day(year, key)) if year > begins.year else begins
        part = _take_part(register, key, place or PLACES[letter].iri, name, day)
        part.add("until", ends)


def _concerned(cell: str) -> Name | Term:
    kind, _, key = cell.partition(":")
    if kind == "area":
        return Term(cell)
    if kind == "function":
        return FEDERATION.thing("it-function", key)
    return FEDERATION.thing("application", cell)


def _day_before(day: str) -> date:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1)


def _take_part(register: Register, key: str, who: Name | Term, body: Name, first: date) -> Thing:
    codes_of = {place.iri: place.name for place in PLACES.values()}
    codes_of.update({Term(f"mun:{number}"): name for number, name in NEIGHBOURS.values()})
    told = register.label(who) if isinstance(who, Name) else codes_of[who]
    sought = register.label(body)
    label = f"{told}: med i {sought[0].lower() + sought[1:] if sought[1].islower() else sought}"
    part = register.describe(FEDERATION.thing("participation", key), "Participation", label)
    return part.add("participant", who).add("participatesIn", body).add("from", first)


def _potentials(register: Register) -> None:
    everybody = [place.iri for place in MUNICIPALITIES]
    for key, sv, en, function, area, day, whom in (
        ("building-permits", "Ett bygglovssystem räcker för alla fem",
         "One system for building permits is enough for all five", "buildingPermits", "215",
         date(2018, 11, 15), everybody),
        ("elder-care", "Omsorgssystemen kan handlas upp tillsammans",
         "The care systems can be procured together", "elderlyCare", "510",
         date(2019, 3, 22), everybody[:4]),
        ("pupil-register", "Ett elevregister för fyra kommuner",
         "One pupil register for four municipalities", "school", "440",
         date(2019, 5, 9), [p.iri for p in MUNICIPALITIES if p != DALS_ED]),
        ("water-control", "Gemensam jour för vatten och avlopp",
         "Joint standby for water and sewerage", "waterAndWaste", "865",
         date(2017, 2, 14), everybody[2:]),
    ):  # fmt: skip
        potential = register.describe(
            FEDERATION.thing("cooperation-potential", key), "CooperationPotential", sv, en
        )
        potential.add("function", code("function", function)).add("concerns", *areas(area))
        potential.add("businessArea", *areas(area)).add("statedOn", day).add("statedFor", *whom)


def _assessments(register: Register) -> None:
    """How the cooperations turned out, by the IT managers' group."""
    ratings = ("good", "acceptable", "good", "poor", "acceptable")
    for row in table("cooperations"):
        if row["until"]:
            continue
        name = FEDERATION.thing("cooperation", row["key"])
        for year in (2018, 2019):
            for criterion in row["aims"].split():
                seed = f"{row['key']}/{criterion}/{year}"
                if pick(seed, 3) == 2:
                    continue
                assessment = register.describe(
                    FEDERATION.thing("assessment", f"{row['key']}-{criterion.lower()}-{year}"),
                    "Assessment",
                    f"{row['sv']}: bedömning {year}",
                )
                assessment.add("assesses", name).add("criterion", code("criterion", criterion))
                assessment.add("rating", code("rating", ratings[pick(seed, 5)]))
                assessment.add("assessedOn", date(year, 5, 20)).add("assessedBy", GROUP)

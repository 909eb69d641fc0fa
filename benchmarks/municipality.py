"""A made-up municipality: administrations, posts, IT unit, networks and governing documents."""

from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.writing import boolean, day, described, named, term, text, thing

#: What administrations there are, their business area, and the functions of their applications.
ADMINISTRATIONS = (
    ("office", "Kommunstyrelsens förvaltning", "area:100", ("finance", "hrPayroll", "intranet")),
    ("education", "Utbildningsförvaltningen", "area:320", ("school", "library", "childcare")),
    ("social", "Socialförvaltningen", "area:510", ("elderlyCare", "socialServices", "booking")),
    ("planning", "Samhällsbyggnadsförvaltningen", "area:215", ("gis", "buildingPermits", "map")),
)
COMMON = "bench-common"
PRODUCTS = 200
CHAPTERS = ("Behörigheter", "Säkerhetskopiering", "Incidenter", "Anskaffning")


@dataclass(frozen=True)
class Municipality:
    """A real municipality's code, name and population; all else that is said of it is made up."""

    code: str
    name: str
    population: int

    @property
    def supplier(self) -> str:
        """The data supplier in the IRIs of its things."""
        return f"bench-{self.code}"

    @property
    def term(self) -> str:
        """Its IRI, as N-Triples."""
        return term(f"mun:{self.code}")

    def thing(self, kind: str, key: str) -> str:
        """The IRI of a thing that it describes."""
        return thing(self.supplier, kind, key)

    @property
    def it_unit(self) -> str:
        """Its one IT unit."""
        return self.thing("it-unit", "it")

    def administration(self, number: int) -> str:
        """One of its administrations."""
        return self.thing("administration", ADMINISTRATIONS[number][0])

    def activity(self, number: int) -> str:
        """What that administration carries out."""
        return self.thing("activity", ADMINISTRATIONS[number][0])

    def post(self, number: int, key: str) -> str:
        """A post in that administration."""
        return self.thing("post", f"{ADMINISTRATIONS[number][0]}-{key}")


def product(number: int) -> str:
    """A made-up product that the whole country may buy."""
    return thing(COMMON, "product", str(number % PRODUCTS))


def supplier(number: int) -> str:
    """The made-up supplier of that product."""
    return thing(COMMON, "supplier", str(number % PRODUCTS // 4))


GROUP = thing(COMMON, "it-managers-group", "group")


def common(municipalities: list[Municipality]) -> list[str]:
    """Products, suppliers and the IT managers' group that all refer to."""
    lines = described(GROUP, "smv:ITManagersGroup", *named("IT-chefsgruppen"))
    plan = thing(COMMON, "training-plan", "it-staff")
    lines += described(
        plan,
        "smv:TrainingPlan",
        *named("Utbildning av IT-personal"),
        ("smv:audience", term("code:trainingAudience-itStaff")),
        ("smv:drawnUpBy", GROUP),
        ("smv:drawnUpOn", day(date(2019, 1, 7))),
        ("smv:from", day(date(2019, 2, 1))),
        *(("smv:appliesTo", municipality.term) for municipality in municipalities),
    )
    for number in range(PRODUCTS):
        if number % 4 == 0:
            lines += described(
                supplier(number),
                "smv:Supplier",
                *named(f"Påhittad leverantör {number // 4} AB"),
                ("smv:fictional", boolean(True)),
            )
        lines += described(
            product(number),
            "smv:Product",
            *named(f"Påhittad produkt {number}"),
            ("smv:suppliedBy", supplier(number)),
            ("smv:fictional", boolean(True)),
        )
    return lines


def organisation(municipality: Municipality, posts: int, random: Random) -> list[str]:
    """The municipality's own things, apart from applications."""
    name, m = municipality.name, municipality
    lines = described(
        m.it_unit,
        "smv:ITUnit",
        *named(f"IT-enheten, {name}", f"IT unit, {name}"),
        ("org:unitOf", m.term),
        ("smv:itUnitKind", term("code:itUnitKind-administrative")),
        ("smv:serves", m.term),
    )
    for number, (_, label, area, _) in enumerate(ADMINISTRATIONS):
        unit = m.administration(number)
        lines += described(
            unit, "smv:Administration", *named(f"{label}, {name}"), ("org:unitOf", m.term)
        )
        lines += described(
            m.activity(number),
            "smv:Activity",
            *named(f"Verksamhet vid {label}, {name}"),
            ("smv:businessArea", term(area)),
            ("smv:carriedOutBy", unit),
        )
        for key in ("chief", *(str(post) for post in range(posts))):
            lines += described(
                m.post(number, key),
                "org:Post",
                *named(f"Tjänst {key} vid {label}, {name}"),
                ("org:postIn", unit),
            )
    for kind in ("administrative", "education", "telephone"):
        lines += described(
            m.thing("network", kind),
            "smv:Network",
            *named(f"Nät, {name}"),
            ("smv:networkKind", term(f"code:networkKind-{kind}")),
            ("smv:municipality", m.term),
            ("smv:from", day(date(random.randint(2008, 2017), 1, 1))),
        )
    lines += described(
        m.thing("participation", "it-managers"),
        "smv:Participation",
        ("smv:participant", m.it_unit),
        ("smv:participatesIn", GROUP),
        ("smv:from", day(date(2012, 1, 1))),
    )
    return lines + documents(m)


def documents(m: Municipality) -> list[str]:
    """Its IT policy and IT instructions, adopted, and made known to the administrations."""
    policy = m.thing("governing-document", "it-policy")
    instructions = m.thing("governing-document", "it-instructions")
    lines = described(
        policy,
        "smv:GoverningDocument",
        *named(f"IT-policy, {m.name}"),
        ("smv:documentKind", term("code:documentKind-itPolicy")),
        ("smv:from", day(date(2019, 1, 1))),
        ("smv:until", day(date(2023, 12, 31))),
        ("smv:appliesTo", m.term),
    )
    lines += described(
        instructions,
        "smv:GoverningDocument",
        *named(f"IT-instruktioner, {m.name}"),
        ("smv:documentKind", term("code:documentKind-itInstructions")),
        ("smv:from", day(date(2019, 1, 1))),
        ("smv:until", day(date(2022, 12, 31))),
        ("smv:appliesTo", m.term),
        *(("smv:chapter", text(chapter)) for chapter in CHAPTERS),
    )
    bodies = ((policy, "council", 10), (instructions, "executiveBoard", 17))
    for document, body, on in bodies:
        lines += described(
            m.thing("adoption", "it-policy" if document == policy else "it-instructions"),
            "smv:Adoption",
            ("smv:adopts", document),
            ("smv:adoptedBy", m.term),
            ("smv:decidingBody", term(f"code:decidingBody-{body}")),
            ("smv:decidedOn", day(date(2018, 12, on))),
            ("smv:adoptionStatus", term("code:adoptionStatus-decided")),
        )
    return lines + described(
        m.thing("communication", "policy"),
        "smv:Communication",
        ("smv:about", policy),
        ("smv:sentOn", day(date(2019, 2, 1))),
        ("smv:sender", m.it_unit),
        ("smv:communicationPurpose", term("code:communicationPurpose-makeKnown")),
        *(("smv:toAudience", m.administration(number)) for number in range(len(ADMINISTRATIONS))),
    )

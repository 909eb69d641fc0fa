"""Who there is: the six organisations, their administrations, IT units, posts and activities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from example.register import Register, areas, code
from example.tables import table
from example.turtle import Name, Term, texts


@dataclass(frozen=True)
class Place:
    """A member of the example: one of the municipalities, or the federation."""

    letter: str
    graph: str
    name: str
    code: str

    @property
    def iri(self) -> Term:
        """The organisation, which the reference data describe."""
        return Term(f"mun:{self.code}" if self.code else "reforg:dkf")

    @property
    def owner(self) -> str:
        """The name in the genitive."""
        return self.name if self.name.endswith("s") else f"{self.name}s"

    def thing(self, kind: str, key: str) -> Name:
        """The name of a thing in its graph."""
        return Name(self.graph, kind, key)

    def internal(self, kind: str, key: str) -> Name:
        """The name of a thing in its internal graph."""
        return Name(f"{self.graph}-internal", kind, key)


BENGTSFORS = Place("B", "bengtsfors", "Bengtsfors", "1460")
DALS_ED = Place("D", "dals-ed", "Dals-Ed", "1438")
FARGELANDA = Place("F", "fargelanda", "Färgelanda", "1439")
MELLERUD = Place("M", "mellerud", "Mellerud", "1461")
AMAL = Place("A", "amal", "Åmål", "1492")
FEDERATION = Place("K", "dkf", "förbundet", "")
MUNICIPALITIES = (BENGTSFORS, DALS_ED, FARGELANDA, MELLERUD, AMAL)
PLACES = {place.letter: place for place in (*MUNICIPALITIES, FEDERATION)}
#: Neighbours that take part in something, by letter: Säffle and Årjäng.
NEIGHBOURS = {"S": ("1785", "Säffle"), "J": ("1765", "Årjäng")}

#: Municipalities where the schools have an IT unit of their own; the day on which it was closed.
SCHOOL_IT: dict[str, date | None] = {"B": None, "A": None, "M": date(2015, 6, 30)}

#: Companies that the municipalities own, all made up.
COMPANIES = (
    (BENGTSFORS, "housing", "Påhittade bostäder i Bengtsfors AB", "Bostäder", "815"),
    (MELLERUD, "housing", "Påhittade bostäder i Mellerud AB", "Bostäder", "815"),
    (AMAL, "housing", "Påhittade bostäder i Åmål AB", "Bostäder", "815"),
    (AMAL, "energy", "Påhittade energibolaget i Åmål AB", "Elnät", "855"),
)


class UnknownRoleError(Exception):
    """A post belongs to a part of the organisation that the place has not got."""

    def __init__(self, place: Place, role: str) -> None:
        super().__init__(f"{place.name} has no administration for {role}")


class Organisation:
    """Administrations, units, posts and activities, made as they are needed."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._posts = {row["key"]: row for row in table("posts")}
        self._by_role: dict[tuple[Place, str], Name] = {}
        self._by_area: dict[tuple[Place, str], Name] = {}
        for row in table("administrations"):
            self._administration(row)
        for place in MUNICIPALITIES:
            self._it_units(place)
        for row in table("activities"):
            self._activities(row)
        for place, key, sv, activity, area in COMPANIES:
            self._company(place, key, sv, activity, area)

    def administration(self, place: Place, role: str) -> Name:
        """
        The administration that does that work in the place.

        Raises:
            UnknownRoleError: if none does.
        """
        if (place, role) not in self._by_role:
            raise UnknownRoleError(place, role)
        return self._by_role[place, role]

    def administrations(self, place: Place, roles: str = "all") -> list[Name]:
        """The administrations that do such work there, each once, in the order of the roles."""
        known = [role for p, role in self._by_role if p == place]
        wanted = known if roles == "all" else [r for r in roles.split() if r in known]
        return list(dict.fromkeys(self._by_role[place, role] for role in wanted))

    def role_of(self, post: str) -> str:
        """The part of an organisation that a post belongs to."""
        return self._posts[post]["role"]

    def post(self, place: Place, key: str) -> Name:
        """A post in the administration that does its work."""
        name = place.thing("post", key)
        if name not in self._register:
            row = self._posts[key]
            titles = dict(title.split("=") for title in row["titles"].split("|") if title)
            sv = titles.get(place.letter, row["sv"])
            self._register.describe(
                name, "org:Post", f"{sv}, {place.name}", f"{row['en']}, {english(place)}"
            ).add("org:postIn", self.administration(place, row["role"]))
        return name

    def unit_of(self, post: Name) -> Name:
        """The unit that a post sits in."""
        return self._register[post].names("org:postIn")[0]

    def holders(self, place: Place, post: str) -> list[tuple[date, str]]:
        """
        Who did the work of a post: from which day on which post, earliest first.

        A reorganisation moves it from one post to another.
        """
        for row in table("reorganisations"):
            if (row["place"], row["post"]) == (place.letter, post):
                return [(date.min, row["previous"]), (date.fromisoformat(row["on"]), post)]
        return [(date.min, post)]

    def post_on(self, place: Place, post: str, day: date) -> Name:
        """The post that did that work on a day."""
        keys = [key for first, key in self.holders(place, post) if first <= day]
        return self.post(place, keys[-1])

    def activity(self, place: Place, cell: str) -> Name:
        """The activity of the first of those business areas, else the common administration."""
        for area in cell.split():
            if (place, area) in self._by_area:
                return self._by_area[place, area]
        return self._by_area[place, "100"]

    def it_unit(self, place: Place) -> Name:
        """The unit that runs IT for the place; Bengtsfors does it for the federation."""
        return (place if place.code else BENGTSFORS).thing("it-unit", "it")

    def school_it(self, place: Place, day: date) -> Name | None:
        """The schools' own IT unit, if the place has one that day."""
        if place.letter not in SCHOOL_IT:
            return None
        closed = SCHOOL_IT[place.letter]
        return place.thing("it-unit", "school-it") if closed is None or day <= closed else None

    def _administration(self, row: dict[str, str]) -> None:
        place = PLACES[row["place"]]
        name = place.thing("administration", row["key"])
        sv = row["sv"] if place.letter == "K" else f"{row['sv']}, {place.name}"
        self._register.describe(name, "Administration", sv, f"{row['en']}, {english(place)}").add(
            "org:unitOf", place.iri
        )
        for role in row["roles"].split():
            self._by_role[place, role] = name

    def _it_units(self, place: Place) -> None:
        unit = self._register.describe(
            place.thing("it-unit", "it"),
            "ITUnit",
            f"IT-enheten, {place.name}",
            f"IT unit, {place.name}",
        )
        unit.add("org:unitOf", place.iri).add("itUnitKind", code("itUnitKind", "administrative"))
        unit.add("serves", place.iri)
        posts = [("it", "it-manager", "IT-chef", "IT manager"), _technician("it")]
        if place.letter in SCHOOL_IT:
            school = self._register.describe(
                place.thing("it-unit", "school-it"),
                "ITUnit",
                f"Skolans IT-enhet, {place.name}",
                f"School IT unit, {place.name}",
            )
            school.add("org:unitOf", place.iri).add("itUnitKind", code("itUnitKind", "school"))
            school.add("serves", self.administration(place, "school"))
            posts.append(_technician("school-it"))
            if closed := SCHOOL_IT[place.letter]:
                after = (closed + timedelta(days=1)).isoformat()
                told = f"Upphörde den {closed}; IT-enheten tog över den {after}."
                school.add("rdfs:comment", *texts(told))
        for unit_key, key, sv, en in posts:
            self._register.describe(
                place.thing("post", key), "org:Post", f"{sv}, {place.name}", f"{en}, {place.name}"
            ).add("org:postIn", place.thing("it-unit", unit_key))

    def _activities(self, row: dict[str, str]) -> None:
        for letter in row["places"]:
            place = PLACES[letter]
            name = place.thing("activity", row["key"])
            activity = self._register.describe(
                name, "Activity", f"{row['sv']}, {place.name}", f"{row['en']}, {english(place)}"
            )
            activity.add("businessArea", *areas(row["area"]))
            activity.add("carriedOutBy", self.administration(place, row["role"]))
            self._by_area.setdefault((place, row["area"]), name)

    def _company(self, place: Place, key: str, sv: str, activity: str, area: str) -> None:
        company = place.thing("municipal-company", key)
        self._register.describe(company, "MunicipalCompany", sv).add("companyOf", place.iri)
        self._register.describe(
            place.thing("activity", f"{key}-company"), "Activity", f"{activity}, {place.name}"
        ).add("businessArea", *areas(area)).add("carriedOutBy", company)


def english(place: Place) -> str:
    """The name of a place in an English text."""
    return place.name if place.code else "the federation"


def listed(names: Sequence[str]) -> str:
    """Names as a Swedish text lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} och {names[-1]}"


def _technician(unit: str) -> tuple[str, str, str, str]:
    if unit == "it":
        return unit, "it-technician", "IT-tekniker", "IT technician"
    return unit, "school-it-technician", "IT-tekniker i skolan", "School IT technician"

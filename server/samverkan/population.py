"""How many people lived in a municipality on a day, from the reference data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rdflib import URIRef

from samverkan.errors import SamverkanError
from samverkan.namespaces import RDFS, SMV
from samverkan.sources.shared import shared_quads


class UnknownMunicipalityError(SamverkanError):
    """No Swedish municipality has that code or name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"no municipality {name!r}; give its four-digit code (1461) or its name (Mellerud)"
        )
        self.name = name


class PopulationUnknownError(SamverkanError):
    """The reference data have no figure for that municipality and day."""

    def __init__(self, name: str, day: date, days: Sequence[str]) -> None:
        super().__init__(
            f"no population of {name} on {day}; the reference data have {', '.join(days) or 'none'}"
        )
        self.name, self.day = name, day


@dataclass(frozen=True)
class Inhabitants:
    """A municipality and its inhabitants on the day asked for."""

    iri: URIRef
    code: str
    name: str
    inhabitants: int


@dataclass
class _Municipality:
    iri: str
    code: str = ""
    name: str = ""
    figures: dict[str, int] = field(default_factory=dict)

    def is_called(self, name: str) -> bool:
        asked = name.casefold().removesuffix(" kommun")
        own = self.name.casefold().removesuffix(" kommun")
        return asked in (self.code, own, own.removesuffix("s"))


def population_on(day: date, names: Sequence[str]) -> list[Inhabitants]:
    """
    The inhabitants of each municipality on that day, by municipality code.

    Args:
        day: the reference date; figures are of 31 December.
        names: codes, or names with or without "kommun".

    Raises:
        UnknownMunicipalityError: for a name that is no municipality's.
        PopulationUnknownError: where there is no figure; names the days there are.
    """
    known = _municipalities()
    found = []
    for name in names:
        municipality = next((m for m in known if m.is_called(name)), None)
        if municipality is None:
            raise UnknownMunicipalityError(name)
        count = municipality.figures.get(day.isoformat())
        if count is None:
            raise PopulationUnknownError(municipality.name, day, sorted(municipality.figures))
        found.append(
            Inhabitants(URIRef(municipality.iri), municipality.code, municipality.name, count)
        )
    return sorted(set(found), key=lambda m: m.code)


def _municipalities() -> list[_Municipality]:
    """What the reference data say, gathered in one pass over its triples."""
    told: dict[str, dict[str, str]] = {}
    for quad in shared_quads():
        if quad.predicate.value in _READ and getattr(quad.object, "language", None) != "en":
            about = told.setdefault(getattr(quad.subject, "value", ""), {})
            about[quad.predicate.value] = getattr(quad.object, "value", "")
    municipalities = {
        iri: _Municipality(iri, about[_CODE], about.get(_LABEL, ""))
        for iri, about in told.items()
        if _CODE in about
    }
    for about in told.values():
        if _COUNT in about and about.get(_OF) in municipalities:
            municipalities[about[_OF]].figures[about[_DAY]] = int(about[_COUNT])
    return list(municipalities.values())


_CODE = SMV + "municipalityCode"
_LABEL = RDFS + "label"
_OF = SMV + "municipality"
_DAY = SMV + "referenceDate"
_COUNT = SMV + "inhabitants"
_READ = {_CODE, _LABEL, _OF, _DAY, _COUNT}

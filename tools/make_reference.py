"""
Write the reference data in `data/reference/` from the tables in `data/reference/sources/`.

Run `python tools/make_reference.py` after a change of a table; the same tables always give
the same files. `organizations.ttl` and `reference.ttl` are written by hand: what is known
about the federation is prose, not rows.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

FOLDER = Path(__file__).resolve().parent.parent / "data" / "reference"

PREFIXES = {
    "area": "https://w3id.org/samverkan/id/reference/business-area/",
    "county": "https://w3id.org/samverkan/id/reference/county/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "mun": "https://w3id.org/samverkan/id/reference/municipality/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "refpop": "https://w3id.org/samverkan/id/reference/population/",
    "refscheme": "https://w3id.org/samverkan/id/reference/concept-scheme/",
    "refsource": "https://w3id.org/samverkan/id/reference/source/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "smv": "https://w3id.org/samverkan/ns/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: The sources of municipalities-290.csv, which names none in its rows.
CODES, PLACES, UNITS = "swedish-geodata", "geonames", "eurostat-lau-2020"

Row = Mapping[str, str]
Value = NamedNode | Literal | None


def iri(name: str) -> NamedNode:
    """The IRI that a prefixed name stands for."""
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


def text(value: str, language: str) -> Literal | None:
    """The text in a language, or nothing if the cell is empty."""
    return Literal(value, language=language) if value else None


def link(value: str) -> NamedNode | None:
    """The address in a cell, or nothing if the cell is empty."""
    return NamedNode(value) if value else None


def describe(subject: str, *facts: tuple[str, Value]) -> Iterator[Triple]:
    """The facts that have a value, as triples about the subject."""
    for predicate, value in facts:
        if value is not None:
            yield Triple(iri(subject), iri(predicate), value)


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table in `sources/`, in the order of the file."""
    with (FOLDER / "sources" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source_keys() -> dict[str, str]:
    """The key of a source by the words with which the other tables name it."""
    return {row["source"]: row["key"] for row in table("sources.csv")}


def sources() -> Iterator[Triple]:
    """One resource for each source; a second row of the same key is another name for it."""
    for row in table("sources.csv"):
        if row["label_sv"]:
            yield from describe(
                f"refsource:{row['key']}",
                ("rdf:type", iri("dcterms:BibliographicResource")),
                ("rdfs:label", text(row["label_sv"], "sv")),
                ("rdfs:label", text(row["label_en"], "en")),
                ("foaf:page", link(row["page"])),
                ("dcterms:license", link(row["licence"])),
            )


def municipalities() -> Iterator[Triple]:
    """The municipalities, with website and organisation number where a row tells them."""
    keys = source_keys()
    known: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in table("identifiers.csv"):
        known[row["entity"]][row["identifier"]] = row
    for row in table("municipalities-290.csv"):
        more = known[row["official_name"]]
        website, number = more.get("website"), more.get("organisation number")
        told = [keys[found["source"]] for found in (website, number) if found]
        yield from describe(
            f"mun:{row['municipality_code']}",
            ("rdf:type", iri("smv:Municipality")),
            ("rdfs:label", text(row["official_name"], "sv")),
            ("rdfs:label", text(f"{row['name']} Municipality", "en")),
            ("skos:altLabel", text(row["name"], "sv")),
            ("smv:municipalityCode", Literal(row["municipality_code"])),
            ("smv:county", iri(f"county:{row['county_code']}")),
            ("smv:lauCode", Literal(row["gisco_lau_id"])),
            ("smv:organizationNumber", Literal(number["value"]) if number else None),
            ("dcterms:spatial", NamedNode(f"http://sws.geonames.org/{row['geonames_id']}")),
            ("foaf:homepage", link(website["value"]) if website else None),
            *(("dcterms:source", iri(f"refsource:{k}")) for k in (CODES, UNITS, PLACES, *told)),
        )


def counties() -> Iterator[Triple]:
    """The counties of the municipalities, once each."""
    yield from scheme("county", "Sveriges län", "The counties of Sweden")
    for code, row in {row["county_code"]: row for row in table("municipalities-290.csv")}.items():
        name = row["county_name"]
        yield from concept(
            f"county:{code}", "County", code, "county", name, county_in_english(name)
        )
        yield from describe(
            f"county:{code}",
            ("smv:nutsCode", Literal(row["nuts3_2021"])),
            ("dcterms:spatial", NamedNode(f"http://data.europa.eu/nuts/code/{row['nuts3_2021']}")),
            ("dcterms:source", iri(f"refsource:{CODES}")),
            ("dcterms:source", iri(f"refsource:{UNITS}")),
        )


def county_in_english(name: str) -> str:
    """Stockholms län -> Stockholm County."""
    return re.sub(r"s? län$", " County", name)


def population() -> Iterator[Triple]:
    """
    The inhabitants on 31 December, one observation for a municipality and a year.

    A row about Dalsland and its neighbours goes before the column of all municipalities;
    where the two differ, its note says so.
    """
    keys = source_keys()
    rows = table("municipalities-290.csv")
    names = {row["municipality_code"]: row for row in rows}
    nation = {(row["municipality_code"], "2019"): row["population_2019_12_31"] for row in rows}
    told = {(code, "2019"): (count, UNITS, "") for (code, _), count in nation.items()}
    for row in table("population-dalsland.csv"):
        at = row["municipality_code"], row["year_31_dec"]
        notes = [row["note"]]
        if row["confidence"] != "high":
            notes.append(f"Confidence: {row['confidence']}.")
        if nation.get(at, row["population"]) != row["population"]:
            notes.append(f"The table of all municipalities has {nation[at]}.")
        told[at] = row["population"], keys[row["source"]], " ".join(filter(None, notes))
    for (code, year), (count, key, note) in sorted(told.items()):
        day, name = f"{year}-12-31", names[code]
        yield from describe(
            f"refpop:{code}-{day}",
            ("rdf:type", iri("smv:PopulationObservation")),
            ("rdfs:label", text(f"Befolkning i {name['official_name']} {day}", "sv")),
            ("rdfs:label", text(f"Population of {name['name']} Municipality on {day}", "en")),
            ("smv:municipality", iri(f"mun:{code}")),
            ("smv:referenceDate", Literal(day, datatype=iri("xsd:date"))),
            ("smv:inhabitants", Literal(int(count))),
            ("dcterms:source", iri(f"refsource:{key}")),
            ("rdfs:comment", text(note, "en")),
        )


def business_areas() -> Iterator[Triple]:
    """The business areas of the municipal accounts, with working translations."""
    keys = source_keys()
    english = {row["rs_code"]: row["label_en"] for row in table("business-area-translations.csv")}
    yield from scheme(
        "business-area",
        "Kommunernas verksamhetsområden (räkenskapssammandraget)",
        "Business areas of the municipalities (municipal accounts)",
        note_sv="De svenska namnen är lästa i andra hand (medelhög tillförlitlighet). "
        "De engelska namnen är arbetsöversättningar, inte SCB:s egna.",
        note_en="The Swedish names were read at second hand (medium confidence). "
        "The English names are working translations, not those of Statistics Sweden.",
    )
    for row in table("business-areas-rs.csv"):
        code = row["rs_code"]
        yield from concept(
            f"area:{code}", "BusinessArea", code, "business-area", row["label_sv"], english[code]
        )
        yield from describe(
            f"area:{code}", ("dcterms:source", iri(f"refsource:{keys[row['source']]}"))
        )


def scheme(key: str, sv: str, en: str, note_sv: str = "", note_en: str = "") -> Iterator[Triple]:
    """A concept scheme with its names and a note."""
    return describe(
        f"refscheme:{key}",
        ("rdf:type", iri("skos:ConceptScheme")),
        ("skos:prefLabel", text(sv, "sv")),
        ("skos:prefLabel", text(en, "en")),
        ("skos:note", text(note_sv, "sv")),
        ("skos:note", text(note_en, "en")),
    )


def concept(subject: str, kind: str, code: str, key: str, sv: str, en: str) -> Iterator[Triple]:
    """A concept at the top of its scheme."""
    return describe(
        subject,
        ("rdf:type", iri(f"smv:{kind}")),
        ("skos:inScheme", iri(f"refscheme:{key}")),
        ("skos:topConceptOf", iri(f"refscheme:{key}")),
        ("skos:notation", Literal(code)),
        ("skos:prefLabel", text(sv, "sv")),
        ("skos:prefLabel", text(en, "en")),
    )


def turtle(triples: Iterator[Triple]) -> str:
    """Turtle as turtlefmt writes it: the prefixes in use, a blank line between things."""
    facts = list(triples)
    terms = "\n".join(str(term) for fact in facts for term in fact)
    used = {prefix: start for prefix, start in PREFIXES.items() if f"<{start}" in terms}
    used.pop("rdf", None)  # only rdf:type, which is written as `a`
    raw = serialize(facts, format=RdfFormat.TURTLE, prefixes=used) or b""
    lines = raw.decode().replace("\n\t", "\n    ").splitlines()
    head = sorted(line for line in lines if line.startswith("@prefix"))
    body = [line if line.startswith(" ") else f"\n{line}" for line in lines[len(head) :]]
    return "\n".join([*head, *body, ""])


def files() -> dict[str, str]:
    """The text of every file that is made, by its name."""
    made = {
        "business-areas.ttl": business_areas(),
        "counties.ttl": counties(),
        "municipalities.ttl": municipalities(),
        "population.ttl": population(),
        "sources.ttl": sources(),
    }
    return {name: turtle(triples) for name, triples in made.items()}


if __name__ == "__main__":
    for name, content in files().items():
        (FOLDER / name).write_text(content, encoding="utf-8")

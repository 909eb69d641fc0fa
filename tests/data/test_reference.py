"""The reference data: what stands in the files, and that the tool makes them."""

import csv
import importlib.util
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "reference"
GRAPH = "https://w3id.org/samverkan/graph/reference"
IDS = "https://w3id.org/samverkan/id/reference/"
SMV = "https://w3id.org/samverkan/ns/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SOURCE = NamedNode("http://purl.org/dc/terms/source")
MUN = IDS + "municipality/"
DALSLAND = {"1438", "1439", "1460", "1461", "1492"}


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    files = sorted(FOLDER.glob("*.ttl"))
    assert files, f"no Turtle file in {FOLDER}"
    return [quad for file in files for quad in parse(file.read_bytes(), RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tool", ROOT / "tools" / "make_reference.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of_type(quads: list[Quad], name: str) -> set[str]:
    found = {q.subject.value for q in quads if q.predicate == TYPE and q.object.value == SMV + name}
    assert found, f"nothing of type {name}"
    return found


def values(quads: list[Quad], predicate: str) -> dict[str, str]:
    found = {q.subject.value: q.object.value for q in quads if q.predicate.value == predicate}
    assert found, f"nothing has {predicate}"
    return found


def rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / "sources" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def luhn(number: str) -> bool:
    digits = [int(d) for d in number.replace("-", "")]
    doubled = [d * 2 if i % 2 == 0 else d for i, d in enumerate(digits)]
    return len(digits) == 10 and sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def test_the_committed_files_are_what_the_tool_makes_of_the_tables(tool: ModuleType) -> None:
    made = tool.files()

    assert made
    assert {name: (FOLDER / name).read_text(encoding="utf-8") for name in made} == made


def test_there_are_290_municipalities_in_21_counties(quads: list[Quad]) -> None:
    counties = values(quads, SMV + "county")

    assert len(of_type(quads, "Municipality")) == 290
    assert of_type(quads, "Municipality") == set(counties)
    assert of_type(quads, "County") == set(counties.values())
    assert len(set(counties.values())) == 21


def test_a_municipality_is_named_by_its_code_and_the_code_begins_with_its_county(
    quads: list[Quad],
) -> None:
    county = values(quads, SMV + "county")

    for subject, code in values(quads, SMV + "municipalityCode").items():
        assert subject == MUN + code
        assert county[subject] == f"{IDS}county/{code[:2]}"


def test_population_covers_the_five_of_dalsland_on_both_days(quads: list[Quad]) -> None:
    inhabitants = values(quads, SMV + "inhabitants")
    on_day = {
        day: {code: int(inhabitants[f"{IDS}population/{code}-{day}"]) for code in DALSLAND}
        for day in ("2018-12-31", "2019-12-31")
    }

    assert sum(on_day["2018-12-31"].values()) == 43328
    assert sum(on_day["2019-12-31"].values()) == 43120


def test_no_municipality_has_two_populations_on_one_day(quads: list[Quad]) -> None:
    municipality = values(quads, SMV + "municipality")
    day = values(quads, SMV + "referenceDate")
    counted = [q.subject.value for q in quads if q.predicate.value == SMV + "inhabitants"]
    seen = Counter((municipality[subject], day[subject]) for subject in counted)

    assert max(seen.values()) == 1
    assert {code for code, when in seen if when == "2019-12-31"} == of_type(quads, "Municipality")


def test_every_population_row_about_dalsland_has_its_observation(quads: list[Quad]) -> None:
    inhabitants = values(quads, SMV + "inhabitants")
    read = list(rows("population-dalsland.csv"))

    assert read
    for row in read:
        subject = f"{IDS}population/{row['municipality_code']}-{row['year_31_dec']}-12-31"
        assert inhabitants[subject] == row["population"]


def test_the_290_populations_of_2019_add_up_to_the_country(quads: list[Quad]) -> None:
    inhabitants = values(quads, SMV + "inhabitants")

    assert sum(int(n) for s, n in inhabitants.items() if s.endswith("-2019-12-31")) == 10_327_589


def test_the_note_says_so_where_the_two_population_tables_differ(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = tool.table

    def changed(name: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = read(name)
        for row in found:
            if row.get("municipality_code") == "1460" and "population_2019_12_31" in row:
                row["population_2019_12_31"] = "1"
        return found

    monkeypatch.setattr(tool, "table", changed)
    subject = f"{IDS}population/1460-2019-12-31"
    about = {
        t.predicate.value: t.object.value for t in tool.population() if t.subject.value == subject
    }

    assert about[SMV + "inhabitants"] == "9750"
    assert about[RDFS + "comment"].endswith("The table of all municipalities has 1.")


def test_organisation_numbers_pass_the_check_digit(quads: list[Quad]) -> None:
    numbers = values(quads, SMV + "organizationNumber")

    assert numbers == {
        MUN + "1460": "212000-1470",
        MUN + "1461": "212000-1488",
        MUN + "1492": "212000-1587",
        IDS + "organization/dkf": "222000-0877",
    }
    assert all(luhn(number) for number in numbers.values())
    assert not luhn("212000-1471")


def test_the_table_of_identifiers_agrees_with_the_table_of_municipalities() -> None:
    known = {(row["entity"], row["identifier"]): row["value"] for row in rows("identifiers.csv")}
    columns = {
        "SCB municipality code (kommunkod)": "municipality_code",
        "county code (länskod)": "county_code",
        "county name": "county_name",
        "LAU code (GISCO id)": "gisco_lau_id",
        "NUTS3 (2021)": "nuts3_2021",
        "GeoNames id (ADM2)": "geonames_id",
    }
    compared = 0
    for row in rows("municipalities-290.csv"):
        if (row["official_name"], "website") in known:
            for identifier, column in columns.items():
                assert known[row["official_name"], identifier] == row[column]
                compared += 1

    assert compared == 7 * len(columns)


def test_counties_have_plain_english_names(quads: list[Quad]) -> None:
    english = {
        q.subject.value.removeprefix(IDS + "county/"): q.object.value
        for q in quads
        if q.predicate.value == SKOS + "prefLabel"
        and isinstance(q.object, Literal)
        and q.object.language == "en"
    }

    assert english["01"] == "Stockholm County"
    assert english["10"] == "Blekinge County"
    assert english["14"] == "Västra Götaland County"


def test_business_areas_stand_in_their_scheme_with_both_names(quads: list[Quad]) -> None:
    scheme = values(quads, SKOS + "inScheme")
    names = Counter(q.subject.value for q in quads if q.predicate.value == SKOS + "prefLabel")
    areas = of_type(quads, "BusinessArea")

    assert len(areas) == 62
    assert {scheme[area] for area in areas} == {IDS + "concept-scheme/business-area"}
    assert {names[area] for area in areas} == {2}


def test_the_federation_has_one_name_a_day(quads: list[Quad]) -> None:
    names = {s for s, o in values(quads, SMV + "nameOf").items() if o == IDS + "organization/dkf"}
    first, last = values(quads, SMV + "from"), values(quads, SMV + "until")

    assert [last[name] for name in names if name in last] == ["2016-12-20"]
    assert [first[name] for name in names if name in first] == ["2016-12-21"]


def test_the_federation_is_said_to_have_four_members_from_the_report_on(quads: list[Quad]) -> None:
    joined, first = values(quads, SMV + "participatesIn"), values(quads, SMV + "from")
    members = {
        member.removeprefix(MUN): first[participation]
        for participation, member in values(quads, SMV + "participant").items()
        if joined[participation] == IDS + "organization/dkf"
    }

    assert members == dict.fromkeys(DALSLAND - {"1492"}, "2016-12-21")


def test_no_blank_nodes_and_every_subject_has_the_prefix_of_reference_data(
    quads: list[Quad],
) -> None:
    assert not any(isinstance(t, BlankNode) for q in quads for t in (q.subject, q.object))
    assert {q.subject.value for q in quads if not q.subject.value.startswith(IDS)} == {GRAPH}


def test_everything_that_is_pointed_at_within_the_reference_data_is_there(
    quads: list[Quad],
) -> None:
    described = {q.subject.value for q in quads}
    aimed_at = {q.object.value for q in quads if isinstance(q.object, NamedNode)}

    assert {target for target in aimed_at if target.startswith(IDS)} <= described


def test_every_thing_has_one_swedish_name(quads: list[Quad]) -> None:
    named = Counter(
        q.subject.value
        for q in quads
        if q.predicate.value in (RDFS + "label", SKOS + "prefLabel")
        and isinstance(q.object, Literal)
        and q.object.language == "sv"
    )

    assert set(named) == {q.subject.value for q in quads}
    assert set(named.values()) == {1}


def test_every_fact_bearing_thing_names_a_source(quads: list[Quad]) -> None:
    with_source = {q.subject.value for q in quads if q.predicate == SOURCE}
    facts = {
        q.subject.value for q in quads if q.predicate == TYPE and q.object.value.startswith(SMV)
    }

    assert facts
    assert facts == with_source

"""The made-up example: written by its tool, made up throughout, and with the intended gaps only."""

import csv
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from once import opened_once
from samverkan.namespaces import PREFIXES, THINGS
from samverkan.sources.dataset import Access, Dataset, read_dataset
from samverkan.store.view import View
from samverkan.validate.shapes import shipped_shapes

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "example"
PROLOGUE = "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in PREFIXES.items())
MUNICIPALITIES = {PREFIXES["mun"] + code for code in ("1438", "1439", "1460", "1461", "1492")}


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return read_dataset(FOLDER)


@pytest.fixture(scope="session")
def view(dataset: Dataset) -> View:
    """The example as its members see it, on its own date."""
    return opened_once(dataset)


@pytest.fixture(scope="session")
def gaps() -> list[dict[str, str]]:
    with (FOLDER / "gaps.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def made() -> dict[str, str]:
    """What the tool writes, by file name."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import make_example

        return make_example.files()
    finally:
        sys.path.remove(str(ROOT / "tools"))


def ask(view: View, query: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in view.store.query(PROLOGUE + query)]


def test_the_files_are_what_the_tool_writes(made: dict[str, str]):
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    there.pop("README.md", None)

    assert sorted(made) == sorted(there)
    assert [name for name in made if made[name] != there[name]] == []


def test_every_source_file_of_the_folder_is_named_in_the_dataset(dataset: Dataset):
    files = {path.name for path in FOLDER.glob("*.ttl")} - {"dataset.ttl"}

    assert {file.path.name for file in dataset.files} == files


def test_the_findings_are_the_intended_gaps(view: View, gaps: list[dict[str, str]]):
    found = Counter((r.focus, r.code, " ".join(r.requirement_ids)) for r in view.report.results)
    intended = Counter((gap["focus"], gap["shape"], gap["requirements"]) for gap in gaps)

    assert {"missed": intended - found, "not intended": found - intended} == {
        "missed": Counter(),
        "not intended": Counter(),
    }


def test_every_shape_of_a_requirement_has_a_gap_but_no_more_than_a_handful(
    gaps: list[dict[str, str]],
):
    with_requirement = {s.code for s in shipped_shapes().shapes.values() if s.requirements}
    counted = Counter(gap["shape"] for gap in gaps)

    assert with_requirement - set(counted) == set()
    assert {shape: number for shape, number in counted.items() if number > 5} == {}


def test_few_gaps_are_of_form(gaps: list[dict[str, str]]):
    of_form = [gap["shape"] for gap in gaps if not gap["requirements"]]

    assert 0 < len(of_form) <= 8


def test_every_member_has_gaps(view: View, dataset: Dataset):
    answering = {result.organization for result in view.report.results}

    assert answering == {member.value for member in dataset.members}


def test_every_file_says_that_it_is_made_up(dataset: Dataset, view: View):
    assert dataset.fictional
    for path in FOLDER.glob("*.ttl"):
        assert "Made up" in path.read_text(encoding="utf-8").splitlines()[0]
    said = ask(
        view,
        "SELECT ?graph (COUNT(DISTINCT LANG(?comment)) AS ?languages) WHERE {"
        " ?graph smv:fictional true ; rdfs:comment ?comment } GROUP BY ?graph",
    )
    assert dict(said) == {file.graph.value: "2" for file in dataset.files}


def test_all_suppliers_and_products_are_made_up(view: View):
    things = ask(
        view,
        "SELECT ?thing ?fictional WHERE { VALUES ?class { smv:Supplier smv:Product }"
        " ?thing a ?class . OPTIONAL { ?thing smv:fictional ?said }"
        " BIND(COALESCE(?said, false) AS ?fictional) }",
    )

    assert len(things) > 100
    assert {fictional for _, fictional in things} == {"true"}


def test_no_person_stands_in_a_public_file(dataset: Dataset):
    public = [file for file in dataset.files if file.access is Access.PUBLIC]
    assert len(public) == 6
    for file in public:
        text = file.path.read_text(encoding="utf-8")
        assert "foaf:Person" not in text
        assert "PostHolding" not in text
        assert "/person/" not in text


def test_costs_are_public_except_those_of_amal(dataset: Dataset):
    with_costs = {
        file.path.stem for file in dataset.files if " a smv:Cost ;" in file.path.read_text("utf-8")
    }

    assert with_costs == {
        "amal-internal", "bengtsfors", "dals-ed", "dkf", "fargelanda", "mellerud",
    }  # fmt: skip


def test_the_public_view_gives_no_finding_that_members_do_not_have(
    dataset: Dataset, gaps: list[dict[str, str]]
):
    public = opened_once(dataset, access=Access.PUBLIC)
    intended = {(gap["focus"], gap["shape"]) for gap in gaps}

    assert {(r.focus, r.code) for r in public.report.results} - intended == set()


def test_each_municipality_uses_about_sixty_applications(view: View):
    used = dict(
        ask(
            view,
            "SELECT ?user (COUNT(DISTINCT ?application) AS ?number) WHERE {"
            " ?application a smv:ApplicationInUse ; smv:usedBy ?user } GROUP BY ?user",
        )
    )

    assert {m: used[m] for m in MUNICIPALITIES if not 45 <= int(used[m]) <= 75} == {}


def test_the_register_holds_about_three_hundred_applications(view: View):
    [[number]] = ask(view, "SELECT (COUNT(*) AS ?n) WHERE { ?a a smv:Application }")
    [[shared]] = ask(view, "SELECT (COUNT(*) AS ?n) WHERE { ?a a smv:SharedApplication }")
    [[everywhere]] = ask(view, "SELECT (COUNT(*) AS ?n) WHERE { ?a a smv:MemberWideApplication }")

    assert 280 <= int(number) <= 340
    assert 15 <= int(shared) <= 20
    assert int(everywhere) >= 5


def test_one_product_under_agreements_of_several_municipalities(view: View):
    several = ask(
        view,
        "SELECT ?product (COUNT(DISTINCT ?organization) AS ?customers) WHERE {"
        " ?agreement a smv:AgreementInForce ; smv:covers ?product ;"
        "   smv:customerOrganization ?organization . ?product a smv:Product }"
        " GROUP BY ?product HAVING(COUNT(DISTINCT ?organization) > 1)",
    )

    assert len(several) >= 10


def test_agreements_run_out_within_half_a_year(view: View):
    ending = ask(
        view,
        "SELECT ?agreement WHERE { ?agreement a smv:AgreementInForce ; smv:endsOn ?day"
        ' FILTER(?day <= "2020-04-01"^^xsd:date) }',
    )

    assert 10 <= len(ending) <= 80


def test_every_class_that_a_register_holds_is_there(view: View):
    made_up = f'FILTER(STRSTARTS(STR(?thing), "{THINGS}example-"))'
    classes = ask(view, f"SELECT DISTINCT ?class WHERE {{ ?thing a ?class {made_up} }}")
    used = {name.removeprefix(PREFIXES["smv"]) for [name] in classes}

    assert {
        "AccessDecision", "Activity", "Administration", "Adoption", "Agreement", "Application",
        "Assessment", "Assignment", "BudgetDecision", "BudgetEffect", "Change", "ChangeRequest",
        "Communication", "CompetenceCount", "CompetenceNetwork", "Conclusion", "Cooperation",
        "CooperationArea", "CooperationLevelAssignment", "CooperationPotential", "Cost",
        "CostShare", "Documentation", "EService", "GoalStatus", "GoverningDocument", "ITFunction",
        "ITManagersGroup", "ITUnit", "Inquiry", "Introduction", "IntroductionPlan", "JointCost",
        "MunicipalCompany", "Network", "Participation", "PostHolding", "Product", "RoleAssignment",
        "SpecialistCompetence", "SteeringGroup", "Supplier", "SupportArrangement", "Training",
        "TrainingPlan", "Use",
    } <= used  # fmt: skip


def test_the_example_is_told_as_of_its_own_date(view: View):
    assert view.on == date(2019, 10, 1)

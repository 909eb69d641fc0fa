"""Wording: what was found and what was expected, for each kind of constraint, in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import FIXTURES
from once import opened_once
from samverkan.sources.opening import open_source
from samverkan.sources.shared import shared_quads
from samverkan.store.view import View, add
from samverkan.validate.labels import Labels
from samverkan.validate.wording import Wording


@pytest.fixture
def told(fixture_view: Callable[[Path], View]) -> Callable[[str], set[tuple[str, str, str, str]]]:
    """Found and expected in both languages, of the results of a shape on its wrong example."""

    def tell(code: str) -> set[tuple[str, str, str, str]]:
        view = fixture_view(FIXTURES / "shapes" / code / "invalid.ttl")
        results = [r for r in view.report.results if r.code == code]
        assert results
        add(view.store, shared_quads())
        wording = Wording(view.store, view.shapes)
        return {
            tuple(
                tell(r, lang) or ""
                for lang in ("sv", "en")
                for tell in (wording.found, wording.expected)
            )
            for r in results
        }

    return tell


@pytest.mark.parametrize(
    ("code", "found", "expected", "hittat", "vantat"),
    [
        ("GovernedApplication-systemOwner", "nothing",
         "at least 1 value of “system owner” (smv:systemOwner)", "inget",
         "minst 1 värde på ”systemägare” (smv:systemOwner)"),
        ("MemberWideApplication-responsibleMunicipality",
         "Bengtsfors Municipality (mun:1460), Mellerud Municipality (mun:1461)",
         "exactly 1 value of “responsible municipality” (smv:responsibleMunicipality)",
         "Bengtsfors kommun (mun:1460), Melleruds kommun (mun:1461)",
         "exakt 1 värde på ”ansvarig kommun” (smv:responsibleMunicipality)"),
        ("Value-from", "2019-13-01", "a date, YYYY-MM-DD (xsd:date)", "2019-13-01",
         "ett datum, ÅÅÅÅ-MM-DD (xsd:date)"),
        ("Order-fromUntil", "2019-01-01", "not after “until” (smv:until), 2018-12-31",
         "2019-01-01", "inte efter ”till och med” (smv:until), 2018-12-31"),
        ("RoleAssignment-dailyUse", "false",
         "“confirms daily use” (smv:confirmsDailyUse) with the value true", "false",
         "”daglig användning bekräftad” (smv:confirmsDailyUse) med värdet true"),
        ("ITInstructionsDocument-validity", "35", "at least 36, at most 60", "35",
         "minst 36, högst 60"),
        ("Value-generality", '"general"',
         "a code of the list Generality: Activity-specific (code:generality-activitySpecific), "
         "General (code:generality-general)", "", ""),
        ("Term-unknown", "smv:Aplication", "perhaps Application (smv:Application)",
         "smv:Aplication", "kanske Applikation (smv:Application)"),
        ("Label-unique", '"Produkt"@sv, "Vara"@sv', "at most one value in each language",
         '"Produkt"@sv, "Vara"@sv', "högst ett värde på varje språk"),
        ("ApplicationInUse-systemManagerInActivity",
         "IT-enheten, Mellerud (fixture/it-unit/mellerud)", "not IT unit (smv:ITUnit)",
         "IT-enheten, Mellerud (fixture/it-unit/mellerud)", "inte IT-enhet (smv:ITUnit)"),
        ("Value-holder", "fixture/post/nowhere",
         "one of org:Post, org:OrganizationalUnit", "", ""),
        ("Order-employees", "12", "not more than “employees” (smv:employees), 9", "", ""),
    ],
)  # fmt: skip
def test_found_and_expected_are_said(
    told: Callable, code: str, found: str, expected: str, hittat: str, vantat: str
):
    said = told(code)

    assert (found, expected) in {texts[2:] for texts in said}
    if hittat:
        assert (hittat, vantat) in {texts[:2] for texts in said}


@pytest.mark.parametrize("name", ["example", "registers"])
def test_every_finding_under_the_policy_says_what_was_found_and_expected(name: str):
    view = opened_once(open_source(name).dataset)
    wording = Wording(view.store, view.shapes)
    results = [result for result in view.report.results if result.requirements]

    assert len(results) > 50
    for result in results:
        for language in ("sv", "en"):
            assert wording.found(result, language)
            expected = wording.expected(result, language)
            assert expected
            assert "None" not in expected


def test_values_are_written_for_people():
    from pyoxigraph import Store

    labels = Labels(Store())

    assert labels.value('"a"', "sv") == '"a"'
    assert labels.value('"a \\"b\\""@en', "sv") == '"a "b""@en'
    assert labels.value('"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>', "sv") == "1.50"
    assert (
        labels.value("<https://w3id.org/samverkan/id/x/application/y>", "sv") == "x/application/y"
    )
    assert labels.value("_:", "sv") == "_:"

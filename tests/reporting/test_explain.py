"""Explaining: every rule and every requirement, in both languages, with examples."""

import pytest
from click.testing import CliRunner

from samverkan.cli import main
from samverkan.reporting.examples import example
from samverkan.validate.shapes import shipped_shapes


def _explained(*words: str) -> str:
    result = CliRunner().invoke(main, ["explain", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_shape_is_explained_with_meaning_reason_source_and_examples():
    told = _explained("ApplicationInUse-operationAgreement")

    assert "What it means: No operation agreement in force covers the application" in told
    assert "R-3.9: " in told
    assert "(p. " in told
    assert told.index("Wrong (") < told.index("agreement:drift") < told.index("Right (")
    assert "@prefix" not in told
    assert told.rstrip().endswith(
        "https://w3id.org/samverkan/shapes/ApplicationInUse-operationAgreement"
    )


def test_a_requirement_is_explained_in_swedish_with_its_rules():
    told = _explained("R-3.9", "--lang", "sv")

    assert "Prövas av:" in told
    assert "SuppliedApplication-supportAgreement (fel)" in told
    assert "Källa:" in told


@pytest.mark.parametrize(
    "name",
    ["value-FROM", "smvsh:Value-from", "https://w3id.org/samverkan/shapes/Value-from", "r-3.9"],
)
def test_names_are_taken_as_they_are_written_elsewhere(name: str):
    assert _explained(name)


def test_a_requirement_that_nothing_checks_says_why():
    from samverkan.coverage import requirements
    from samverkan.query.library import shipped_library
    from samverkan.sources.shared import policies, shared_quads
    from samverkan.store.view import Store, add

    store = Store()
    add(store, shared_quads())
    idle = [
        r.short
        for r in requirements(store, policies(), shipped_shapes(), shipped_library())
        if not r.shapes and not r.queries
    ]
    assert idle
    for name in idle:
        assert "Not checked: " in _explained(name)


def test_an_unknown_name_says_what_may_be_meant():
    result = CliRunner().invoke(main, ["explain", "ApplicationInUse-operationAgrement"])

    assert result.exit_code == 2
    assert "did you mean ApplicationInUse-operationAgreement" in result.output


@pytest.mark.parametrize(
    "code", sorted(s.code for s in shipped_shapes().shapes.values() if s.messages)
)
def test_every_rule_has_a_right_and_a_wrong_example(code: str):
    for name in ("valid", "invalid"):
        found = example(code, name)
        assert found
        assert found.text

"""Whatever the OpenAPI document allows, or forbids, is asked; every answer is one it foresees."""

import importlib.util
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

from needs import needs

#: So many requests for each operation of the document, of those that fit it and of those that do
#: not. The coverage of all that a document allows is for the command: `schemathesis run`.
EACH = 6


@pytest.fixture(scope="module")
def described(app: Flask) -> Any:
    needs(importlib.util.find_spec("schemathesis"), "Schemathesis: pip install schemathesis")
    import schemathesis

    return schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
def test_no_request_breaks_the_service_or_its_description(mode: str, described: Any):
    from schemathesis import GenerationMode
    from schemathesis.checks import negative_data_rejection, positive_data_acceptance

    # whether a text is a query, and a value a day, is more than a schema can say; and a value
    # that a form leaves empty is none
    too_strict = [positive_data_acceptance, negative_data_rejection]
    asked = 0
    for result in described.get_all_operations():
        strategy = result.ok().as_strategy(GenerationMode[mode])

        @settings(max_examples=EACH, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=strategy)
        def ask(case: Any) -> None:
            nonlocal asked
            if isinstance(case.query, dict):  # a store in this process has one date: 501
                case.query.pop("asOf", None)
            # its WSGI client takes encodings that it does not undo
            case.call_and_validate(
                headers={"Accept-Encoding": "identity"}, excluded_checks=too_strict
            )
            asked += 1

        try:
            ask()
        except Unsatisfiable:
            assert mode == "NEGATIVE"  # an operation that nothing can be wrong with
    assert asked > 100

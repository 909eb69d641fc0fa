"""The inhabitants that costs are divided by."""

from datetime import date

import pytest

from samverkan.population import (
    PopulationUnknownError,
    UnknownMunicipalityError,
    population_on,
)

DAY = date(2018, 12, 31)


def test_a_municipality_is_found_by_code_and_by_either_form_of_its_name():
    for name in ("1461", "Mellerud", "melleruds kommun", "Melleruds"):
        [found] = population_on(DAY, [name])
        assert (found.code, found.name) == ("1461", "Melleruds kommun")


def test_the_answer_is_in_code_order_and_names_nobody_twice():
    found = population_on(DAY, ["Åmål", "1438", "Åmåls kommun"])

    assert [(m.code, m.inhabitants) for m in found] == [("1438", 4806), ("1492", 12720)]


def test_an_unknown_name_is_refused_with_the_two_ways_to_name_a_municipality():
    with pytest.raises(UnknownMunicipalityError, match=r"'Atlantis'; give its four-digit code"):
        population_on(DAY, ["Atlantis"])


def test_a_day_without_a_figure_is_refused_with_the_days_that_have_one():
    with pytest.raises(PopulationUnknownError, match=r"Åmåls kommun on 2008-12-31.*2018-12-31"):
        population_on(date(2008, 12, 31), ["Åmål"])

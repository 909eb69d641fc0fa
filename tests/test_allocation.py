from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from samverkan.allocation import (
    AmountError,
    NegativePopulationError,
    NoPopulationError,
    allocate,
)
from samverkan.errors import SamverkanError

MUN = "https://w3id.org/samverkan/id/reference/municipality/"
BENGTSFORS, MELLERUD, AMAL = (URIRef(MUN + code) for code in ("1460", "1461", "1492"))
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
POPULATIONS = st.dictionaries(
    st.integers(1000, 2999).map(lambda code: URIRef(f"{MUN}{code}")),
    st.integers(0, 10**6),
    min_size=1,
    max_size=10,
).filter(lambda population: sum(population.values()) > 0)


def test_a_cost_is_divided_by_inhabitants():
    assert allocate(Decimal("100.00"), {BENGTSFORS: 1, MELLERUD: 3}) == {
        BENGTSFORS: Decimal("25.00"),
        MELLERUD: Decimal("75.00"),
    }


def test_what_rounding_leaves_goes_by_largest_remainder():
    # Ten öre by 5 : 3 : 3 are 4.55, 2.73 and 2.73.
    parts = allocate(Decimal("0.10"), {BENGTSFORS: 5, MELLERUD: 3, AMAL: 3})

    assert parts == {BENGTSFORS: Decimal("0.04"), MELLERUD: Decimal("0.03"), AMAL: Decimal("0.03")}


def test_ties_go_by_municipality_code_in_whatever_order_they_come():
    for order in ([AMAL, MELLERUD, BENGTSFORS], [BENGTSFORS, AMAL, MELLERUD]):
        parts = allocate(Decimal("0.02"), dict.fromkeys(order, 7))

        assert parts == {
            BENGTSFORS: Decimal("0.01"),
            MELLERUD: Decimal("0.01"),
            AMAL: Decimal("0.00"),
        }


def test_a_municipality_without_inhabitants_bears_nothing():
    assert allocate(Decimal("0.01"), {BENGTSFORS: 0, MELLERUD: 3})[BENGTSFORS] == 0


def test_parts_have_two_decimals():
    parts = allocate(Decimal(300), {BENGTSFORS: 1, MELLERUD: 2})

    assert [str(part) for part in parts.values()] == ["100.00", "200.00"]


@given(AMOUNTS, POPULATIONS)
def test_the_parts_add_up_exactly_and_lie_within_an_ore(amount: Decimal, population: dict):
    parts = allocate(amount, population)
    everybody = sum(population.values())

    assert sum(parts.values()) == amount
    assert parts.keys() == population.keys()
    for municipality, part in parts.items():
        assert part.as_tuple().exponent == -2
        assert abs(part * everybody - amount * population[municipality]) < everybody * Decimal(
            "0.01"
        )


@given(AMOUNTS, POPULATIONS)
def test_the_order_of_the_mapping_does_not_matter(amount: Decimal, population: dict):
    assert allocate(amount, population) == allocate(amount, dict(reversed(population.items())))


@given(st.decimals(0, 10**6, places=2), POPULATIONS)
def test_more_inhabitants_never_bear_less(amount: Decimal, population: dict):
    parts = allocate(amount, population)

    by_size = sorted(population.items(), key=lambda counted: counted[1])
    for (smaller, fewer), (larger, more) in pairwise(by_size):
        if fewer < more:
            assert parts[smaller] <= parts[larger]


@pytest.mark.parametrize("population", [{}, {BENGTSFORS: 0}])
def test_there_must_be_somebody_to_divide_by(population: dict):
    with pytest.raises(NoPopulationError):
        allocate(Decimal(1), population)


def test_a_negative_population_is_refused():
    with pytest.raises(NegativePopulationError, match="1460 has -1"):
        allocate(Decimal(1), {BENGTSFORS: -1, MELLERUD: 5})


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity"])
def test_an_amount_is_in_kronor_and_ore(amount: str):
    with pytest.raises(AmountError):
        allocate(Decimal(amount), {BENGTSFORS: 1})


def test_the_errors_are_the_library_s():
    for error in (NoPopulationError, NegativePopulationError, AmountError):
        assert issubclass(error, SamverkanError)

"""The population-based model: a joint cost divided by inhabitants, exact to the öre."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from samverkan.errors import SamverkanError

#: The IRI of a municipality, such as an rdflib URIRef; it ends with the municipality code.
Municipality = TypeVar("Municipality", bound=str)


class NoPopulationError(SamverkanError):
    """There is nobody to divide a cost by."""

    def __init__(self, municipalities: int) -> None:
        counted = (
            f"{municipalities} municipalities with no inhabitants" if municipalities else "none"
        )
        super().__init__(
            "a cost is divided by the inhabitants of at least one municipality, but got "
            f"{counted}; state each bearer's population on the reference date"
        )


class NegativePopulationError(SamverkanError):
    """A municipality cannot have fewer than no inhabitants."""

    def __init__(self, municipality: str, inhabitants: int) -> None:
        super().__init__(
            f"{municipality} has {inhabitants} inhabitants; correct its population observation"
        )
        self.municipality = municipality
        self.inhabitants = inhabitants


class AmountError(SamverkanError):
    """An amount that cannot be divided in whole öre."""

    def __init__(self, amount: Decimal) -> None:
        super().__init__(
            f"{amount} is no amount in kronor and öre; write a number with at most two decimals"
        )
        self.amount = amount


def allocate(
    amount: Decimal, population: Mapping[Municipality, int]
) -> dict[Municipality, Decimal]:
    """
    Divide a joint cost among municipalities by population.

    Args:
        amount: the cost, in SEK, at most two decimals; may be zero, or negative for a refund.
        population: inhabitants on the reference date, one count per municipality.

    Returns:
        SEK per municipality, two decimals. The parts add up to `amount` exactly:
        what rounding leaves over goes by largest remainder, ties by municipality code.

    Raises:
        NoPopulationError: if the mapping is empty or counts nobody.
        NegativePopulationError: if a count is negative.
        AmountError: if the amount has more than two decimals or is no number.

    Source:
        IT-policy Dalsland 2009-2013, section 6 (p. 10).
    """
    ore = _in_ore(amount)
    for municipality, inhabitants in population.items():
        if inhabitants < 0:
            raise NegativePopulationError(municipality, inhabitants)
    everybody = sum(population.values())
    if everybody == 0:
        raise NoPopulationError(len(population))
    parts = {name: divmod(ore * count, everybody) for name, count in population.items()}
    left = ore - sum(whole for whole, _ in parts.values())
    first = sorted(parts, key=lambda name: (-parts[name][1], _code(name), name))[:left]
    return {name: Decimal(whole + (name in first)).scaleb(-2) for name, (whole, _) in parts.items()}


def _in_ore(amount: Decimal) -> int:
    if not amount.is_finite():
        raise AmountError(amount)
    numerator, denominator = amount.as_integer_ratio()
    ore, rest = divmod(numerator * 100, denominator)
    if rest:
        raise AmountError(amount)
    return ore


def _code(municipality: str) -> str:
    return municipality.rstrip("/").rpartition("/")[2]

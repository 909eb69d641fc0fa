"""The columns of an answer for people: a thing by its label, without a column for its IRI."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A variable's place in the rows, and that of the label shown instead of it, if any."""

    name: str
    index: int
    label: int | None = None


def columns(variables: Sequence[str]) -> list[Column]:
    """
    One column for each variable, but none for `?xLabel` beside `?x`: its label is shown there.

    Stored queries name them so.
    """
    places = {name: index for index, name in enumerate(variables)}
    labels = {f"{name}Label" for name in variables}
    return [
        Column(name, index, places.get(f"{name}Label"))
        for name, index in places.items()
        if name not in labels
    ]

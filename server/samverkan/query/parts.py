"""A part of a table, and labels beside its IRIs, before it is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from pyoxigraph import QuerySolutions, Store

from samverkan.errors import SamverkanError
from samverkan.query.labelling import Labels, Row, labelled, unlabelled, with_labels
from samverkan.query.question import Part

#: So many rows are looked at to know which columns hold IRIs; of a table, always the first.
LOOKED_AT = 1000


class PartError(SamverkanError):
    """A part, or labels, of what is no table."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"the answer is a {kind}; only a table has parts and labels, so leave limit, offset "
            "and labels out"
        )
        self.kind = kind


@dataclass(frozen=True)
class Rows:
    """
    Rows on their way.

    Args:
        variables: of the columns.
        first: some of the first of the whole table, to judge the columns by.
        rows: those to be written.
        total: how many the table has; None where that is not counted.
    """

    variables: tuple[str, ...]
    first: list[Row]
    rows: Iterator[Row]
    total: int | None = None


def part_of(store: Store, answer: QuerySolutions, part: Part) -> Rows:
    """
    That part of the table; with a limit its rows are held, and all are counted.

    The columns that labels are put beside are judged by the table's first rows whatever the part
    is, so that all parts have the same columns.
    """
    variables = tuple(variable.value for variable in answer.variables)
    every: Iterator[Row] = (tuple(solution) for solution in answer)
    first = list(islice(every, LOOKED_AT))
    places = unlabelled(variables, first) if part.labels else ()
    labels = Labels(store, part.labels)
    rest: Iterator[Row] = chain(first, every)
    passed = sum(1 for _ in islice(rest, part.offset))
    total = None
    if part.limit is not None:
        held = list(islice(rest, part.limit))
        total = passed + len(held) + sum(1 for _ in rest)
        rest = iter(held)
    return Rows(
        with_labels(variables, places),
        list(labelled(iter(first), places, labels)),
        labelled(rest, places, labels),
        total,
    )

"""The first rows of a table for a page, and how many rows there are."""

import json
from itertools import islice

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, parse

from samverkan.query.answer import Table

#: Rows that a page shows, unless it is told otherwise; the downloads have all.
ROWS_SHOWN = 1000
_CELL = NamedNode("urn:samverkan:cell")


def first_rows(answer: QuerySolutions, limit: int | None) -> tuple[bytes, int, int]:
    """The first rows as bytes for `read_rows`, how many these are, and how many there are."""
    variables = [variable.value for variable in answer.variables]
    rows = [
        [None if term is None else str(term) for term in row]
        for row in islice(answer, ROWS_SHOWN if limit is None else limit)
    ]
    total = len(rows) + sum(1 for _ in answer)
    told = {"variables": variables, "rows": rows, "total": total}
    return json.dumps(told, ensure_ascii=False).encode(), len(rows), total


def read_rows(written: bytes) -> tuple[Table, int]:
    """The table that `first_rows` wrote, and how many rows there are."""
    told = json.loads(written)
    terms = [term for row in told["rows"] for term in row if term is not None]
    lines = "".join(f"{_CELL} {_CELL} {term} .\n" for term in terms)
    objects = iter([quad.object for quad in parse(lines, RdfFormat.N_TRIPLES)])
    rows = [tuple(None if term is None else next(objects) for term in row) for row in told["rows"]]
    return Table(tuple(told["variables"]), rows), told["total"]

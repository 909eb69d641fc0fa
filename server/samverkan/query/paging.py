"""Rows of a table for a page, and how many rows there are."""

import json

from pyoxigraph import NamedNode, RdfFormat, parse

from samverkan.query.answer import Table
from samverkan.query.parts import Rows

#: Rows that a page shows, unless it is told otherwise; the downloads have all.
ROWS_SHOWN = 1000
_CELL = NamedNode("urn:samverkan:cell")


def page_of(found: Rows) -> tuple[bytes, int]:
    """The rows as bytes for `read_rows`, and how many they are."""
    rows = [[None if term is None else str(term) for term in row] for row in found.rows]
    told = {"variables": found.variables, "rows": rows, "total": found.total}
    return json.dumps(told, ensure_ascii=False).encode(), len(rows)


def read_rows(written: bytes) -> tuple[Table, int]:
    """The table that `page_of` wrote, and how many rows there are."""
    told = json.loads(written)
    terms = [term for row in told["rows"] for term in row if term is not None]
    lines = "".join(f"{_CELL} {_CELL} {term} .\n" for term in terms)
    objects = iter([quad.object for quad in parse(lines, RdfFormat.N_TRIPLES)])
    rows = [tuple(None if term is None else next(objects) for term in row) for row in told["rows"]]
    return Table(tuple(told["variables"]), rows), told["total"]

"""The pages of a stored query: its form, its answer in pages, and addresses for other programs."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, request, url_for

from samverkan.query.header import StoredQuery
from samverkan.query.paging import ROWS_SHOWN
from samverkan.query.question import Part, Reply
from samverkan.web import state
from samverkan.web.pages import page, shown
from samverkan.web.parts import address_of_page, pages_of
from samverkan.web.texts import language, texts

Values = Mapping[str, Sequence[str]]

#: The endings of addresses that a page offers, by what the query answers with.
_ENDINGS = {
    "table": ("xlsx", "csv", "json", "xml", "tsv"),
    "boolean": ("json", "xml", "csv", "tsv"),
    "graph": ("ttl", "jsonld", "nt", "rdf"),
}
#: Rows of a part in the address that shows how parts are asked for.
_ROWS_OF_A_PART = "100"


def answered(
    query: StoredQuery, values: Values, part: Part | None, reply: Reply, sparql: str
) -> Response:
    """The answer, with its question and parameters."""
    return page(
        "query.html",
        **_asked(query, values),
        sparql=without_header(sparql),
        downloads={ending: address_in(query, ending, values) for ending in _ENDINGS[query.kind]},
        addresses=_addresses(query, values),
        **_place(part, reply),
        **shown(reply),
    )


def unanswered(query: StoredQuery, values: Values, problem: str, status: int) -> Response:
    """The form alone, since a parameter has no value or a wrong one."""
    asked = _asked(query, values)
    return page("query.html", status, **asked, sparql=without_header(query.text), problem=problem)


def first_page(part: Part | None) -> Part:
    """The part that a page shows: of a length for people where the address gives none."""
    if part is None:
        return Part(0, ROWS_SHOWN, language())
    return Part(part.offset, ROWS_SHOWN if part.limit is None else part.limit, part.labels)


def without_header(sparql: str) -> str:
    """The query alone."""
    lines = sparql.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#+"))


def address_in(
    query: StoredQuery, ending: str, values: Values, external: bool = False, **more: str
) -> str:
    """Where the same question with the same values is answered in that form."""
    address = url_for("queries.run_query", name=f"{query.name}.{ending}", _external=external)
    kept = [(name, value) for name, given in values.items() for value in given if value.strip()]
    on = state.as_of()
    if on is not None:
        kept.append(("asOf", on.isoformat()))
    if ending == "xlsx" or "labels" in more:
        kept.append(("lang", language()))
    arguments = urlencode([*kept, *more.items()])
    return f"{address}?{arguments}" if arguments else address


def _asked(query: StoredQuery, values: Values) -> dict[str, Any]:
    return {
        "query": query,
        "values": {name: _written(query, name, given) for name, given in values.items()},
        "hides": state.about().access == "public" and query.needs_internal,
        "as_of": request.args.get("asOf", ""),
        "default_on": state.engine().about().on,
    }


def _written(query: StoredQuery, name: str, given: Sequence[str]) -> str:
    """Several values in the one field of the form."""
    parameter = query.parameters.get(name)
    return (", " if parameter and parameter.takes_commas else "\n").join(given)


def _addresses(query: StoredQuery, values: Values) -> dict[str, str]:
    """Addresses to be kept in another program, by what each gives."""
    if query.kind != "table":
        return {}
    t = texts()
    return {
        t["address_xlsx"]: address_in(query, "xlsx", values, external=True),
        t["address_csv"]: address_in(query, "csv", values, external=True),
        t["address_labels"]: address_in(query, "csv", values, external=True, labels="true"),
        t["address_json"]: address_in(
            query, "json", values, external=True, limit=_ROWS_OF_A_PART, offset="0"
        ),
    }


def _place(part: Part | None, reply: Reply) -> dict[str, Any]:
    """Where in the table the page is, and where its neighbours are."""
    total = reply.head.total
    if part is None or total is None:
        return {}
    arguments = list(request.args.items(multi=True))
    pages = {
        name: address_of_page(request.root_path + request.path, arguments, *place)
        for name, place in pages_of(part, total).items()
    }
    last = min(total, part.offset + (part.limit or 0))
    return {"pages": pages, "first_row": part.offset + 1, "last_row": last}

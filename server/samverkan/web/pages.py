"""The pages: a start page with the questions, a query box, an answer as a table."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, json, render_template, request, url_for

from samverkan import __version__
from samverkan.errors import SamverkanError
from samverkan.namespaces import shorten
from samverkan.query.about import About
from samverkan.query.paging import read_rows
from samverkan.query.question import Head, Reply
from samverkan.web import state
from samverkan.web.cells import rows_of
from samverkan.web.notices import told
from samverkan.web.texts import language, tag_name, texts

blueprint = Blueprint("pages", __name__)

#: An address longer than this is not one that every server on the way lets through.
LONGEST_ADDRESS = 7000

SAMPLE = """\
PREFIX smv: <https://w3id.org/samverkan/ns/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?application ?applicationLabel ?owner ?ownerLabel WHERE {
  ?application a smv:ApplicationInUse ;
    rdfs:label ?applicationLabel .
  OPTIONAL {
    ?application smv:systemOwner ?owner .
    ?owner rdfs:label ?ownerLabel
  }
}
ORDER BY ?applicationLabel
LIMIT 20
"""


@blueprint.app_context_processor
def _common() -> dict[str, Any]:
    other = "en" if language() == "sv" else "sv"
    return {
        "t": texts(),
        "lang": language(),
        "tag_name": tag_name,
        "other_lang": other,
        "view": _view(),
        "library": state.library(),
        "version": __version__,
        "shorten": shorten,
        "other_lang_url": _in_language(other),
    }


def _view() -> About:
    """The view that is asked for; the public one of the dataset's own day if it cannot be."""
    try:
        return state.about()
    except SamverkanError:
        return state.levels().public.about()


@blueprint.get("/")
def start() -> Response:
    """The start page."""
    return page("start.html", sparql=SAMPLE)


def query_page(sparql: str = SAMPLE, problem: str = "", status: int = HTTPStatus.OK) -> Response:
    """A box for a query, and what was wrong with the one before."""
    return page("sparql.html", status, sparql=sparql, problem=problem)


def answer_page(reply: Reply, sparql: str) -> Response:
    """The answer to a query of the asker's own, below the query."""
    downloads = _downloads(reply.head, url_for("sparql.sparql"), {"query": sparql})
    return page("sparql.html", sparql=sparql, downloads=downloads, **shown(reply))


def address_of(sparql: str) -> str | None:
    """Where the answer to that query has its page; None if the query is too long for one."""
    address = url_for("sparql.sparql", query=sparql, lang=language())
    return address if len(address) <= LONGEST_ADDRESS else None


def shown(reply: Reply) -> dict[str, Any]:
    """The answer and what there is to say of the question, for the template."""
    notices = [told(notice, language()) for notice in reply.head.notices]
    return {"notices": notices, **_content(reply)}


def _content(reply: Reply) -> dict[str, Any]:
    if reply.head.kind == "table":
        found, total = read_rows(reply.read())
        columns, rows = rows_of(found, len(found.rows), language())
        return {"columns": columns, "rows": rows, "row_count": total}
    if reply.head.kind == "boolean":
        return {"boolean": bool(json.loads(reply.read())["boolean"])}
    return {"graph": reply.read().decode()}


def _downloads(head: Head, address: str, arguments: Mapping[str, str]) -> dict[str, str]:
    """Addresses of the other forms, by their short names; empty where one would be too long."""
    is_graph = head.kind == "graph"
    names = ("turtle", "jsonld", "nt", "rdfxml") if is_graph else ("csv", "json", "xml", "tsv")
    found = {name: f"{address}?{urlencode({**arguments, 'format': name})}" for name in names}
    return {name: url if len(url) <= LONGEST_ADDRESS else "" for name, url in found.items()}


def page(name: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """The template, filled in."""
    made = render_template(name, **values)
    return Response(made, status, content_type="text/html; charset=utf-8")


def _in_language(other: str) -> str:
    arguments = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return request.path + "?" + urlencode([*arguments, ("lang", other)])

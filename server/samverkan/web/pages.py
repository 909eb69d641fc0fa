"""The pages: a start page with the questions, a query box, an answer as a table."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, render_template, request, url_for
from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions

from samverkan import __version__
from samverkan.namespaces import shorten
from samverkan.query.answer import Answer, formats_of, plain, table, write
from samverkan.query.library import StoredQuery
from samverkan.web import state
from samverkan.web.texts import language, texts

blueprint = Blueprint("pages", __name__)

#: Rows that a page shows; the downloads have all.
ROWS_SHOWN = 1000

SAMPLE = """PREFIX smv: <https://w3id.org/samverkan/ns/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?application ?name ?owner WHERE {
  ?application a smv:ApplicationInUse ;
    rdfs:label ?name .
  OPTIONAL { ?application smv:systemOwner/rdfs:label ?owner }
}
ORDER BY ?name
LIMIT 20
"""


@blueprint.app_context_processor
def _common() -> dict[str, object]:
    return {
        "t": texts(),
        "lang": language(),
        "other_lang": "en" if language() == "sv" else "sv",
        "view": state.view(),
        "library": state.library(),
        "version": __version__,
        "shorten": shorten,
        "other_lang_url": _in_language("en" if language() == "sv" else "sv"),
    }


@blueprint.get("/")
def start() -> Response:
    """The start page."""
    return _page("start.html", sample=SAMPLE)


def query_page() -> Response:
    """A box for a query."""
    return _page("sparql.html", sparql=SAMPLE)


def answer_page(answer: Answer, sparql: str) -> Response:
    """The answer to a query of the asker's own, below the query."""
    return _page("sparql.html", sparql=sparql, **_shown(answer, {"query": sparql}, "sparql.sparql"))


def stored_query_page(
    query: StoredQuery, values: Mapping[str, str], answer: Answer, sparql: str
) -> Response:
    """The answer to a stored query, with its question and parameters."""
    shown = _shown(answer, dict(values), "queries.run_query", name=query.name)
    return _page("query.html", query=query, values=values, sparql=sparql, **shown)


def _shown(
    answer: Answer, arguments: dict[str, str], endpoint: str, **route: str
) -> dict[str, object]:
    downloads = {
        name: url_for(endpoint, **route) + "?" + urlencode({**arguments, "format": name})
        for name in (
            ("csv", "json", "xml", "tsv")
            if isinstance(answer, QuerySolutions | QueryBoolean)
            else ("turtle", "jsonld", "nt", "rdfxml")
        )
    }
    if isinstance(answer, QuerySolutions):
        found = table(answer)
        return {
            "table": found,
            "rows": found.rows[:ROWS_SHOWN],
            "rows_shown": ROWS_SHOWN,
            "downloads": downloads,
        }
    if isinstance(answer, QueryBoolean):
        return {"boolean": bool(answer), "downloads": downloads}
    return {"graph": write(answer, formats_of(answer)[0]).decode(), "downloads": downloads}


def _page(name: str, **values: object) -> Response:
    page = render_template(name, **values)
    return Response(page, content_type="text/html; charset=utf-8")


def _in_language(other: str) -> str:
    arguments = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return request.path + "?" + urlencode([*arguments, ("lang", other)])


def _cell(term: NamedNode | BlankNode | Literal | None) -> str:
    """A term for the eye: a name for an IRI, the bare value for a literal."""
    return shorten(term.value) if isinstance(term, NamedNode) else plain(term)


def _is_link(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(("http://", "https://"))


def _is_number(term: object) -> bool:
    return isinstance(term, Literal) and term.datatype.value.rsplit("#", 1)[-1] in (
        "integer",
        "decimal",
        "double",
        "float",
    )


@blueprint.record_once
def _filters(setup: object) -> None:
    app = getattr(setup, "app", None)
    assert isinstance(app, Flask)
    app.jinja_env.filters["cell"] = _cell
    app.jinja_env.tests["link"] = _is_link
    app.jinja_env.tests["numeric"] = _is_number

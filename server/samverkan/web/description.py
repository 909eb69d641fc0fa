"""`/.well-known/void` and the description of the endpoint: kept for each view."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from pyoxigraph import QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from samverkan.namespaces import GRAPHS
from samverkan.query.answer import GRAPH_FORMATS
from samverkan.query.describing import written
from samverkan.query.question import Question
from samverkan.query.service import service
from samverkan.query.statistics import GraphCount, Row, Statistics, count, count_graphs
from samverkan.query.void import Addresses, void
from samverkan.web import state
from samverkan.web.answering import content_type
from samverkan.web.negotiation import HTML, choose
from samverkan.web.texts import in_each_language

blueprint = Blueprint("description", __name__)

#: Views whose numbers are kept.
_KEPT = 8
#: Forms of a whole graph that are offered as a download.
_DUMPS = {"application/n-triples": "nt", "text/turtle": "turtle"}
#: Forms of a description, the default first.
FORMS = [media_type for media_type in GRAPH_FORMATS if media_type != "text/plain"]

T = TypeVar("T")


@dataclass
class _Numbers:
    """What was counted, by view and kind; counted once, however many ask meanwhile."""

    kept: OrderedDict[tuple[str, str], Any] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, view: str, kind: Callable[[Callable[[str], list[Row]]], T]) -> T:
        key = (view, kind.__name__)
        with self.lock:
            if key not in self.kept:
                self.kept[key] = kind(_rows)
                if len(self.kept) > 2 * _KEPT:
                    self.kept.popitem(last=False)
            self.kept.move_to_end(key)
            found: T = self.kept[key]
            return found


def _prepare(setup: BlueprintSetupState) -> None:
    setup.app.extensions["samverkan.numbers"] = _Numbers()


blueprint.record_once(_prepare)


def _rows(sparql: str) -> list[Row]:
    data = state.ask(Question(sparql)).read()
    answer = parse_query_results(data, format=QueryResultsFormat.JSON)
    assert isinstance(answer, QuerySolutions)
    return [tuple(row) for row in answer]


def graph_counts() -> tuple[GraphCount, ...]:
    """The named graphs of the request's view."""
    return _numbers().of(state.about().key, count_graphs)


def statistics() -> Statistics:
    """The request's view in numbers."""
    return _numbers().of(state.about().key, count)


def _numbers() -> _Numbers:
    found: _Numbers = current_app.extensions["samverkan.numbers"]
    return found


def graph_address(iri: str | None, form: str = "") -> str:
    """Where the graph is: by its own name, if it is one of ours; None is the default graph."""
    formed = {"format": form} if form else {}
    if iri is None:
        return _address("graphs.graphs", default="", **formed)
    if iri.startswith(GRAPHS):
        return _address("graphs.graph", name=iri.removeprefix(GRAPHS), **formed)
    return _address("graphs.graphs", graph=iri, **formed)


def _address(endpoint: str, **values: str) -> str:
    """The full address, on the date that the request asks for."""
    on = state.as_of()
    dated = {"asOf": on.isoformat()} if on else {}
    return url_for(endpoint, _external=True, **values, **dated)


def addresses() -> Addresses:
    """Where things are on this server, as of the request's date."""
    return Addresses(
        void=_address("description.describe"),
        endpoint=url_for("sparql.sparql", _external=True),
        graphs=_address("graphs.graphs"),
        dumps={media_type: graph_address(None, name) for media_type, name in _DUMPS.items()},
        of_graph={graph.iri: graph_address(graph.iri) for graph in graph_counts()},
    )


@blueprint.get("/.well-known/void")
def describe() -> Response:
    """The dataset in VoID, or in numbers on a page."""
    form = choose(request, [*FORMS, HTML])
    if form == HTML:
        page = render_template("void.html", numbers=statistics(), graphs=graph_counts())
        return Response(page, content_type="text/html; charset=utf-8")
    notices = in_each_language("fictional")
    triples = void(statistics(), graph_counts(), state.about(), addresses(), notices)
    return rdf(triples, form)


def describe_service() -> Response:
    """
    The endpoint's description.

    Raises:
        NotAcceptableError: if the client takes no RDF.
    """
    form = choose(request, FORMS)
    about = state.about()
    return rdf(service(graph_counts(), about, about.triples, addresses()), form)


def rdf(triples: list[Triple], form: str) -> Response:
    """The triples as an answer, which says where the dataset is described."""
    response = Response(written(triples, form), content_type=content_type(form))
    response.headers.add(
        "Link", f'<{url_for("description.describe", _external=True)}>; rel="describedby"'
    )
    return response

"""`/graphs` and `/graph/NAME`: whole graphs, as the Graph Store Protocol reads them."""

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from samverkan.namespaces import GRAPHS
from samverkan.query.answer import GRAPH_FORMATS, graph_name
from samverkan.query.question import GraphQuestion
from samverkan.query.replying import UnknownGraphError
from samverkan.query.service import graph_list
from samverkan.web import state
from samverkan.web.answering import encoding_of
from samverkan.web.description import addresses, graph_address, graph_counts, rdf
from samverkan.web.negotiation import HTML, asked_format, choose, wants_page
from samverkan.web.protocol import GraphWriteError, ProtocolError

blueprint = Blueprint("graphs", __name__)

_READS = ("GET", "HEAD", "OPTIONS")
_METHODS = [*_READS, "PUT", "POST", "DELETE", "PATCH"]
_JSON = "application/json"


@blueprint.route("/graphs", methods=_METHODS, provide_automatic_options=False)
def graphs() -> BaseResponse:
    """
    The graph that `?graph=` or `?default` names; without either, the list of graphs.

    Source:
        SPARQL 1.1 Graph Store HTTP Protocol, sections 4.2 and 5.2.
    """
    if request.method == "OPTIONS":
        return _may_be_read()
    _refuse_writing()
    named = request.args.getlist("graph")
    if "default" in request.args:
        if named:
            raise ProtocolError("both graph= and default; ask for one graph")
        return _graph(None)
    if len(named) > 1:
        raise ProtocolError(f"{len(named)} graphs; ask for one")
    return _graph(named[0]) if named else _list()


@blueprint.route("/graph/<path:name>", methods=_METHODS, provide_automatic_options=False)
def graph(name: str) -> BaseResponse:
    """
    The graph of ours that has this name.

    Source:
        SPARQL 1.1 Graph Store HTTP Protocol, sections 4.1 and 5.2.
    """
    if request.method == "OPTIONS":
        return _may_be_read()
    _refuse_writing()
    return _graph(GRAPHS + name)


def _may_be_read() -> Response:
    return Response(headers={"Allow": ", ".join(_READS)})


def _refuse_writing() -> None:
    if request.method not in _READS:
        raise GraphWriteError(_READS)


def _graph(iri: str | None) -> BaseResponse:
    if iri is not None:
        graph_name(iri)
    if wants_page(request):
        return _page(iri)
    form = choose(request, list(GRAPH_FORMATS))
    return state.deliver(GraphQuestion(iri, form, encoding_of(request)))


def _page(iri: str | None) -> Response:
    """One graph, or all that there are where the default graph is asked for."""
    shown = [counted for counted in graph_counts() if iri in (None, counted.iri)]
    if iri and not shown:
        raise UnknownGraphError(iri)
    page = render_template("graphs.html", graphs=shown, one=iri or "", address=graph_address)
    return Response(page, content_type="text/html; charset=utf-8")


def _list() -> Response:
    offered = [_JSON, HTML, *(media_type for media_type in GRAPH_FORMATS if media_type != _JSON)]
    form = _JSON if asked_format(request).lower() == "json" else choose(request, offered)
    if form == HTML:
        return _page(None)
    if form == _JSON:
        return _told()
    return rdf(graph_list(graph_counts(), addresses()), form)


def _told() -> Response:
    return jsonify(
        [
            {
                "graph": counted.iri,
                "address": graph_address(counted.iri),
                "triples": counted.triples,
                "labels": counted.labels,
                "publisher": counted.publisher,
            }
            for counted in graph_counts()
        ]
    )

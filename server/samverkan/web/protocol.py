"""A SPARQL 1.1 Protocol request: what is asked, and of which graphs."""

from dataclasses import dataclass

from flask import Request

from samverkan.errors import SamverkanError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


class ProtocolError(SamverkanError):
    """The request is not one that the SPARQL 1.1 Protocol knows."""


@dataclass(frozen=True)
class Asked:
    """A query with the dataset that the protocol's parameters give it."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def read_request(request: Request) -> Asked | None:
    """
    The query of the request; None if it is a GET without one.

    Raises:
        ProtocolError: for what the protocol does not allow; says what it does.

    Source:
        SPARQL 1.1 Protocol, section 2.1.
    """
    if request.method in ("GET", "HEAD"):
        source = request.args
        queries = source.getlist("query")
    elif request.mimetype == FORM:
        source = request.form
        queries = source.getlist("query")
    elif request.mimetype == QUERY:
        source = request.args
        try:
            queries = [request.get_data().decode()]
        except UnicodeDecodeError as error:
            raise ProtocolError(f"the query is not UTF-8: {error.reason}") from error
    else:
        raise ProtocolError(
            f"a POST of {request.mimetype or 'no stated type'}; send {FORM} with a parameter "
            f"query=, or the query itself as {QUERY}"
        )
    if "update" in source or request.mimetype == UPDATE:
        raise ProtocolError("this endpoint takes no update; send a query")
    if not queries:
        if request.method in ("GET", "HEAD"):
            return None
        raise ProtocolError("no query; send it as the parameter query=")
    if len(queries) > 1:
        raise ProtocolError(f"{len(queries)} queries; send one")
    return Asked(
        queries[0],
        tuple(source.getlist("default-graph-uri")),
        tuple(source.getlist("named-graph-uri")),
    )

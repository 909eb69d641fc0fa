"""A SPARQL 1.1 Protocol request: what is asked, and of which graphs."""

from dataclasses import dataclass

from werkzeug.wrappers import Request

from samverkan.errors import SamverkanError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


class ProtocolError(SamverkanError):
    """The request is not one that the SPARQL 1.1 Protocol knows."""


class MediaTypeError(ProtocolError):
    """A query does not come in a body of that type."""

    def __init__(self, mimetype: str) -> None:
        super().__init__(
            f"a POST of {mimetype or 'no stated type'}; send {FORM} with a parameter query=, or "
            f"the query itself as {QUERY}"
        )
        self.mimetype = mimetype


class UpdateError(ProtocolError):
    """An update, to an endpoint that takes none."""

    def __init__(self) -> None:
        super().__init__(
            "an update; this endpoint is for reading, so change the source files and load them "
            "anew, or send a query"
        )


@dataclass(frozen=True)
class Asked:
    """A query with the dataset that the protocol's parameters give it."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def read_request(request: Request) -> Asked | None:
    """
    The query of the request; None if it is a GET without one.

    Raises:
        MediaTypeError, UpdateError, ProtocolError: for what the protocol does not allow; each
            says what it does.

    Source:
        SPARQL 1.1 Protocol, section 2.1.
    """
    by_address = request.method in ("GET", "HEAD")
    if request.mimetype == UPDATE or "update" in request.args or "update" in request.form:
        raise UpdateError
    if by_address or request.mimetype == QUERY:
        source = request.args
    elif request.mimetype == FORM:
        source = request.form
    else:
        raise MediaTypeError(request.mimetype)
    queries = source.getlist("query")
    if not by_address and request.mimetype == QUERY:
        queries = [_decoded(request.get_data())]
    if not queries:
        if by_address:
            return None
        raise ProtocolError("no query; send it as the parameter query=")
    if len(queries) > 1:
        raise ProtocolError(f"{len(queries)} queries; send one")
    return Asked(
        queries[0],
        tuple(source.getlist("default-graph-uri")),
        tuple(source.getlist("named-graph-uri")),
    )


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ProtocolError("the query is not in UTF-8; send it so") from error

"""A SPARQL 1.1 Protocol request: what is asked, and of which graphs."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request

from samverkan.errors import SamverkanError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
#: Parameters of one request; a dataset of more graphs than this is the whole dataset.
_MOST_FIELDS = 1000

Fields = list[tuple[str, str]]


class ProtocolError(SamverkanError):
    """The request is not one that the SPARQL 1.1 Protocol knows."""


class NoQueryError(ProtocolError):
    """Nothing is asked."""

    def __init__(self) -> None:
        super().__init__("no query; send it as the parameter query=")


class MediaTypeError(ProtocolError):
    """A query does not come in a body of that type."""

    def __init__(self, mimetype: str) -> None:
        super().__init__(
            f"a POST of {mimetype or 'no stated type'}; send {FORM} with a parameter query=, or "
            f"the query itself as {QUERY}"
        )
        self.mimetype = mimetype


class CharsetError(MediaTypeError):
    """The body says that it is in another character set than UTF-8."""

    def __init__(self, charset: str) -> None:
        SamverkanError.__init__(self, f"a body in {charset}; send it in UTF-8")
        self.charset = charset


class EncodingError(ProtocolError):
    """What should be UTF-8 is not."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not in UTF-8; send it so")
        self.what = what


class UpdateError(ProtocolError):
    """An update, to an endpoint that takes none."""

    def __init__(self) -> None:
        super().__init__(
            "an update; this endpoint is for reading, so change the source files and load them "
            "anew, or send a query"
        )


class GraphWriteError(ProtocolError):
    """A graph is to be written, where graphs are only read."""

    def __init__(self, allow: Sequence[str]) -> None:
        super().__init__(
            "graphs can be read here, not written; change the source files and load them anew"
        )
        self.allow = list(allow)


@dataclass(frozen=True)
class Asked:
    """A query with the dataset that the protocol's parameters give it."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def read_request(request: Request) -> Asked | None:
    """
    The query of the request; None if it is a GET without one.

    The dataset's parameters are also taken from the address of a POST, where many clients put
    them: passing them over would answer from other graphs than those asked of.

    Raises:
        UpdateError: for an update, in whatever way it is sent.
        MediaTypeError, EncodingError, ProtocolError: for what the protocol does not allow; each
            says what it does.

    Source:
        SPARQL 1.1 Protocol, section 2.1.
    """
    address = _fields(request.query_string, "the address")
    if request.mimetype == UPDATE or _values(address, "update"):
        raise UpdateError
    if request.method in ("GET", "HEAD"):
        queries = _values(address, "query")
        return _asked(queries, address) if queries else None
    body, queries = _body(request)
    if body and _values(body, "update"):
        raise UpdateError
    asked = _values(address, "query")
    if asked and not queries:
        raise ProtocolError("a POST with the query in its address; send it in the body")
    return _asked(queries + asked, address + body)


def _body(request: Request) -> tuple[Fields, list[str]]:
    """The fields of a POST's form, and the queries that its body holds."""
    if request.mimetype not in (FORM, QUERY):
        raise MediaTypeError(request.mimetype)
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise CharsetError(charset)
    data = request.get_data()
    if request.mimetype == QUERY:
        return [], [_text(data, "the query")]
    fields = _fields(data, "the form")
    return fields, _values(fields, "query")


def _asked(queries: list[str], fields: Fields) -> Asked:
    if not any(query.strip() for query in queries):
        raise NoQueryError
    if len(queries) > 1:
        raise ProtocolError(f"{len(queries)} queries; send one")
    return Asked(
        queries[0],
        tuple(_values(fields, "default-graph-uri")),
        tuple(_values(fields, "named-graph-uri")),
    )


def _values(fields: Fields, name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _fields(raw: bytes, what: str) -> Fields:
    text = _text(raw, what)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise EncodingError(what) from error
    except ValueError as error:
        raise ProtocolError(f"more than {_MOST_FIELDS} parameters; send fewer") from error


def _text(raw: bytes, what: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EncodingError(what) from error

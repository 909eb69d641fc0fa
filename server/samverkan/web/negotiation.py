"""Which form the client wants: by the address, else by its Accept header."""

import re
from collections.abc import Sequence
from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Request

from samverkan.errors import SamverkanError
from samverkan.query.question import XLSX

HTML = "text/html"
_SPARQL_JSON = "application/sparql-results+json"
_SPARQL_XML = "application/sparql-results+xml"
_JSON_LD = "application/ld+json"
_RDF_XML = "application/rdf+xml"

#: Short names for `?format=`, and what each means: the first of these that the answer has.
NAMES = {
    "html": (HTML,),
    "json": (_SPARQL_JSON, _JSON_LD, "application/json"),
    "xml": (_SPARQL_XML, _RDF_XML),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "xlsx": (XLSX,),
    "turtle": ("text/turtle",),
    "ttl": ("text/turtle",),
    "nt": ("application/n-triples",),
    "ntriples": ("application/n-triples",),
    "n-triples": ("application/n-triples",),
    "jsonld": (_JSON_LD,),
    "json-ld": (_JSON_LD,),
    "rdf": (_RDF_XML,),
    "rdfxml": (_RDF_XML,),
    "rdf+xml": (_RDF_XML,),
    "trig": ("application/trig",),
    "nq": ("application/n-quads",),
    "nquads": ("application/n-quads",),
    "n-quads": ("application/n-quads",),
}


#: The address of a stored query may end in one of these names.
_ENDING = re.compile(r"/queries/[^/.]+\.([^/]+)")


class NotAcceptableError(SamverkanError):
    """The answer has none of the forms that the client accepts."""

    def __init__(self, wanted: str, offered: Sequence[str]) -> None:
        super().__init__(f"no answer of this kind as {wanted}; there is {', '.join(offered)}")
        self.wanted, self.offered = wanted, list(offered)


def choose(request: Request, offered: Sequence[str]) -> str:
    """
    The media type to answer in: one of `offered`, the first if the client does not mind.

    Raises:
        NotAcceptableError: if the client takes none of them.
    """
    name, accepted = asked_format(request), request.environ.get("HTTP_ACCEPT", "")
    chosen = chosen_of(name, accepted, tuple(offered))
    if not chosen:
        raise NotAcceptableError(name or accepted, offered)
    return chosen


@lru_cache(maxsize=512)
def chosen_of(name: str, accept: str, offered: tuple[str, ...]) -> str:
    """
    The one of `offered` that is chosen; "" if none is. Clients say the same again and again.

    Args:
        name: of a format, as `?format=` has it; "" for none.
        accept: the header.
        offered: media types, the first if the client does not mind.
    """
    if name:
        meant = NAMES.get(name.lower(), (name,))
        return next((media_type for media_type in meant if media_type in offered), "")
    accepted = parse_accept_header(accept, MIMEAccept)
    if not accepted:
        return offered[0]
    chosen = accepted.best_match(offered)
    if chosen is None:
        return ""
    # best_match prefers what is named outright; on */* alone the first of ours is as good
    return offered[0] if accepted.quality(offered[0]) >= accepted.quality(chosen) else chosen


def choose_or_none(request: Request, offered: Sequence[str]) -> str:
    """As `choose`, but "" if the client takes none of them."""
    try:
        return choose(request, offered)
    except NotAcceptableError:
        return ""


def asked_format(request: Request) -> str:
    """
    What the ending of a stored query's address says, else what `?format=` does.

    An unescaped + in a media type has become a space on the way.
    """
    ending = _ENDING.fullmatch(request.path)
    if ending and ending[1] in NAMES:
        return ending[1]
    return given(request, "format").strip().replace(" ", "+")


def given(request: Request, name: str) -> str:
    """A parameter of the address, or of the form if that can be read."""
    found = request.args.get(name, "")
    if found or request.method in ("GET", "HEAD"):
        return found
    try:
        request.get_data()  # kept, for who reads the body after the form
        return request.form.get(name, "")
    except HTTPException:
        return ""


def wants_page(request: Request) -> bool:
    """
    Whether a browser asks: it names text/html, and nothing that it likes better.

    Programs that look for RDF in pages name it too, behind the forms that are all RDF.
    """
    name = asked_format(request)
    if name:
        return name.lower() in ("html", HTML)
    return likes_html(request.environ.get("HTTP_ACCEPT", ""))


@lru_cache(maxsize=512)
def likes_html(accept: str) -> bool:
    """Whether such an Accept header likes nothing better than a page."""
    named = dict(parse_accept_header(accept, MIMEAccept))
    return 0 < named.get(HTML, 0) >= max(named.values())

"""Which form the client wants: by `?format=`, else by its Accept header."""

from collections.abc import Sequence

from flask import request

from samverkan.errors import SamverkanError

HTML = "text/html"

#: Short names for `?format=`.
NAMES = {
    "html": HTML,
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}


class NotAcceptableError(SamverkanError):
    """The answer has none of the forms that the client accepts."""

    def __init__(self, wanted: str, offered: Sequence[str]) -> None:
        super().__init__(f"no answer of this kind as {wanted}; there is {', '.join(offered)}")
        self.wanted, self.offered = wanted, list(offered)


def choose(offered: Sequence[str]) -> str:
    """
    The media type to answer in: one of `offered`, the first if the client does not mind.

    Raises:
        NotAcceptableError: if the client takes none of them.
    """
    name = request.values.get("format")
    if name:
        media_type = NAMES.get(name.lower(), name)
        if media_type not in offered:
            raise NotAcceptableError(name, offered)
        return media_type
    accepted = request.accept_mimetypes
    if not accepted:
        return offered[0]
    chosen = accepted.best_match(offered)
    if chosen is None:
        raise NotAcceptableError(str(accepted), offered)
    # best_match prefers what is named outright; on */* alone the first of ours is as good
    return offered[0] if accepted.quality(offered[0]) >= accepted.quality(chosen) else chosen


def wants_page() -> bool:
    """Whether a browser asks: it names text/html, which no SPARQL client does."""
    if request.values.get("format"):
        return request.values["format"].lower() == "html"
    return any(media == HTML for media, _ in request.accept_mimetypes)

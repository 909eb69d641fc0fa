"""Which file is read as which RDF serialization."""

from pathlib import Path

from pyoxigraph import RdfFormat

from samverkan.errors import SamverkanError

SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}


class UnknownFormatError(SamverkanError):
    """The file's ending names no RDF serialization that is read here."""

    def __init__(self, path: Path) -> None:
        ending = f"the ending {path.suffix!r}" if path.suffix else "a name without an ending"
        super().__init__(
            f"{path}: cannot tell the format from {ending}; name it one of {', '.join(SUFFIXES)}"
        )
        self.path = path


def format_of(path: Path) -> RdfFormat:
    """
    The serialization that the file's ending stands for.

    Raises:
        UnknownFormatError: if the ending is none of `SUFFIXES`.
    """
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        raise UnknownFormatError(path) from None

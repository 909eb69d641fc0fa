"""Read one RDF file into quads, or say where it is wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from samverkan.errors import SamverkanError
from samverkan.namespaces import THINGS
from samverkan.sources.formats import format_of


class SourceNotFoundError(SamverkanError):
    """There is no such file or folder, or it cannot be read."""

    def __init__(self, path: Path, why: str = "no such file or folder") -> None:
        super().__init__(f"{path}: {why}; check the path")
        self.path = path


class SourceSyntaxError(SamverkanError):
    """The file is not well-formed RDF of the kind that its ending promises."""

    def __init__(self, path: Path, line: int | None, column: int | None, why: str) -> None:
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {why}; correct the file there and try again")
        self.path, self.line, self.column = path, line, column


class BlankNodeError(SamverkanError):
    """A source describes a thing without a name of its own, so nothing can point at it."""

    def __init__(self, path: Path, quad: Quad, line: int | None) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(
            f"{place}: a blank node stands at {quad.predicate.value}; name the thing, "
            f"for example <{THINGS}{path.stem}/thing/1>"
        )
        self.path, self.line = path, line


def read(path: Path, *, blank_nodes: bool = False) -> Iterator[Quad]:
    """
    The quads of the file; those of a graphless format stand in the default graph.

    Args:
        path: a file whose ending names its format.
        blank_nodes: whether blank nodes are let through (ontology and shapes use them).

    Raises:
        UnknownFormatError: if the ending names no format.
        SourceNotFoundError: if the file cannot be read.
        SourceSyntaxError: if it is not well formed; names line and column.
        BlankNodeError: if it holds a blank node and none are let through.
    """
    kind = format_of(path)
    try:
        text = path.read_bytes()
    except OSError as error:
        raise SourceNotFoundError(path, (error.strerror or str(error)).lower()) from error
    text = text.removeprefix(b"\xef\xbb\xbf")
    try:
        for quad in parse(text, kind, base_iri=None if kind == RdfFormat.N_QUADS else _base(path)):
            if not blank_nodes and _has_blank_node(quad):
                raise BlankNodeError(path, quad, _line_of_blank_node(text, kind))
            yield quad
    except SyntaxError as error:
        raise SourceSyntaxError(path, error.lineno, error.offset, _reason(error)) from error


def _base(path: Path) -> str:
    """A base that shows up as a stray IRI in reports, never the machine's own paths."""
    return f"{THINGS}{path.stem}/"


def _has_blank_node(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _line_of_blank_node(text: bytes, kind: RdfFormat) -> int | None:
    """The first line that opens a blank node, where the syntax shows it."""
    if kind not in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        return None
    plain = re.sub(rb'<[^<>\s]*>|#[^\n]*|"(?:\\.|[^"\\\n])*"', lambda m: b" " * len(m[0]), text)
    found = re.search(rb"_:|\[|\(", plain)
    return text.count(b"\n", 0, found.start()) + 1 if found else None


def _reason(error: SyntaxError) -> str:
    """The parser's words without its own account of the place."""
    return re.sub(r"^Parser error (at|between) line .*?: ", "", error.msg or str(error))

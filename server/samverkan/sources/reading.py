"""Read one RDF file into quads, or say where it is wrong."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.parsers import expat

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse

from samverkan.errors import SamverkanError
from samverkan.namespaces import RDF, THINGS, shorten
from samverkan.sources.formats import format_of

#: Characters of a parser's account, which may quote all of the file.
_LONGEST = 300
_LISTS = (RDF + "first", RDF + "rest")


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
        if quad.predicate.value in _LISTS:
            told = "a list is made of blank nodes; repeat the property, once for each value"
        else:
            told = (
                f"a blank node stands at {shorten(quad.predicate.value)}; name the thing, "
                f"for example <{_base(path)}{_kind(quad)}/1>"
            )
        super().__init__(f"{place}: {told}")
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
    if path.is_dir():
        raise SourceNotFoundError(path, "a folder, not a file")
    kind = format_of(path)
    try:
        text = path.read_bytes()
    except OSError as error:
        raise SourceNotFoundError(path, (error.strerror or str(error)).lower()) from error
    text = text.removeprefix(b"\xef\xbb\xbf")
    try:
        for quad in parse(text, kind, base_iri=None if kind == RdfFormat.N_QUADS else _base(path)):
            if not blank_nodes:
                _refuse(path, quad, text, kind)
            yield quad
    except SyntaxError as error:
        line, column = _place(error, text, kind)
        raise SourceSyntaxError(path, line, column, _reason(error)) from error


def _base(path: Path) -> str:
    """A base that shows up as a stray IRI in reports, never the machine's own paths."""
    return f"{THINGS}{quote(path.stem)}/"


def _refuse(path: Path, quad: Quad, text: bytes, kind: RdfFormat) -> None:
    """Refuse what a source may not hold: what has no name, and what RDF 1.1 has not."""
    if any(isinstance(node, BlankNode) for node in (quad.subject, quad.object, quad.graph_name)):
        raise BlankNodeError(path, quad, _line_of_blank_node(text, kind))
    if isinstance(quad.object, Triple):
        why = f"a triple stands as a value at {shorten(quad.predicate.value)}, which no rule reads"
        raise SourceSyntaxError(path, None, None, why)


def _kind(quad: Quad) -> str:
    """What to call the kind of thing that the blank node stands for: `post-holding`."""
    told = quad.object if quad.predicate.value == RDF + "type" else quad.predicate
    name = re.split(r"[/#:]", getattr(told, "value", ""))[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower() or "thing"


#: What may hold the signs of a blank node and is none.
_OTHER = re.compile(
    rb"""<[^<>\s]*> | \#[^\r\n]* | \"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | \\. | \(\s*\)""",
    re.VERBOSE | re.DOTALL,
)
_SIGN = re.compile(rb"(?<![\w.:-])_:|\[|\(|<<(?!\()|\{\|")


def _line_of_blank_node(text: bytes, kind: RdfFormat) -> int | None:
    """The first line that opens a blank node, where the syntax shows it."""
    if kind not in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        return None
    found = _SIGN.search(_OTHER.sub(lambda match: b" " * len(match[0]), text))
    return text.count(b"\n", 0, found.start()) + 1 if found else None


def _place(error: SyntaxError, text: bytes, kind: RdfFormat) -> tuple[int | None, int | None]:
    """Line and column; of XML, which the RDF parser does not give, as an XML parser does."""
    if error.lineno is not None or kind != RdfFormat.RDF_XML:
        return error.lineno, error.offset
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as found:
        return found.lineno, found.offset + 1
    except LookupError:  # it names an encoding that there is none of
        return 1, None
    return None, None


def _reason(error: SyntaxError) -> str:
    """The parser's words without its own account of the place, on one line."""
    told = re.sub(r"^Parser error (at|between) line .*?: ", "", error.msg or str(error))
    if "UTF-8" in told:
        return "not in UTF-8, which every source must be"
    if "LoadDocumentCallback" in told:
        return "its @context stands elsewhere, and nothing is fetched; it must stand in the file"
    told = " ".join(told.split())
    return (
        told if len(told) <= _LONGEST else f"{told[: _LONGEST // 2]} ... {told[-_LONGEST // 2 :]}"
    )

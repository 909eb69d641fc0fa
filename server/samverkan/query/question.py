"""What is asked of a store, in which form the answer may come, and what is said of the answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

#: The form of a table for pages: the first rows, and how many there are.
PAGE = "application/vnd.samverkan.page"
#: A table as a workbook.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Part:
    """
    A part of a table, in the order that the query gives it; what that leaves open is decided.

    Args:
        offset: rows before the first.
        limit: rows at most, and count all; None for all.
        labels: language of a `?xLabel` beside each `?x` that has none of its own; "" for none.
    """

    offset: int = 0
    limit: int | None = None
    labels: str = ""


@dataclass(frozen=True)
class Wording:
    """
    What a workbook says beside its rows, in the language of its reader.

    Args:
        answer, about: names of its two sheets.
        headings: of the columns, by variable; those without one have the variable's name.
        facts: a name and a text each, for the sheet that says what the answer is.
        rows, shortened: names of two facts that are known at the end: how many rows there are,
            and how many texts were too long for a cell.
    """

    answer: str = "Answer"
    about: str = "About"
    headings: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    rows: str = "Rows"
    shortened: str = "Texts cut short"


@dataclass(frozen=True)
class Question:
    """
    A query, its dataset, and the forms that the client takes.

    Args:
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        default_graphs, named_graphs: the dataset of the protocol, if it is not the store's own.
        table_form: media type for a table or a boolean; "" if the client takes none of ours.
        graph_form: media type for a graph; "" likewise.
        encoding: `gzip`, `zstd` or "".
        part: of a table; None for all of it as it is.
        wording: of a workbook.
    """

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    table_form: str = "application/sparql-results+json"
    graph_form: str = "text/turtle"
    encoding: str = ""
    part: Part | None = None
    wording: Wording = Wording()


@dataclass(frozen=True)
class GraphQuestion:
    """A graph to be read whole; `graph` is its IRI, None for the default graph."""

    graph: str | None
    form: str = "text/turtle"
    encoding: str = ""


AnyQuestion = Question | GraphQuestion


@dataclass(frozen=True)
class Notice:
    """Worth knowing about a query that was answered all the same: a code, and what it is about."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """
    What is known of an answer when it begins.

    Args:
        kind: `table`, `boolean` or `graph`.
        form: the media type.
        variables: of a table.
        encoding: `gzip`, `zstd` or "".
        volatile: the same query may be answered differently the next time (NOW, RAND ...).
        notices: on the query.
        total: rows that the whole table has, where only a part of it was asked for.
    """

    kind: str
    form: str
    variables: tuple[str, ...] = ()
    encoding: str = ""
    volatile: bool = False
    notices: tuple[Notice, ...] = ()
    total: int | None = None


@dataclass(frozen=True)
class Tail:
    """What is known of an answer when it has ended: rows sent, and rows there are, if counted."""

    rows: int = 0
    total: int | None = None


class Sink(Protocol):
    """Where an answer goes, piece by piece."""

    def begin(self, head: Head) -> None:
        """Say what comes; before anything is written."""

    def write(self, data: bytes) -> object:
        """Take a piece."""


@dataclass
class Reply:
    """An answer on its way; `tail` is known when all chunks were read."""

    head: Head
    chunks: Iterator[bytes]
    tail: Tail = field(default_factory=Tail)
    cached: bool = False

    def read(self) -> bytes:
        """The whole answer."""
        return b"".join(self.chunks)

    def close(self) -> None:
        """Have no more of it; to be called by who does not read to the end."""
        close_chunks(self.chunks)


def close_chunks(chunks: Iterator[bytes]) -> None:
    """Have no more of an answer's chunks, where that matters to them."""
    close = getattr(chunks, "close", None)
    if close is not None:
        close()

"""Write rows made here in every form of SPARQL results, by the engine's own serializers."""

from collections.abc import Iterator, Sequence
from typing import IO, cast

from pyoxigraph import QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from samverkan.query.labelling import Row, Term

#: Rows that are handed over at once.
_ROWS = 200


def solutions(variables: Sequence[str], rows: Iterator[Row]) -> QuerySolutions:
    """
    The rows as the engine's answer, read from the iterator as they are asked for.

    They pass through the TSV form, which holds any term exactly; no more than some rows are in
    memory.
    """
    lines = _lines(variables, rows)
    read = parse_query_results(cast("IO[bytes]", _Reader(lines)), format=QueryResultsFormat.TSV)
    assert isinstance(read, QuerySolutions)
    return read


def _lines(variables: Sequence[str], rows: Iterator[Row]) -> Iterator[bytes]:
    yield ("\t".join(f"?{name}" for name in variables) + "\n").encode()
    held: list[str] = []
    for row in rows:
        held.append("\t".join(_written(term) for term in row) + "\n")
        if len(held) == _ROWS:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()


def _written(term: Term) -> str:
    if term is None:
        return ""
    return f"<<( {_inside(term)} )>>" if isinstance(term, Triple) else str(term)


def _inside(triple: Triple) -> str:
    return " ".join(_written(part) for part in (triple.subject, triple.predicate, triple.object))


class _Reader:
    """Bytes from an iterator, as a file to be read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; none at the end."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._held = piece
        end = len(self._held) if size < 0 else size
        given, self._held = self._held[:end], self._held[end:]
        return given

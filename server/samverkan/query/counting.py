"""Count the rows of an answer as its bytes go by, and stop it at its bounds."""

from samverkan.query.limits import Bounds, RowLimitError, SizeLimitError
from samverkan.query.question import Head, Sink

#: What each row of a table begins or ends with, by form; and how many of them are no row.
_JSON = ((b'"bindings":[{', b"},{"), 0)
_XML = ((b"</result>",), 0)
_MARKS: dict[str, tuple[tuple[bytes, ...], int]] = {
    "application/sparql-results+json": _JSON,
    "application/json": _JSON,
    "application/sparql-results+xml": _XML,
    "application/xml": _XML,
    "text/xml": _XML,
    "text/csv": ((b"\r\n",), 1),
    "text/tab-separated-values": ((b"\n",), 1),
    "application/n-triples": ((b"\n",), 0),
}


class _Mark:
    """How often some bytes came by, whole or in two pieces."""

    def __init__(self, mark: bytes) -> None:
        self._mark, self._end, self.seen = mark, b"", 0
        self._over = len(mark) - 1

    def take(self, data: bytes) -> None:
        self.seen += data.count(self._mark)
        if self._over:
            if self._end:
                self.seen += (self._end + data[: self._over]).count(self._mark)
            self._end = (self._end + data[-self._over :])[-self._over :]


class Counted:
    """
    A writer that passes on what it is given, and knows how many rows of a table went by.

    A text that holds what stands between two rows (`},{` in JSON, a line break of two characters
    in CSV) counts as more. `rows` of forms that have no such mark stays 0.

    Raises:
        RowLimitError, SizeLimitError: from `write`, beyond the bounds.
    """

    def __init__(self, sink: Sink, form: str, bounds: Bounds) -> None:
        marks, self._none = _MARKS.get(form, ((), 0))
        self._sink, self._bounds, self._size = sink, bounds, 0
        self._marks = [_Mark(mark) for mark in marks]

    @property
    def bounds(self) -> Bounds:
        """What it holds the answer to."""
        return self._bounds

    def begin(self, head: Head) -> None:
        """Pass on."""
        self._sink.begin(head)

    @property
    def rows(self) -> int:
        """Rows so far."""
        return max(0, sum([mark.seen for mark in self._marks]) - self._none)

    def write(self, data: bytes) -> int:
        """Pass on, and count."""
        for mark in self._marks:
            mark.take(data)
        if self.rows > self._bounds.rows:
            raise RowLimitError(self._bounds.rows)
        self._size += len(data)
        if self._size > self._bounds.size:
            raise SizeLimitError(self._bounds.size)
        self._sink.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

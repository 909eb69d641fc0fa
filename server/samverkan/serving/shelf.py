"""Answers ready to be sent, by the request as it came: nothing is parsed to find them."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

RawHeaders = list[tuple[bytes, bytes]]
Key = tuple[bytes, ...]

#: The headers that an answer may depend on, and where each stands in a key.
_VARYING = {
    name: place
    for place, name in enumerate(
        (b"host", b"accept", b"accept-encoding", b"accept-language", b"user-agent"), start=1
    )
}
#: Headers of a request whose answer is for nobody else, or that has a body.
_OWN = {b"authorization", b"content-length", b"transfer-encoding", b"expect", b"upgrade"}
#: Headers of an answer that its 304 has too.
_OF_304 = ("access-control-allow-origin", "cache-control", "etag", "vary")
#: A longer answer is not put here; the cache behind may have it.
_LONGEST = 256 * 1024
_OVERHEAD = 2048


@dataclass(frozen=True)
class Ready:
    """
    An answer, and the generation of data that it is true for.

    Args:
        generation: of the data.
        head: status line and headers, but for those that every request has of its own.
        unchanged: the same of the 304.
        body: of the answer.
        etag: its entity tag.
    """

    generation: int
    head: bytes
    unchanged: bytes
    body: bytes
    etag: bytes


class Shelf:
    """
    The latest public answers. For one thread.

    Args:
        megabytes: how much may lie here.
        generation: a number that changes whenever the same request may be answered differently.
    """

    def __init__(self, megabytes: float, generation: Callable[[], int]) -> None:
        self._most, self._generation = int(megabytes * 1024 * 1024), generation
        self._ready: OrderedDict[Key, Ready] = OrderedDict()
        self._size = 0
        #: How many requests were answered from here.
        self.hits = 0

    @property
    def size(self) -> int:
        """Bytes that lie here."""
        return self._size

    @property
    def generation(self) -> int:
        """The generation of data that answers are true for now."""
        return self._generation()

    def key(self, url: bytes, headers: RawHeaders) -> Key | None:
        """What a GET is known by; None if its answer is for nobody else."""
        key = [url, b"", b"", b"", b"", b""]
        for name, value in headers:
            place = _VARYING.get(name)
            if place is not None:
                if key[place]:  # what is answered to all of them is not for who sends the first
                    return None
                key[place] = value or b" "
            elif name in _OWN:
                return None
        return tuple(key)

    def find(self, key: Key) -> Ready | None:
        """The answer, if it lies here and is true."""
        found = self._ready.get(key)
        if found is None:
            return None
        if found.generation != self._generation():
            self._drop(key)
            return None
        self._ready.move_to_end(key)
        self.hits += 1
        return found

    def put(self, key: Key, generation: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Keep an answer that was given, if it is one for all and says by its tag what it is."""
        told = dict(headers)
        if not self._most or len(body) > _LONGEST or "etag" not in told:
            return
        if not told.get("cache-control", "").startswith("public"):
            return
        self._drop(key)
        whole = [*headers, ("content-length", str(len(body)))]
        short = [header for header in headers if header[0] in _OF_304]
        self._ready[key] = Ready(
            generation,
            _head("200 OK", whole),
            _head("304 Not Modified", short),
            body,
            told["etag"].encode("latin-1"),
        )
        self._size += len(body) + _OVERHEAD
        while self._size > self._most:
            self._drop(next(iter(self._ready)))

    def _drop(self, key: Key) -> None:
        old = self._ready.pop(key, None)
        if old is not None:
            self._size -= len(old.body) + _OVERHEAD


def _head(status: str, headers: list[tuple[str, str]]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status}\r\n{lines}".encode("latin-1")

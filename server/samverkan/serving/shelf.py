"""Answers ready to be sent, by the request as it came: nothing is parsed to find them."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from samverkan.serving.request import Scope

#: The headers that an answer may depend on.
_VARYING = ("host", "accept", "accept-encoding", "accept-language", "user-agent")
#: A longer answer is not put here; the cache behind may have it.
_LONGEST = 256 * 1024
_OVERHEAD = 2048

Key = tuple[str, ...]


@dataclass(frozen=True)
class Ready:
    """An answer with its headers, and the generation of data that it is true for."""

    generation: int
    headers: list[tuple[str, str]]
    body: bytes
    etag: str


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

    def key(self, scope: Scope) -> Key | None:
        """What the request is known by; None if its answer is for nobody else."""
        if scope.method != "GET":
            return None
        headers = scope.headers
        if "authorization" in headers:
            return None
        key = [scope.path, scope.query_string]
        for name in _VARYING:
            told = headers.get_all(name)
            if len(told) > 1:  # what is answered to all of them is not for who sends the first
                return None
            key.append(told[0] if told else "")
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
        self._ready[key] = Ready(generation, headers, body, told["etag"])
        self._size += len(body) + _OVERHEAD
        while self._size > self._most:
            self._drop(next(iter(self._ready)))

    def _drop(self, key: Key) -> None:
        old = self._ready.pop(key, None)
        if old is not None:
            self._size -= len(old.body) + _OVERHEAD

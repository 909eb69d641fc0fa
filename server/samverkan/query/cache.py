"""Keep answers by view and question; let many who ask the same at once wait for one answer."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from threading import BoundedSemaphore, Lock

from samverkan.errors import SamverkanError
from samverkan.query.about import About
from samverkan.query.engine import Engine
from samverkan.query.limits import BusyError, ClientGoneError
from samverkan.query.question import (
    AnyQuestion,
    GraphQuestion,
    Head,
    Question,
    Reply,
    Tail,
    close_chunks,
)

#: An answer longer than this is not kept.
_LONGEST = 1024 * 1024
#: What an entry needs beside its bytes.
_OVERHEAD = 1024
_USUAL = Question("").wording
#: Threads that may wait for somebody else's answer, so that there are others for who asks more.
_PATIENT = 8

Key = tuple[str, AnyQuestion]


@dataclass(frozen=True)
class Kept:
    """A whole answer."""

    head: Head
    body: bytes
    tail: Tail
    view: str

    def reply(self) -> Reply:
        """The same, as if it came just now."""
        return Reply(self.head, iter((self.body,)), self.tail, cached=True, view=self.view)


def etag(about: About, question: AnyQuestion) -> str:
    """What the answer's bytes follow from, as a strong entity tag without its quotation marks."""
    # A tuple is written out by the interpreter itself, and what is as ever need not be.
    if isinstance(question, GraphQuestion):
        told = repr((question.graph, question.form, question.encoding))
    else:
        forms = question.table_form, question.graph_form, question.encoding
        wording = None if question.wording is _USUAL else question.wording
        graphs = question.default_graphs, question.named_graphs
        told = repr((question.sparql, *graphs, *forms, question.part, wording))
    return hashlib.sha256(f"{about.key} {told}".encode()).hexdigest()[:32]


class CachedEngine:
    """
    An engine that keeps short answers of another. Thread-safe.

    The key is the view with its version and date, and the question with its dataset, form and
    encoding. What may be answered differently the next time (NOW, RAND) is not kept.

    Args:
        engine: what answers.
        megabytes: of answers that are kept, the latest used.
    """

    def __init__(self, engine: Engine, megabytes: int = 64) -> None:
        self._engine, self._most = engine, megabytes * 1024 * 1024
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._asked: dict[Key, Future[Kept | None]] = {}
        self._size = 0
        self._lock, self._patient = Lock(), BoundedSemaphore(_PATIENT)
        #: How many questions were answered from what is kept, and how many were not.
        self.hits = self.misses = 0

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._size

    @property
    def entries(self) -> int:
        """Answers that are kept."""
        return len(self._kept)

    def about(self, on: date | None = None) -> About:
        """The view of that day, described."""
        return self._engine.about(on)

    def ask(self, question: AnyQuestion, on: date | None = None) -> Reply:
        """
        The answer: kept, or that which somebody else waits for already, or a new one.

        Raises:
            BusyError: if too many wait for the same, each in a thread.
            SamverkanError: what the engine raises, to all who asked for the same.
        """
        key = self.key(question, on)
        found = self.find(key)
        if found is None:
            return self.answer(key, lambda: self._engine.ask(question, on))
        if isinstance(found, Kept):
            return found.reply()
        if not self._patient.acquire(blocking=False):
            raise BusyError("many wait for this answer", 5)
        try:
            answer = found.result()
        finally:
            self._patient.release()
        return answer.reply() if answer is not None else self._engine.ask(question, on)

    def key(self, question: AnyQuestion, on: date | None = None) -> Key:
        """What the answer is kept by."""
        return self._engine.about(on).key, question

    def find(self, key: Key) -> Kept | Future[Kept | None] | None:
        """
        What is kept, or will be when somebody else has it.

        None is an obligation: who gets it must call `answer`, since others wait for it.
        """
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                self.hits += 1
                return kept
            asked = self._asked.get(key)
            if asked is None:
                self._asked[key] = Future()
                self.misses += 1
            return asked

    def answer(self, key: Key, ask: Callable[[], Reply]) -> Reply:
        """
        Have a new answer, for all who wait for it too.

        Raises:
            SamverkanError: what `ask` raises.
        """
        kept: Kept | None = None
        failed: SamverkanError | None = None
        try:
            reply = ask()
            first, size = [], 0
            if not reply.head.volatile:
                for chunk in reply.chunks:
                    first.append(chunk)
                    size += len(chunk)
                    if size > _LONGEST:
                        break
                else:
                    if reply.view not in ("", key[0]):  # exchanged since the key was made
                        reply.chunks = iter(first)
                        return reply
                    kept = Kept(reply.head, b"".join(first), reply.tail, key[0])
                    return replace(kept.reply(), cached=False)
            reply.chunks = _Rest(first, reply.chunks)
            return reply
        except SamverkanError as error:
            failed = error
            raise
        finally:
            self._tell(key, kept, failed)

    def _tell(self, key: Key, kept: Kept | None, failed: SamverkanError | None) -> None:
        with self._lock:
            asked = self._asked.pop(key)
            if kept is not None:
                self._keep(key, kept)
        if failed is not None and not isinstance(failed, ClientGoneError):
            asked.set_exception(failed)
        else:
            asked.set_result(kept)

    def _keep(self, key: Key, kept: Kept) -> None:
        self._kept[key] = kept
        self._size += len(kept.body) + _OVERHEAD
        while self._size > self._most and self._kept:
            _, old = self._kept.popitem(last=False)
            self._size -= len(old.body) + _OVERHEAD


class _Rest(Iterator[bytes]):
    """What was read already, then the rest; closing it closes the rest."""

    def __init__(self, first: list[bytes], rest: Iterator[bytes]) -> None:
        self._chunks, self._rest = chain(first, rest), rest

    def __next__(self) -> bytes:
        return next(self._chunks)

    def close(self) -> None:
        close_chunks(self._rest)

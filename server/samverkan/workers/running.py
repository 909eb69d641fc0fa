"""A question at work: its deadline, who may stop it, and the answer as it comes."""

import signal
import time
from collections.abc import Callable, Iterator
from threading import Lock

from samverkan.errors import SamverkanError
from samverkan.query.limits import (
    ClientGoneError,
    MemoryLimitError,
    SlowReaderError,
    TimeLimitError,
    WorkerCrashError,
)
from samverkan.query.question import AnyQuestion, Reply
from samverkan.workers.client import Client
from samverkan.workers.confine import (
    lower_priority,
    processor_seconds,
    restore_priority,
)
from samverkan.workers.crew import Crew, Worker
from samverkan.workers.limits import Limits
from samverkan.workers.views import RootGoneError
from samverkan.workers.wire import (
    ASK,
    DATA,
    ERROR,
    HEAD,
    TAIL,
    ClosedError,
    frame,
    read_error,
    read_head,
    read_tail,
    write_question,
)


class Running:
    """
    One question with one worker.

    Args:
        crew: where the worker comes from, and goes back to.
        worker: of that crew.
        limits: what it may use up.
        done: called once, when the worker is free again or dead.
        client: who asked, if that one can go away.
    """

    def __init__(
        self,
        crew: Crew,
        worker: Worker,
        limits: Limits,
        done: Callable[["Running"], None],
        client: Client | None = None,
    ) -> None:
        self.client = client
        self._crew, self._limits, self._done = crew, limits, done
        self._worker = worker
        self._lock = Lock()
        self._why: SamverkanError | None = None
        self._over = False
        self._lowered = False
        self._used_before: float | None = None
        self.started = time.monotonic()

    @property
    def why(self) -> SamverkanError | None:
        """Why it was ended before its time, if it was."""
        return self._why

    @property
    def view(self) -> str:
        """The key of the view that answers."""
        return self._crew.about.key

    def stop(self, why: SamverkanError) -> None:
        """End it, if it is still at work; from whatever thread."""
        with self._lock:
            if not self._over and self._why is None:
                self._why = why
                self._worker.kill()

    def leave(self) -> None:
        """End it, since the client has gone."""
        self.stop(ClientGoneError())

    def lower(self, after: float) -> None:
        """Let it stand back behind others, if it has had so many seconds of a processor."""
        with self._lock:
            if self._over or self._lowered:
                return
            used = processor_seconds(self._worker.pid)
            self._used_before = used if self._used_before is None else self._used_before
            if used - self._used_before >= after:
                self._lowered = True
                lower_priority(self._worker.pid)

    def fileno(self) -> int:
        """Becomes readable when the worker has something to say."""
        return self._worker.sock.fileno()

    def is_here(self) -> bool:
        """Whether the whole answer has come, so that nothing would have to be waited for."""
        return self._worker.frames.look()

    @property
    def waiting(self) -> int:
        """Bytes that have come and were not read."""
        return self._worker.frames.waiting

    def ask(self, question: AnyQuestion) -> None:
        """Hand the worker its question."""
        try:
            self._worker.sock.settimeout(self._limits.seconds)
            self._worker.sock.sendall(frame(ASK, write_question(question)))
        except OSError:
            return  # what became of the worker is told where its answer is read

    def reply(self) -> Reply:
        """
        The answer; its chunks come as they are read.

        Raises:
            SamverkanError: what the worker says is wrong, or the limit that was hit.
        """
        try:
            kind, data = self._next(self._limits.seconds)
            if kind == ERROR:
                self._finish(fit=True)
                raise read_error(data)
            assert kind == HEAD
            reply = Reply(read_head(data), iter(()), view=self.view)
            reply.chunks = self._at_once(reply)
        except BaseException:
            self._finish(fit=False)
            raise
        return reply

    def _at_once(self, reply: Reply) -> Iterator[bytes]:
        """The chunks; if all of them are here, the worker is free before they are read."""
        chunks = []
        while self._worker.frames.has_next():
            kind, data = self._worker.frames.next()
            if kind == DATA:
                chunks.append(data)
            else:
                self._end(kind, data, reply)
                return iter(chunks)
        return _Chunks(self, reply, chunks)

    def more(self, reply: Reply) -> bytes | None:
        """The next chunk; None at the end."""
        try:
            kind, data = self._next(self._limits.seconds)
            if kind == DATA:
                return data
            self._end(kind, data, reply)
        except BaseException:
            self.close()
            raise
        return None

    def close(self) -> None:
        """Ask for no more; a worker that was not at the end is ended."""
        self.leave()
        self._finish(fit=False)

    def _end(self, kind: bytes, data: bytes, reply: Reply) -> None:
        if kind == ERROR:
            self._finish(fit=True)
            raise read_error(data)
        assert kind == TAIL
        reply.tail, retiring = read_tail(data)
        self._finish(fit=not retiring)

    def _next(self, seconds: float) -> tuple[bytes, bytes]:
        """The next frame; the reason why there is none as an error."""
        self._worker.sock.settimeout(seconds)
        try:
            return self._worker.frames.next()
        except TimeoutError:
            self.stop(TimeLimitError(seconds))
        except ClosedError:
            self.stop(self._how_it_ended())
        assert self._why is not None
        raise self._why

    def _how_it_ended(self) -> SamverkanError:
        with self._lock:
            if self._why is not None:
                return self._why
        if self._crew.gone:
            return RootGoneError()
        status = self._crew.how_it_ended(self._worker)
        if status == -signal.SIGXCPU:
            return TimeLimitError(self._limits.seconds)
        if status == -signal.SIGABRT:
            return MemoryLimitError(self._limits.megabytes)
        return WorkerCrashError(f"signal {-status}" if status < 0 else f"exit code {status}")

    def _finish(self, *, fit: bool) -> None:
        with self._lock:
            if self._over:
                return
            self._over = True
            fit = fit and self._why is None
            if fit and self._lowered:
                fit = restore_priority(self._worker.pid)
        self._crew.give(self._worker, fit=fit)
        self._done(self)

    def read_too_slowly(self, now: float) -> None:
        """Stop it where its answer was not taken within the time for that."""
        if now - self.started > self._limits.stream_seconds:
            self.stop(SlowReaderError(self._limits.stream_seconds))


class _Chunks(Iterator[bytes]):
    """An answer's chunks; closed, even before the first, they free the worker."""

    def __init__(self, running: Running, reply: Reply, first: list[bytes]) -> None:
        self._running, self._reply, self._first = running, reply, first[::-1]

    def __next__(self) -> bytes:
        if self._first:
            return self._first.pop()
        data = self._running.more(self._reply)
        if data is None:
            raise StopIteration
        return data

    def close(self) -> None:
        self._running.close()

    __del__ = close

"""A worker: one question at a time, answered from a store that it shares with its siblings."""

import contextlib
import faulthandler
import gc
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from typing import NoReturn

from pyoxigraph import Store

from samverkan.errors import SamverkanError
from samverkan.query.limits import Bounds, MemoryLimitError, WorkerCrashError
from samverkan.query.question import Head
from samverkan.query.replying import reply
from samverkan.workers.confine import (
    address_space,
    allow_processor,
    die_with_parent,
    limit_memory,
    limit_processor,
    no_network,
)
from samverkan.workers.limits import Limits
from samverkan.workers.memory import give_back
from samverkan.workers.pages import enlarge
from samverkan.workers.wire import (
    DATA,
    ERROR,
    HEAD,
    SETTLE,
    TAIL,
    ClosedError,
    Frames,
    frame,
    read_question,
    write_error,
    write_head,
    write_tail,
)

#: An answer shorter than this goes in one piece, and an error before it is told in its stead.
_HELD_BACK = 64 * 1024
#: Seconds without a question after which there is time to tidy up.
_MOMENT = 0.2
#: Seconds for which a limit of processor time, of whole seconds, does for the next question too.
_LIMITED = 0.1
#: Where a worker has grown by this share of its memory budget, another takes its place.
_GROWN = 4


def work(sock: socket.socket, store: Store, limits: Limits) -> NoReturn:
    """
    Answer questions from the socket until it ends; never returns.

    To be called in a process that was forked for it.
    """
    status = 1
    try:
        die_with_parent()
        faulthandler.disable()  # what kills a worker is told by its parent
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        no_network()
        limit_memory(limits.megabytes)
        with contextlib.suppress(ClosedError, BrokenPipeError, ConnectionResetError):
            _answer_all(sock, store, limits)
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def _answer_all(sock: socket.socket, store: Store, limits: Limits) -> None:
    frames = Frames(sock)
    bounds = Bounds(limits.rows, limits.bytes)
    start = address_space()
    enough = start + limits.megabytes * 1024 * 1024 // _GROWN
    gc.disable()
    leisure = _Leisure(sock)
    outbox = _Outbox(sock)
    limited = 0.0
    while True:
        if not frames.has_next():
            outbox.send()
            if leisure.spend():
                limited = 0.0
        kind, data = frames.next()
        if kind == SETTLE:
            leisure.settling = enlarge()
            continue
        if time.monotonic() - limited > _LIMITED:
            limit_processor(limits.seconds)
            limited = time.monotonic()
        sink = _Frames(outbox)
        try:
            question, simple = read_question(data)
            adding = limits.add_prefixes
            tail = reply(store, question, sink, bounds, add_prefixes=adding, simple=simple)
        except SamverkanError as error:
            sink.fail(error)
        except MemoryError:
            sink.fail(MemoryLimitError(limits.megabytes))
            outbox.send()
            return
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception as error:
            sink.fail(WorkerCrashError(type(error).__name__))
            outbox.send()
            raise
        else:
            retiring = sink.sent and address_space() > enough
            sink.end(write_tail(tail, retiring=retiring))
            if retiring:
                outbox.send()
                return
        leisure.grown = leisure.grown or sink.sent


class _Leisure:
    """What a worker does while nobody asks it anything: it tidies up, and settles if it is told."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.grown = False
        self.settling: Iterator[int] | None = None

    def spend(self) -> bool:
        """
        Do it, as far as there is time; back when there may be a question.

        Returns:
            Whether the limit of processor time was lifted for that.
        """
        lifted = self.settling is not None
        if lifted:
            allow_processor()
        while self.settling is not None and not self._asked(0):
            if next(self.settling, None) is None:
                self.settling = None
        if self.grown and not self._asked(_MOMENT):
            gc.collect()
            give_back()
            self.grown = False
        return lifted

    def _asked(self, seconds: float) -> bool:
        return bool(select.select([self._sock], [], [], seconds)[0])


class _Outbox:
    """What is to be sent: who was asked several questions at once sends short answers together."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._held = bytearray()

    def put(self, data: bytes | bytearray) -> None:
        """Have it sent, at the latest when there is no question more."""
        self._held += data
        if len(self._held) >= _HELD_BACK:
            self.send()

    def send(self) -> None:
        """Send all of it now."""
        if self._held:
            self._sock.sendall(self._held)
            self._held.clear()


class _Frames:
    """A sink that writes frames; what is short goes in one piece."""

    def __init__(self, outbox: _Outbox) -> None:
        self._outbox = outbox
        self._held = bytearray()
        self._pieces: list[bytes] = []
        self._length = 0
        self.sent = False

    def begin(self, head: Head) -> None:
        self._held += frame(HEAD, write_head(head))

    def write(self, data: bytes) -> None:
        self._pieces.append(data)
        self._length += len(data)
        if self._length >= _HELD_BACK:
            self._send()

    def end(self, tail: bytes) -> None:
        if self._pieces:
            self._held += frame(DATA, b"".join(self._pieces))
        self._outbox.put(self._held + frame(TAIL, tail))

    def fail(self, error: SamverkanError) -> None:
        self._outbox.put(frame(ERROR, write_error(error)))

    def _send(self) -> None:
        self._outbox.put(self._held + frame(DATA, b"".join(self._pieces)))
        self._outbox.send()
        self._held.clear()
        self._pieces.clear()
        self._length, self.sent = 0, True

"""The workers of one view, as the front sees them: those that stand ready, and how to get more."""

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock

from samverkan.query.about import About
from samverkan.workers.tally import Tally
from samverkan.workers.wire import SETTLE, ClosedError, Frames, frame, hear, say

#: Seconds that a process may need to end.
_ENDING = 10
#: Seconds after which one that had settled, and was ended, is replaced.
_RESETTLING = 30


@dataclass
class Worker:
    """A worker process and the socket to it; one that has settled has its store for itself."""

    pid: int
    sock: socket.socket
    handle: int
    settled: bool = False
    frames: Frames = field(init=False)

    def __post_init__(self) -> None:
        self.frames = Frames(self.sock)

    def kill(self) -> None:
        """End it at once, whatever it does; a process that has its number by now is left alone."""
        try:
            if hasattr(signal, "pidfd_send_signal"):
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            else:
                os.kill(self.pid, signal.SIGKILL)
        except (ProcessLookupError, OSError):
            return

    def close(self) -> None:
        """Let go of it; it ends by itself when it is idle."""
        self.sock.close()
        os.close(self.handle)


class Crew:
    """
    The workers of one view.

    Thread-safe. `take` and `give` are quick; a fork takes some milliseconds in the view's process.
    """

    def __init__(self, control: socket.socket, about: About, tally: Tally | None = None) -> None:
        self.about = about
        self._tally = tally or Tally()
        self._control, self._control_lock = control, Lock()
        self._idle: list[Worker] = []
        self._lock = Lock()
        self._out = self._most_out = 0
        self._settled = self._told_to_settle = 0
        self._last_told = 0.0
        self._retired = False
        self._then: Callable[[], None] | None = None

    @property
    def idle(self) -> int:
        """Workers that stand ready."""
        return len(self._idle)

    @property
    def out(self) -> int:
        """Workers that are at work."""
        return self._out

    @property
    def retired(self) -> bool:
        """Whether it takes no more questions, since another view has its place."""
        return self._retired

    @property
    def ended(self) -> bool:
        """Whether it was retired, and none of its workers is at work."""
        return self._retired and not self._out

    @property
    def gone(self) -> bool:
        """Whether the view's process has ended by itself."""
        control = self._control.fileno()
        if control < 0:
            return False
        ended = select.poll()
        ended.register(control, 0)
        return bool(ended.poll(0))

    def take_ready(self) -> Worker | None:
        """A worker that stands ready, if there is one; give it back."""
        with self._lock:
            if not self._idle:
                return None
            self._goes_out()
            return self._idle.pop()

    def take(self) -> Worker:
        """
        A worker, forked if none stands ready; give it back.

        Raises:
            ClosedError: if it was retired, or the view's process is no more.
        """
        worker = self.take_ready()
        if worker is not None:
            return worker
        with self._lock:
            if self._retired:
                raise ClosedError
            self._goes_out()
        try:
            return self._fork()
        except ClosedError:
            self._less(None)
            raise

    def give(self, worker: Worker, *, fit: bool) -> None:
        """Take a worker back; one that is not fit for more is ended."""
        if fit:
            with self._lock:
                if not self._retired:
                    self._lay_down(worker)
                    self._out -= 1
                    return
        worker.kill()
        worker.close()
        self._less(worker)

    def make_ready(self, spare: int) -> None:
        """Have at least so many workers ready."""
        while not self._retired and len(self._idle) < spare:
            worker = self._fork()
            with self._lock:
                wanted = not self._retired
                if wanted:
                    self._idle.insert(0, worker)  # it has read nothing yet: others are quicker
            if not wanted:
                worker.close()

    def settle(self, count: int) -> None:
        """
        Have so many workers settle: have the store for themselves, and be faster by it.

        One at a time is told to, and those that are ended are not replaced at once, since it
        takes time and memory; the others share.
        """
        now = time.monotonic()
        with self._lock:
            due = self._told_to_settle < count or now - self._last_told >= _RESETTLING
            worker = next((one for one in reversed(self._idle) if not one.settled), None)
            if self._settled >= count or not due or worker is None:
                return
            self._settled += 1
            self._told_to_settle += 1
            self._last_told, worker.settled = now, True
            self._idle.remove(worker)
            self._lay_down(worker)
            with suppress(OSError):  # it has ended, as who asks it will find
                worker.sock.sendall(frame(SETTLE, b""))

    def let_go(self, spare: int) -> None:
        """End those that nobody has needed since the last time, but for the spare ones."""
        with self._lock:
            needed = max(spare, self._most_out)
            self._most_out = self._out
            count = max(0, len(self._idle) + self._out - needed)
            let_go, self._idle = self._idle[:count], self._idle[count:]
            self._settled -= sum(worker.settled for worker in let_go)
        for worker in let_go:
            worker.close()

    def how_it_ended(self, worker: Worker) -> int:
        """
        The exit code of a worker whose socket has ended; minus the signal that killed it.

        One of low priority may need some time to end; that is waited for here, not in the view,
        which others need.
        """
        if sys.platform == "linux":
            select.select([worker.handle], [], [], _ENDING)
        try:
            with self._control_lock:
                say(self._control, {"ended": worker.pid})
                answer, _ = hear(self._control)
        except (ClosedError, OSError):
            return -signal.SIGKILL
        return int(answer["status"])

    def retire(self, then: Callable[[], None] | None = None) -> None:
        """End the view as soon as none of its workers is at work, and call `then`."""
        with self._lock:
            self._retired, self._then = True, then or self._then
            idle, self._idle = self._idle, []
            ended = not self._out
        for worker in idle:
            worker.close()
        if ended:
            self._end()

    def _end(self) -> None:
        self._control.close()
        if self._then is not None:
            self._then()

    def _goes_out(self) -> None:
        self._out += 1
        self._most_out = max(self._most_out, self._out)

    def _lay_down(self, worker: Worker) -> None:
        """Where the next is taken from, from the end; those that have settled come first."""
        behind = 0 if worker.settled else sum(one.settled for one in self._idle)
        self._idle.insert(len(self._idle) - behind, worker)

    def _less(self, worker: Worker | None) -> None:
        with self._lock:
            self._out -= 1
            self._settled -= worker is not None and worker.settled
            ended = self._retired and not self._out
        if ended:
            self._end()

    def _fork(self) -> Worker:
        try:
            with self._control_lock:
                say(self._control, {"fork": True})
                answer, descriptors = hear(self._control)
        except OSError as error:
            raise ClosedError from error
        theirs, handle = descriptors
        self._tally.forked += 1
        return Worker(answer["worker"], socket.socket(fileno=theirs), handle)

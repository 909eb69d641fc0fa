"""
The supervisor: starts roots and front, and has them exchanged, stopped and started again.

It has no threads, since it forks; and it alone handles signals: SIGTERM and SIGINT stop the
server, SIGHUP has the data read anew.
"""

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samverkan.errors import SamverkanError
from samverkan.query.library import Library
from samverkan.serving.settings import Settings
from samverkan.workers.limits import Limits
from samverkan.workers.root import Loaded, serve_root
from samverkan.workers.wire import ClosedError, hear, pair_of_messages, say

#: Seconds that a front has to stop, and that one must have lived to be started again.
_GRACE, _ENOUGH = 15, 5
#: Seconds until data are read again that nobody answers for any more and that were refused.
_LATER = 10

Load = Callable[[], Loaded]


class StartError(SamverkanError):
    """The server did not come up, or did not stay."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


@dataclass
class Plan:
    """
    What to serve.

    Args:
        load: what each access level's root loads.
        library: the stored queries.
        settings: of the server.
        address: to listen on.
        tell: told what happens, for people.
        listening: called with what the front says of itself when it listens.
        wanted: whether a level is to be there; asked at the start, and when data are read anew.
        watched: finds the folders whose changes have the data read anew; None for no watch.
    """

    load: dict[str, Load]
    library: Library
    settings: Settings
    address: tuple[str, int]
    tell: Callable[[str], None]
    listening: Callable[[dict[str, Any]], None]
    wanted: Callable[[str], bool] = lambda _: True
    watched: Callable[[], list[Path]] | None = None


@dataclass
class Supervisor:
    """Runs a plan."""

    plan: Plan
    _front: int = 0
    _link: socket.socket | None = None
    _roots: dict[int, str] = field(default_factory=dict)
    _current: dict[str, int] = field(default_factory=dict)
    _coming: dict[str, int] = field(default_factory=dict)
    _started: float = 0
    _stopping: bool = False
    _up: bool = False
    _woken: int = -1
    _repeat: set[str] = field(default_factory=set)
    _retry: dict[str, float] = field(default_factory=dict)
    _watcher: int = 0

    def run(self) -> None:
        """
        Serve until a signal says stop.

        Raises:
            StartError: if the data cannot be served, or the front does not stay up.
        """
        read, write = os.pipe()
        os.set_blocking(write, False)
        os.set_blocking(read, False)
        self._woken = read
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(name, lambda *_: None)
        self._start()
        self._watch()
        try:
            while self._front:
                self._once()
        finally:
            self._kill_all()
            if self._watcher:
                os.kill(self._watcher, signal.SIGKILL)

    def _start(self) -> None:
        """Roots, then the front with a socket to each."""
        self._started, self._up = time.monotonic(), False
        controls: dict[str, socket.socket] = {}
        for access in filter(self.plan.wanted, self.plan.load):
            controls[access] = self._fork_root(access, *controls.values())
        self._current, self._coming = dict(self._coming), {}
        self._repeat.clear()
        self._retry.clear()
        ours, theirs = pair_of_messages()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self._forget_signals()
            from samverkan.serving.front import serve_front  # noqa: PLC0415 the front's alone

            serve_front(theirs, controls, self.plan.settings, self.plan.library, self.plan.address)
        theirs.close()
        for control in controls.values():
            control.close()
        self._front, self._link = pid, ours

    def _fork_root(self, access: str, *others: socket.socket) -> socket.socket:
        """A root; it is not to hold the sockets to the others."""
        ours, theirs = pair_of_messages()
        limits: Limits = self.plan.settings.limits
        pid = os.fork()
        if pid == 0:
            for held in (ours, *others, *([self._link] if self._link else [])):
                held.close()
            self._forget_signals()
            serve_root(theirs, self.plan.load[access], limits)
        theirs.close()
        self._roots[pid] = access
        self._coming[access] = pid
        return ours

    def _once(self) -> None:
        """Wait for a signal or a message, and act on it."""
        assert self._link is not None
        now = time.monotonic()
        for access in [access for access, when in self._retry.items() if when <= now]:
            del self._retry[access]
            self._exchange(access)
        waiting = min(self._retry.values(), default=now + 60) - now
        ready, _, _ = select.select([self._woken, self._link.fileno()], [], [], max(waiting, 0))
        if self._link.fileno() in ready:
            try:
                self._hear(hear(self._link)[0])
            except ClosedError:
                self._link.close()
                self._reap(os.waitpid(self._front, 0))
                return
        if self._woken in ready:
            for number in set(os.read(self._woken, 4096)):
                self._signal(number)

    def _signal(self, number: int) -> None:
        if number in (signal.SIGTERM, signal.SIGINT):
            self._stop()
        elif number == signal.SIGHUP:
            self.plan.tell("reading the data anew")
            for access in self.plan.load:
                if self.plan.wanted(access):
                    self._exchange(access)
                else:
                    self._drop(access)
        elif number == signal.SIGCHLD:
            while (ended := self._next_ended())[0]:
                self._reap(ended)

    def _exchange(self, access: str) -> None:
        """Start another root, and have the front go over to it; one at a time for a level."""
        assert self._link is not None
        if access in self._coming:
            self._repeat.add(access)
            return
        self._retry.pop(access, None)
        control = self._fork_root(access)
        try:
            say(self._link, {"root": access, "pid": self._coming[access]}, control.fileno())
        except ClosedError:
            return
        finally:
            control.close()

    def _drop(self, access: str) -> None:
        """Have a level that is not wanted any more end."""
        assert self._link is not None
        known: list[dict[str, Any]] = [self._current, self._coming, self._retry]
        if not any(access in levels for levels in known):
            return
        for levels in known:
            levels.pop(access, None)
        self._repeat.discard(access)
        try:
            say(self._link, {"drop": access})
        except ClosedError:
            return
        self.plan.tell(f"no longer answers from the {access} data")

    def _hear(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            self._up = True
            self.plan.listening(message["ready"])
        elif "failed" in message:
            self._stopping = True
            raise StartError(message["failed"])
        elif "exchanged" in message:
            self._exchanged(message["access"], message["pid"], message["exchanged"])
        elif "refused" in message:
            self._refused(message["access"], message["pid"], message["refused"])

    def _exchanged(self, access: str, pid: int, version: str) -> None:
        if self._coming.get(access) != pid:
            return  # the level was dropped meanwhile
        self._current[access] = self._coming.pop(access)
        self._once_more(access)
        self.plan.tell(f"now answers from version {version[:12]} ({access})")

    def _refused(self, access: str, pid: int, why: str) -> None:
        if self._coming.get(access) != pid:
            return
        self._coming.pop(access)
        if access in self._current:
            self.plan.tell(f"the new data are refused, the old ones stay: {why}")
        else:
            self.plan.tell(f"the {access} data cannot be read: {why}")
            self._retry[access] = time.monotonic() + _LATER
        self._once_more(access)

    def _once_more(self, access: str) -> None:
        """Read once more what was to be read anew while it was being read."""
        if access in self._repeat:
            self._repeat.discard(access)
            self._exchange(access)

    def _watch(self) -> None:
        """Have a process of its own look after the files: looking takes threads."""
        if self.plan.watched is None:
            return
        supervisor = os.getpid()
        pid = os.fork()
        if pid == 0:
            if self._link is not None:
                self._link.close()
            self._forget_signals()
            from samverkan.serving.watcher import watch_files  # noqa: PLC0415 the watcher's alone

            watch_files(self.plan.watched, supervisor)
        self._watcher = pid

    def _reap(self, ended: tuple[int, int]) -> None:
        pid, status = ended
        if pid == self._front:
            self._front = 0
            if not self._stopping:
                self._again(os.waitstatus_to_exitcode(status))
        elif pid == self._watcher:
            self._watcher = 0
            if not self._stopping:
                self.plan.tell("the process that watches the files has ended; SIGHUP still works")
        elif (access := self._roots.pop(pid, "")) and self._current.get(access) == pid:
            self._current.pop(access)
            if self._up and not self._stopping and access not in self._coming:
                self.plan.tell(f"the process with the {access} data has ended; starting another")
                self._exchange(access)

    def _again(self, code: int) -> None:
        if time.monotonic() - self._started < _ENOUGH:
            raise StartError(f"the front process ended right away (exit code {code})")
        self.plan.tell(f"the front process has ended (exit code {code}); starting another")
        self._kill_all()
        self._start()

    def _stop(self) -> None:
        """Ask the front to stop; those who do not in time are killed."""
        assert self._link is not None
        if self._stopping:
            os.kill(self._front, signal.SIGKILL)
            return
        self._stopping = True
        try:
            say(self._link, {"stop": True})
        except ClosedError:
            return
        signal.signal(signal.SIGALRM, lambda *_: os.kill(self._front, signal.SIGKILL))
        signal.alarm(_GRACE)

    def _next_ended(self) -> tuple[int, int]:
        try:
            return os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return 0, 0

    def _kill_all(self) -> None:
        for pid in [*self._roots, *filter(None, [self._front])]:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                continue
        self._roots.clear()
        self._current.clear()
        self._coming.clear()

    @staticmethod
    def _forget_signals() -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sys.stdout.flush()

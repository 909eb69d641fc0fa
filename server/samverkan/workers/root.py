"""
Roots and views: the single-threaded processes that hold the data and fork.

A root has loaded the sources at one level. Asked for a day, it forks a view, which derives and
validates as of that day; a view, asked for a worker, forks one. So a worker shares its store
with its view, and a view its sources with the root. Each ends when the other end of its socket
is closed.

Nothing may start a thread before a fork, in the root above all: the SHACL engine starts some when
it is first used, and one that was used before the fork never answers after it.
"""

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from pyoxigraph import Store

from samverkan.errors import SamverkanError
from samverkan.query.about import About, about
from samverkan.query.notices import vocabulary_of
from samverkan.store.packing import packed
from samverkan.store.view import View
from samverkan.workers.confine import die_with_parent
from samverkan.workers.limits import Limits
from samverkan.workers.memory import give_back
from samverkan.workers.wire import ClosedError, hear, pair_of_messages, say, write_error
from samverkan.workers.worker import work


@dataclass(frozen=True)
class Loaded:
    """
    Sources that were loaded.

    Args:
        view_of: makes the view of a day (None: the dataset's own, or today), once in a process.
        own: the dataset's own day, if it names one.
        span: the first and the last day that the data speak of; None for a file that is served
            as it is, of no day.
    """

    view_of: Callable[[date | None], View]
    own: date | None = None
    span: tuple[date, date] | None = None

    def told(self) -> dict[str, Any]:
        """The days, for JSON."""
        return {
            "own": self.own.isoformat() if self.own else "",
            "span": [day.isoformat() for day in self.span] if self.span else [],
        }


def serve_root(sock: socket.socket, load: Callable[[], Loaded], limits: Limits) -> NoReturn:
    """
    Load, say how it went, and fork a view for each day that is asked for; never returns.

    Args:
        sock: of messages, to the front.
        load: reads the sources.
        limits: for the workers.
    """
    _begin()
    status = 1
    try:
        try:
            loaded = load()
        except SamverkanError as error:
            say(sock, {"error": _plain(error)})
            os._exit(0)
        say(sock, {"ready": loaded.told()})
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # views are not waited for
        _settle()
        _fork_views(sock, loaded, limits)
        status = 0
    except ClosedError:
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def _fork_views(sock: socket.socket, loaded: Loaded, limits: Limits) -> None:
    while True:
        asked, _ = hear(sock)
        ours, theirs = pair_of_messages()
        if os.fork() == 0:
            sock.close()
            theirs.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            on = date.fromisoformat(asked["on"]) if asked["on"] else None
            _serve_view(ours, loaded, on, limits)
        ours.close()
        say(sock, {"view": True}, theirs.fileno())
        theirs.close()


def _serve_view(sock: socket.socket, loaded: Loaded, on: date | None, limits: Limits) -> NoReturn:
    _begin()
    status = 1
    try:
        try:
            view = loaded.view_of(on)
            described = about(view)
        except SamverkanError as error:
            say(sock, {"error": _plain(error)})
            os._exit(0)
        store = packed(view.store)
        del view, loaded
        vocabulary_of(store).learn()
        say(sock, {"ready": described.told()})
        _settle()
        _fork_workers(sock, store, limits)
        status = 0
    except ClosedError:
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def _fork_workers(sock: socket.socket, store: Store, limits: Limits) -> None:
    ended: dict[int, int] = {}
    while True:
        asked, _ = hear(sock)
        ended |= _reap()
        if "ended" in asked:
            pid = asked["ended"]
            status = ended.pop(pid, None)
            say(sock, {"status": _wait(pid) if status is None else status})
            continue
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            sock.close()
            theirs.close()
            work(ours, store, limits)
        ours.close()
        handle = _handle(pid)
        say(sock, {"worker": pid}, theirs.fileno(), handle)
        theirs.close()
        os.close(handle)


def _handle(pid: int) -> int:
    """A descriptor that stands for the process and no later one of its number; Linux has it."""
    return os.pidfd_open(pid) if hasattr(os, "pidfd_open") else os.open(os.devnull, os.O_RDONLY)


def _begin() -> None:
    """What every process that holds data does first."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _settle() -> None:
    """
    Let what is loaded be shared.

    The collector of garbage would write into every page; so would whoever is given memory anew
    that lies free between what is loaded.
    """
    gc.collect()
    give_back()
    gc.freeze()


def _reap() -> dict[int, int]:
    """The children that have ended, with how."""
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended[pid] = os.waitstatus_to_exitcode(status)


def _wait(pid: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 0


def _plain(error: SamverkanError) -> str:
    return write_error(error).decode()


def read_about(told: dict[str, object]) -> About:
    """The description that a view sent when it was ready."""
    return About(**told)  # type: ignore[arg-type]

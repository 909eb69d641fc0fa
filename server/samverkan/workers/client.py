"""The client that a thread works for, so that work can stop when the client has gone."""

from collections.abc import Callable
from contextvars import ContextVar
from threading import Lock


class Client:
    """One who waits for an answer; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._gone = False
        self._calls: list[Callable[[], None]] = []

    @property
    def gone(self) -> bool:
        """Whether the client has gone."""
        return self._gone

    def leave(self) -> None:
        """The client has gone: tell all who want to know."""
        with self._lock:
            self._gone = True
            calls, self._calls = self._calls, []
        for call in calls:
            call()

    def when_gone(self, call: Callable[[], None]) -> None:
        """Call once the client has gone, at once if it has."""
        with self._lock:
            if not self._gone:
                self._calls.append(call)
                return
        call()

    def forget(self, call: Callable[[], None]) -> None:
        """Call no more."""
        with self._lock:
            if call in self._calls:
                self._calls.remove(call)


#: Whom the running thread works for; None where nobody could leave.
CURRENT: ContextVar[Client | None] = ContextVar("client", default=None)

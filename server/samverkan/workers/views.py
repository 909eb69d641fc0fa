"""The views of one root, as the front sees them: the dataset's own day, and others on demand."""

import socket
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Condition, Lock
from typing import Any

from samverkan.dates import today
from samverkan.errors import SamverkanError
from samverkan.query.engine import OneDateError
from samverkan.query.limits import BusyError
from samverkan.workers.crew import Crew
from samverkan.workers.limits import Limits
from samverkan.workers.root import read_about
from samverkan.workers.wire import ClosedError, hear, read_error, say

#: So far from what the data speak of may a day be.
_AROUND = timedelta(days=3653)


class DateSpanError(SamverkanError):
    """A day that lies far from all that the data speak of."""

    def __init__(self, on: date, first: date, last: date) -> None:
        super().__init__(f"the data say nothing of {on}; ask for a day from {first} to {last}")
        self.on, self.first, self.last = on.isoformat(), first.isoformat(), last.isoformat()


class RootGoneError(SamverkanError):
    """The process that holds the data has ended."""

    def __init__(self) -> None:
        super().__init__("the process that holds the data has ended; it is being started again")


class Views:
    """
    The views of one root. Thread-safe.

    Args:
        control: of messages, to the root.
        limits: how many views are kept, and how long one may take.

    Raises:
        SamverkanError: what went wrong while the root loaded, or made its own day's view.
    """

    def __init__(self, control: socket.socket, limits: Limits) -> None:
        self._control, self._limits = control, limits
        self._root_lock = Lock()
        self._changed = Condition()
        self._kept: OrderedDict[str, Crew] = OrderedDict()
        self._building = ""
        ready = _expect(control, "ready")
        self._own = date.fromisoformat(ready["own"]) if ready["own"] else None
        self._span = [date.fromisoformat(day) for day in ready["span"]]
        self.default = self._build(None)

    def of(self, on: date | None) -> Crew:
        """
        The crew of that day's view, made now if it must be.

        One is made at a time; who asks for the same waits for it, others wait for their turn.

        Raises:
            OneDateError, DateSpanError: if there can be none.
            BusyError: if its turn did not come.
            SamverkanError: what went wrong while it was made.
        """
        if on is None or on.isoformat() == self.default.about.on:
            return self.default
        self._check(on)
        key = on.isoformat()
        with self._changed:
            if not self._changed.wait_for(
                lambda: key in self._kept or not self._building, self._limits.waiting_seconds
            ):
                raise BusyError("another date is being made ready", 5)
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            self._building = key
        with self._announced():
            crew = self._build(on)
            self._keep(key, crew)
        return crew

    def ready(self, on: date | None) -> Crew | None:
        """The crew of that day's view if it is made, without any waiting."""
        if on is None or on.isoformat() == self.default.about.on:
            return self.default
        return self._kept.get(on.isoformat())

    def all(self) -> list[Crew]:
        """Every view there is, the default first."""
        with self._changed:
            return [self.default, *self._kept.values()]

    def renew(self) -> bool:
        """Make the default view anew if its day is past; whether that was so."""
        if self._own or not self._span or self.default.about.on == today().isoformat():
            return False
        old, self.default = self.default, self._build(None)
        old.retire()
        return True

    def retire(self) -> None:
        """End all, each as soon as none of its workers is at work."""
        for crew in self.all():
            crew.retire()
        self._control.close()

    def _check(self, on: date) -> None:
        if not self._span:
            raise OneDateError(on, self.default.about.on)
        first, last = self._span[0] - _AROUND, self._span[1] + _AROUND
        if not first <= on <= last:
            raise DateSpanError(on, first, last)

    @contextmanager
    def _announced(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._changed:
                self._building = ""
                self._changed.notify_all()

    def _keep(self, key: str, crew: Crew) -> None:
        with self._changed:
            self._kept[key] = crew
            old = [
                self._kept.popitem(last=False)[1]
                for _ in range(len(self._kept) - self._limits.views)
            ]
        for one in old:
            one.retire()

    def _build(self, on: date | None) -> Crew:
        try:
            with self._root_lock:
                say(self._control, {"on": on.isoformat() if on else ""})
                _, [descriptor] = hear(self._control)
        except (ClosedError, OSError) as error:
            raise RootGoneError from error
        control = socket.socket(fileno=descriptor)
        try:
            control.settimeout(self._limits.view_seconds)
            about = read_about(_expect(control, "ready"))
            control.settimeout(None)
        except TimeoutError as error:
            control.close()
            seconds = self._limits.view_seconds
            raise BusyError(f"{on} was not ready within {seconds:g} seconds", 60) from error
        except BaseException:
            control.close()
            raise
        return Crew(control, about)


def _expect(sock: socket.socket, name: str) -> dict[str, Any]:
    try:
        answer, _ = hear(sock)
    except ClosedError as error:
        raise RootGoneError from error
    if "error" in answer:
        raise read_error(answer["error"].encode())
    return answer[name]  # type: ignore[no-any-return]

"""The views of one root, as the front sees them: the dataset's own day, and others on demand."""

import socket
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from threading import Condition, Lock
from typing import Any

from samverkan.dates import today
from samverkan.errors import SamverkanError
from samverkan.query.engine import OneDateError
from samverkan.query.limits import BusyError
from samverkan.workers.crew import Crew
from samverkan.workers.limits import Limits
from samverkan.workers.root import read_about
from samverkan.workers.tally import Tally
from samverkan.workers.wire import ClosedError, hear, read_error, say

#: So far from what the data speak of may a day be.
_AROUND = timedelta(days=3653)
#: So many views that were put away may be at work still before another is made.
_LEAVING = 2
#: Seconds between two looks whether there is room.
_MOMENT = 0.05


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
        tally: counts what is made.
        today: the day that it is.

    Raises:
        SamverkanError: what went wrong while the root loaded, or made its own day's view.
    """

    def __init__(
        self,
        control: socket.socket,
        limits: Limits,
        tally: Tally | None = None,
        today: Callable[[], date] = today,
    ) -> None:
        self._control, self._limits, self._today = control, limits, today
        self.tally = tally or Tally()
        self._root_lock = Lock()
        self._changed = Condition()
        self._kept: OrderedDict[str, Crew] = OrderedDict()
        self._leaving: list[Crew] = []
        self._building = ""
        self._retired = False
        ready = _expect(control, "ready")
        self._own = date.fromisoformat(ready["own"]) if ready["own"] else None
        self._span = [date.fromisoformat(day) for day in ready["span"]]
        self.default = self._build(self._default_day())

    def of(self, on: date | None) -> Crew:
        """
        The crew of that day's view, made now if it must be.

        One is made at a time; who asks for the same waits for it, others wait for their turn.
        It may be retired by the time it is used: ask again then.

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
            self._await_turn(key)
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
            leaving = [crew for crew in self._leaving if not crew.ended]
            return [self.default, *self._kept.values(), *leaving]

    def renew(self) -> bool:
        """
        Make the default view anew if its day is past, or its process gone; whether that was so.

        Raises:
            SamverkanError: what went wrong while it was made; the old one stays.
        """
        day = self._default_day()
        past = day is not None and self.default.about.on != day.isoformat()
        if not past and not self.default.gone:
            return False
        fresh = self._build(day)
        try:
            fresh.make_ready(self._limits.spare)
        except ClosedError as error:
            fresh.retire()
            raise RootGoneError from error
        old, self.default = self.default, fresh
        old.retire()
        with self._changed:
            self._leaving.append(old)
        return True

    @property
    def gone(self) -> bool:
        """Whether there is no process that answers for the default view."""
        return self.default.gone

    def retire(self) -> None:
        """End all, each as soon as none of its workers is at work; with the last one the root."""
        with self._changed:
            self._retired = True
            left = {self.default, *self._kept.values(), *self._leaving}

        def ended(crew: Crew) -> None:
            with self._changed:
                left.discard(crew)
                if not left:
                    self._control.close()

        for crew in list(left):
            crew.retire(partial(ended, crew))

    def _default_day(self) -> date | None:
        """The day of the default view: None where the dataset has its own, or no day at all."""
        return self._today() if self._span and not self._own else None

    def _check(self, on: date) -> None:
        if not self._span:
            raise OneDateError(on, self.default.about.on)
        first, last = self._span[0] - _AROUND, self._span[1] + _AROUND
        if not first <= on <= last:
            raise DateSpanError(on, first, last)

    def _await_turn(self, key: str) -> None:
        """Wait until the view is there, or none is being made and few of the old are at work."""
        deadline = time.monotonic() + self._limits.waiting_seconds
        while True:
            if key in self._kept and self._kept[key].gone:
                self._kept.pop(key).retire()
            self._leaving = [crew for crew in self._leaving if not crew.ended]
            if key in self._kept or not (self._building or len(self._leaving) > _LEAVING):
                return
            if time.monotonic() > deadline:
                raise BusyError("other dates are being asked for", 5)
            self._changed.wait(_MOMENT)

    @contextmanager
    def _announced(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._changed:
                self._building = ""
                self._changed.notify_all()

    def _keep(self, key: str, crew: Crew) -> None:
        """Keep it, and put away the one that was not used for longest, if can be one at rest."""
        with self._changed:
            if self._retired:
                crew.retire()
                raise RootGoneError
            resting = [day for day, kept in self._kept.items() if not kept.out]
            self._kept[key] = crew
            old = []
            while len(self._kept) > self._limits.views:
                day = resting.pop(0) if resting else next(iter(self._kept))
                old.append(self._kept.pop(day))
            self._leaving += old
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
        self.tally.views += 1
        return Crew(control, about, self.tally)


def _expect(sock: socket.socket, name: str) -> dict[str, Any]:
    try:
        answer, _ = hear(sock)
    except ClosedError as error:
        raise RootGoneError from error
    if "error" in answer:
        raise read_error(answer["error"].encode())
    return answer[name]  # type: ignore[no-any-return]

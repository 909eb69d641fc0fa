"""What answers questions: a store in this process, or workers that stand behind the same face."""

from datetime import date
from typing import Protocol

from samverkan.errors import SamverkanError
from samverkan.query.about import About, about
from samverkan.query.limits import Bounds
from samverkan.query.question import AnyQuestion, Head, Reply
from samverkan.query.replying import reply
from samverkan.store.view import View


class OneDateError(SamverkanError):
    """Another date is asked for than the only one that there is."""

    def __init__(self, on: date, only: str) -> None:
        there = f"only {only}" if only else "only one state, without a date,"
        super().__init__(f"{there} can be asked here, not {on}; leave asOf out")
        self.on, self.only = on.isoformat(), only


class Engine(Protocol):
    """
    Answers questions at one access level.

    `on` chooses the evaluation date; None is the dataset's own.
    """

    def about(self, on: date | None = None) -> About:
        """The view of that date, described."""

    def ask(self, question: AnyQuestion, on: date | None = None) -> Reply:
        """The answer, on its way."""


class LocalEngine:
    """
    Answers from a store in this process, of its one date.

    Nothing bounds the time and the memory of a question here: for the command line, for tests,
    and where processes cannot be forked.
    """

    def __init__(self, view: View, bounds: Bounds | None = None) -> None:
        self._store, self._bounds = view.store, bounds or Bounds()
        self._about = about(view)

    def about(self, on: date | None = None) -> About:
        """
        The one view that there is.

        Raises:
            OneDateError: if another date is asked for.
        """
        if on is not None and on.isoformat() != self._about.on:
            raise OneDateError(on, self._about.on)
        return self._about

    def ask(self, question: AnyQuestion, on: date | None = None) -> Reply:
        """
        The whole answer.

        Raises:
            SamverkanError: what `about` and `reply` raise.
        """
        self.about(on)
        sink = _Kept()
        tail = reply(self._store, question, sink, self._bounds)
        assert sink.head is not None
        return Reply(sink.head, iter(sink.pieces), tail)


class _Kept:
    """A sink that keeps everything."""

    def __init__(self) -> None:
        self.head: Head | None = None
        self.pieces: list[bytes] = []

    def begin(self, head: Head) -> None:
        self.head = head

    def write(self, data: bytes) -> None:
        self.pieces.append(data)

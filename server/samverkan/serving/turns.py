"""Few at a time: what is short is done sooner one after the other than all at once."""

import asyncio
from collections import deque
from types import TracebackType

#: So many times what is usual one waits; so much the latest counts in what is usual.
_TIMES, _NEW = 10, 0.05


class Turns:
    """
    Lets so many go on at the same time; others wait, but not for long. For one event loop.

    A worker that answers one question after the other stays in the processor's caches, and need
    not be woken; eight that answer at once on two processors keep throwing each other out. Who
    waits behind something long goes on all the same after a moment: a few times what is usual.

    Args:
        count: how many may go on at once.
        least, most: seconds that one waits at most, where all is short, and where all is long.
    """

    def __init__(self, count: int, least: float, most: float) -> None:
        self._count, self._least, self._most = count, least, most
        self._usual = 0.0
        self._at_it = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def patience(self) -> float:
        """Seconds that one waits at most, now."""
        return min(self._most, max(self._least, _TIMES * self._usual))

    async def __aenter__(self) -> None:
        """Wait for one's turn."""
        if self._at_it >= self._count:
            await self._wait()
        self._at_it += 1

    def took(self, seconds: float) -> None:
        """Something took so long from its turn to its end."""
        self._usual += (seconds - self._usual) * _NEW

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next one go on."""
        self._at_it -= 1
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(None)
                return

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.append(turn)
        late = loop.call_later(self.patience, _go_on, turn)
        try:
            await turn
        finally:
            late.cancel()


def _go_on(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)

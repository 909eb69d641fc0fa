"""Few at a time: what is short is done sooner one after the other than all at once."""

import asyncio
from collections import deque
from types import TracebackType


class Turns:
    """
    Lets so many go on at the same time; others wait, but not for long. For one event loop.

    A worker that answers one question after the other stays in the processor's caches, and need
    not be woken; eight that answer at once on two processors keep throwing each other out. Who
    waits behind something long goes on all the same after a moment.

    Args:
        count: how many may go on at once.
        patience: seconds that one waits at most.
    """

    def __init__(self, count: int, patience: float) -> None:
        self._count, self._patience = count, patience
        self._at_it = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        """Wait for one's turn."""
        if self._at_it >= self._count:
            await self._wait()
        self._at_it += 1

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
        late = loop.call_later(self._patience, _go_on, turn)
        try:
            await turn
        finally:
            late.cancel()


def _go_on(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)

"""
Answer programs in the event loop, where nothing has to be waited for but a worker at hand.

Most answers come within a millisecond; a thread for each would cost as much again. What takes
longer, fails or is for a page goes the way of all requests, with what was begun.
"""

import asyncio
from collections.abc import Callable

from samverkan.errors import SamverkanError
from samverkan.query.cache import CachedEngine, Kept
from samverkan.query.question import Reply
from samverkan.serving.request import Environ
from samverkan.web.answering import Delivery, date_of, delivery, tag_of, unchanged
from samverkan.web.machine import FAILED, Machine
from samverkan.workers.client import Client
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.running import Running

#: What is left to do in a thread: it gives the delivery.
Rest = Callable[[], Delivery]


class Quick:
    """
    The short way for what everybody may see.

    Args:
        machine: reads requests.
        kept: the answers that are kept, in front of the workers.
        workers: those who answer.
        patience: seconds to wait for a worker before a thread does.
    """

    def __init__(
        self, machine: Machine, kept: CachedEngine, workers: WorkerEngine, patience: float
    ) -> None:
        self._machine, self._kept, self._workers = machine, kept, workers
        self._patience = patience

    async def answer(self, environ: Environ, client: Client) -> Delivery | Rest | None:
        """The answer, or what is left to do for it; None if nothing was begun."""
        if "HTTP_AUTHORIZATION" in environ or environ["REQUEST_METHOD"] == "HEAD":
            return None
        try:
            asked = self._machine.asked(environ)
            if asked is None:
                return None
            request, question = asked
            on = date_of(request)
            if self._workers.views.ready(on) is None:
                return None
            tag = tag_of(self._kept.about(on), question)
            if known := unchanged(request, tag):
                return known
            key = self._kept.key(question, on)
            found = self._kept.find(key)
            if isinstance(found, Kept):
                return delivery(request, tag, found.reply())
            if found is not None:
                return None  # somebody else has asked the same: a thread waits for that

            def whole(ask: Callable[[], Reply]) -> Delivery:
                return delivery(request, tag, self._kept.answer(key, ask))

            running = self._workers.begin(question, on, client)
            if running is None:
                return lambda: whole(lambda: self._workers.ask(question, on))
            if await self._is_here(running):
                return whole(running.reply)
            return lambda: whole(running.reply)
        except SamverkanError as error:
            environ[FAILED] = error
            return None

    async def _is_here(self, running: Running) -> bool:
        """Whether the whole answer came while one was ready to wait."""
        loop = asyncio.get_running_loop()
        came = loop.create_future()
        loop.add_reader(running.fileno(), _set, came)
        late = loop.call_later(self._patience, _set, came)
        try:
            await came
        except asyncio.CancelledError:
            running.close()
            raise
        finally:
            late.cancel()
            loop.remove_reader(running.fileno())
        return running.is_here()


def _set(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)

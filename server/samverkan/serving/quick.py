"""
Answer programs in the event loop, where nothing has to be waited for but a worker at hand.

Most answers come within a millisecond; a thread for each would cost as much again. What takes
longer, fails or is for a page goes the way of all requests, with what was begun.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import date

from samverkan.errors import SamverkanError
from samverkan.query.cache import CachedEngine, Kept
from samverkan.query.limits import ClientGoneError
from samverkan.query.observed import ObservedEngine
from samverkan.query.question import Question, Reply
from samverkan.serving.request import Environ
from samverkan.serving.turns import Turns
from samverkan.web.answering import Delivery, date_of, delivery, tag_of, unchanged
from samverkan.web.machine import FAILED, Machine
from samverkan.workers.client import Client
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.running import Running

#: Bytes of an answer that are taken here; a thread passes on what is longer.
_LONGEST = 1024 * 1024

#: What is left to do in a thread: it gives the delivery.
Rest = Callable[[], Delivery]


class Quick:
    """
    The short way for what everybody may see.

    Args:
        machine: reads requests.
        kept: the answers that are kept, in front of the workers.
        workers: those who answer.
        observed: tells of the questions, as if they went through it.
        patience: seconds to wait for a worker, at least, before a thread does.
        turns: how many workers answer at once on this way.
    """

    def __init__(
        self,
        machine: Machine,
        kept: CachedEngine,
        workers: WorkerEngine,
        observed: ObservedEngine,
        patience: float,
        turns: Turns,
    ) -> None:
        self._machine, self._kept, self._workers = machine, kept, workers
        self._observed = observed
        self._patience, self._turns = patience, turns

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
            known = unchanged(request, tag_of(self._kept.about(on), question))
            return known or await self.ask(question, on, client)
        except SamverkanError as error:
            environ[FAILED] = error
            return None

    async def ask(
        self, question: Question, on: date | None, client: Client
    ) -> Delivery | Rest | None:
        """
        The answer to a question, or what is left to do for it; None if nothing was begun.

        What is left must be done, by whomever: others may wait for the same.

        Args:
            question: on the public data.
            on: the date that they are asked for; None for the usual one.
            client: who may leave.

        Raises:
            SamverkanError: what is wrong with the question, or the limit that it hit.
        """
        about, key = self._kept.about(on), self._kept.key(question, on)
        tag, found = tag_of(about, question), self._kept.find(key)
        if isinstance(found, Future):  # somebody else has asked the same; no thread waits for that
            found = await asyncio.shield(asyncio.wrap_future(found))
            if found is None:
                return None
        begun = self._observed.begin(question)
        if isinstance(found, Kept):
            reply = self._observed.reply(begun, found.reply)
            return delivery(tag, reply, about.key)

        def whole(ask: Callable[[], Reply]) -> Delivery:
            reply = self._observed.reply(begun, lambda: self._kept.answer(key, ask))
            return delivery(tag, reply, about.key)

        try:
            async with self._turns:
                if client.gone:
                    raise ClientGoneError  # a worker that was begun with would be ended
                running = self._workers.begin(question, on, client)
                here = running is not None and await self._is_here(running)
                if running is not None and here:
                    self._turns.took(time.monotonic() - running.started)
            if running is None:
                return lambda: whole(lambda: self._workers.ask(question, on))
        except BaseException as error:
            # Others may wait for the same: they are told too.
            failed = error if isinstance(error, SamverkanError) else ClientGoneError()
            with suppress(ClientGoneError):
                whole(_raising(failed))
            raise
        if here:
            return whole(running.reply)
        return lambda: whole(running.reply)

    async def _is_here(self, running: Running) -> bool:
        """Whether the whole answer came while one was ready to wait."""
        loop = asyncio.get_running_loop()
        came: asyncio.Future[bool] = loop.create_future()

        def look() -> None:
            if not came.done() and (running.is_here() or running.waiting > _LONGEST):
                came.set_result(running.waiting <= _LONGEST)

        descriptor = running.fileno()
        loop.add_reader(descriptor, look)
        patience = max(self._patience, self._turns.patience)  # what is usual is waited for here
        late = loop.call_later(patience, _give_up, came)
        try:
            return await came
        except asyncio.CancelledError:
            loop.remove_reader(descriptor)  # while it is that socket's
            running.close()
            raise
        finally:
            late.cancel()
            loop.remove_reader(descriptor)


def _raising(error: SamverkanError) -> Callable[[], Reply]:
    def fail() -> Reply:
        raise error

    return fail


def _give_up(came: asyncio.Future[bool]) -> None:
    if not came.done():
        came.set_result(False)

"""Every request by its id: counted, logged, and answered even where something unforeseen fails."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from samverkan.errors import SamverkanError
from samverkan.query.limits import ClientGoneError
from samverkan.query.observed import Asked
from samverkan.query.question import Question
from samverkan.serving.exchange import Exchange
from samverkan.serving.logs import query_hash, shortened
from samverkan.serving.metrics import Metrics
from samverkan.serving.outcomes import outcome_of
from samverkan.web.headers import always
from samverkan.web.request_id import CURRENT_ID, HEADER, request_id

Answer = Callable[[Exchange], Awaitable[None]]
#: The status of a request whose client left before it was answered.
LEFT = 499
_PROBLEM = [
    ("content-type", "application/problem+json"),
    ("cache-control", "no-store"),
    *((name.lower(), value) for name, value in always(fictional=False)),
]
#: Seconds between two looks whether all is answered.
_MOMENT = 0.1
_HEADER = HEADER.encode()

_log = structlog.stdlib.get_logger(__name__)


@dataclass(slots=True)
class Tracked:
    """A request at work, and the questions that were asked for it."""

    id: str
    asked: list[Asked] = field(default_factory=list)


CURRENT_REQUEST: ContextVar[Tracked | None] = ContextVar("request", default=None)


class Told(Protocol):
    """A request that is answered at once, as far as it is told of."""

    method: str
    client: str

    @property
    def path(self) -> str:
        """Without a query."""

    def header(self, wanted: bytes) -> bytes:
        """The first value of that name."""


class Chosen(Protocol):
    """The settings that say what is logged."""

    log_requests: bool
    log_clients: bool
    slow_query_seconds: float


class Requests:
    """
    Tells log and metrics of requests, and of the questions that are asked for them.

    Args:
        metrics: count requests and questions; None if nobody reads them.
        chosen: what is logged.
    """

    def __init__(self, metrics: Metrics | None, chosen: Chosen) -> None:
        self._metrics, self._chosen = metrics, chosen
        self._at_work = 0
        self._closed = False

    def around(self, answer: Answer) -> Answer:
        """What answers by another, and has every request told of."""

        async def told(exchange: Exchange) -> None:
            began = time.perf_counter()
            begun = exchange.begun
            request = begun.tracked if begun else Tracked(request_id(exchange.headers.get(HEADER)))
            CURRENT_ID.set(request.id)
            CURRENT_REQUEST.set(request)
            exchange.always = named(request.id)
            self.count(1)
            try:
                closed = self._closed and begun is None  # what was let in is answered
                await (_refuse(exchange) if closed else answer(exchange))
            except BaseException as error:
                await self._failed(exchange, error)
                if not isinstance(error, Exception):
                    raise
            finally:
                self.count(-1)
                status = exchange.status or LEFT
                if self._metrics is not None:
                    self._metrics.request(exchange.method, exchange.path, status)
                if self._chosen.log_requests:
                    self._tell(exchange, request, status, began)

        return told

    def at_once(
        self, request: Told, status: int, asked: Asked | None = None, id_: str = ""
    ) -> list[tuple[str, str]]:
        """
        Tell of a request that is answered this moment; the headers that every answer has.

        Args:
            request: that is answered.
            status: of the answer.
            asked: the question that was asked for it, if one was.
            id_: its id, if it has one already.
        """
        id_ = id_ or request_id(request.header(_HEADER).decode("latin-1"))
        if self._metrics is not None:
            self._metrics.request(request.method, request.path, status)
        if self._chosen.log_requests:
            told: dict[str, Any] = {"method": request.method, "path": request.path}
            told |= {"status": status, "ms": round(asked.seconds * 1000, 1) if asked else 0.0}
            self._log(told, id_, request.client, asked)
        return named(id_)

    @property
    def closed(self) -> bool:
        """Whether no more requests are taken."""
        return self._closed

    async def finish(self, seconds: float) -> None:
        """Take no more requests; back when those at work are answered, or after so many seconds."""
        self._closed = True
        deadline = time.perf_counter() + seconds
        while self._at_work and time.perf_counter() < deadline:
            await asyncio.sleep(_MOMENT)
        await asyncio.sleep(_MOMENT)  # what was answered last is still being sent

    def begins(self, asked: Asked) -> None:
        """A question belongs to the request in whose context it is asked."""
        request = CURRENT_REQUEST.get()
        if request is not None:
            asked.tag = request.id
            request.asked.append(asked)

    def ends(self, asked: Asked) -> None:
        """Count a question; log it if it was slow, or broke the engine."""
        if self._metrics is not None:
            self._metrics.question(asked)
        outcome = outcome_of(asked.error)
        if outcome == "crash":
            _log.error("query broke the engine", **_described(asked))
        elif asked.seconds >= self._chosen.slow_query_seconds and not asked.cached:
            _log.warning("slow query", **_described(asked))

    def count(self, more: int) -> None:
        """That so many more are at work, or less."""
        self._at_work += more
        if self._metrics is not None:
            self._metrics.at_work = self._at_work

    async def _failed(self, exchange: Exchange, error: BaseException) -> None:
        """
        Log what nobody foresaw, and say so to the client if it has heard nothing yet.

        Where it has, the connection ends without an end of the answer.
        """
        if isinstance(error, ClientGoneError):
            return
        foreseen = isinstance(error, SamverkanError | TimeoutError | ConnectionError)
        if not foreseen or not exchange.status:
            path = shortened(exchange.path)
            _log.error("unforeseen error", method=exchange.method, path=path, exc_info=error)
        if exchange.status:
            await exchange.break_off()
            return
        document = {
            "type": "about:blank",
            "title": "Internal Server Error",
            "status": 500,
            "detail": f"an error that nobody foresaw; report it with the number {CURRENT_ID.get()}",
        }
        body = json.dumps(document).encode() + b"\n"
        await exchange.answer(500, _PROBLEM, body)

    def _tell(self, exchange: Exchange, request: Tracked, status: int, began: float) -> None:
        told: dict[str, Any] = {
            "method": exchange.method,
            "path": shortened(exchange.path),
            "status": status,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }
        last = request.asked[-1] if request.asked else None
        self._log(told, request.id, exchange.client, last)

    def _log(self, told: dict[str, Any], id_: str, client: str, asked: Asked | None) -> None:
        if self._chosen.log_clients:
            told["client"] = client
        if asked is not None:
            told |= _measured(asked)
            if isinstance(asked.question, Question):
                told["query"] = query_hash(asked.question.sparql)
        _log.info("request", **told, request=id_)


def _measured(asked: Asked) -> dict[str, Any]:
    return {
        "outcome": outcome_of(asked.error),
        "rows": asked.rows,
        "bytes": asked.size,
        "cached": asked.cached,
    }


def _described(asked: Asked) -> dict[str, Any]:
    told = {"seconds": round(asked.seconds, 3), "first": round(asked.first, 3), **_measured(asked)}
    if asked.tag:
        told["request"] = asked.tag
    if isinstance(asked.question, Question):
        sparql = asked.question.sparql
        return {**told, "query": query_hash(sparql), "text": shortened(sparql)}
    return {**told, "graph": asked.question.graph or "default"}


def named(id_: str) -> list[tuple[str, str]]:
    """The headers that every answer has."""
    return [(HEADER, id_), ("server", "samverkan")]


async def _refuse(exchange: Exchange) -> None:
    """Send a request away that came while the server stops; a proxy sends it elsewhere."""
    headers = [*_PROBLEM, ("connection", "close"), ("retry-after", "10")]
    document = {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "the server is being stopped; ask again in 10 seconds",
    }
    await exchange.answer(503, headers, json.dumps(document).encode() + b"\n")

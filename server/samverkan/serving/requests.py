"""Every request by its id: counted, logged, and answered even where something unforeseen fails."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from samverkan.errors import SamverkanError
from samverkan.query.observed import Asked
from samverkan.query.question import Question
from samverkan.serving.logs import query_hash, shortened
from samverkan.serving.metrics import Metrics
from samverkan.serving.outcomes import outcome_of
from samverkan.serving.request import Scope
from samverkan.web.headers import always
from samverkan.web.request_id import CURRENT_ID, HEADER, request_id

Header = tuple[str, str]
Answer = Callable[[Scope, Any], Awaitable[int]]
_LEFT = 499
_PROBLEM = [
    ("content-type", "application/problem+json"),
    ("cache-control", "no-store"),
    *((name.lower(), value) for name, value in always(fictional=False)),
]
#: Seconds between two looks whether all is answered.
_MOMENT = 0.1

_log = structlog.stdlib.get_logger(__name__)


@dataclass(slots=True)
class Request:
    """A request at work, and the questions that were asked for it."""

    id: str
    asked: list[Asked] = field(default_factory=list)


CURRENT_REQUEST: ContextVar[Request | None] = ContextVar("request", default=None)


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

    def around(self, answer: Answer) -> Callable[[Scope, Any], Awaitable[None]]:
        """An application that answers by another one, and has every request told of."""

        async def told(scope: Scope, proto: Any) -> None:
            began = time.perf_counter()
            request = Request(request_id(scope.headers.get(HEADER)))
            CURRENT_ID.set(request.id)
            CURRENT_REQUEST.set(request)
            watched = _Watched(proto, request.id)
            self._at_work += 1
            if self._metrics is not None:
                self._metrics.at_work = self._at_work
            status = _LEFT
            try:
                status = _refuse(watched) if self._closed else await answer(scope, watched)
            except BaseException as error:
                begun = watched.status
                status = self._failed(scope, watched, error)
                if begun:
                    raise  # the connection ends without an end of the answer
            finally:
                self._at_work -= 1
                if self._metrics is not None:
                    self._metrics.at_work = self._at_work
                    self._metrics.request(scope.method, scope.path, status)
                if self._chosen.log_requests:
                    self._tell(scope, request, status, began)

        return told

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

    def _failed(self, scope: Scope, watched: "_Watched", error: BaseException) -> int:
        """Log what nobody foresaw, and say so to the client if it has heard nothing yet."""
        foreseen = isinstance(error, SamverkanError | TimeoutError | ConnectionError)
        if not foreseen or not watched.status:
            _log.error("unforeseen error", method=scope.method, path=scope.path, exc_info=error)
        if watched.status:
            return watched.status
        document = {
            "type": "about:blank",
            "title": "Internal Server Error",
            "status": 500,
            "detail": f"an error that nobody foresaw; report it with the number {watched.id}",
        }
        body = json.dumps(document).encode() + b"\n"
        watched.response_bytes(500, _PROBLEM, body)
        return 500

    def _tell(self, scope: Scope, request: Request, status: int, began: float) -> None:
        told: dict[str, Any] = {
            "method": scope.method,
            "path": scope.path,
            "status": status,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }
        if self._chosen.log_clients:
            told["client"] = scope.client.rpartition(":")[0]
        if request.asked:
            last = request.asked[-1]
            told |= _measured(last)
            if isinstance(last.question, Question):
                told["query"] = query_hash(last.question.sparql)
        _log.info("request", **told)


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


def _refuse(watched: "_Watched") -> int:
    """Send a request away that came while the server stops; a proxy sends it elsewhere."""
    headers = [*_PROBLEM, ("connection", "close"), ("retry-after", "10")]
    document = {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "the server is being stopped; ask again in 10 seconds",
    }
    watched.response_bytes(503, headers, json.dumps(document).encode() + b"\n")
    return 503


class _Watched:
    """The server's side of a request; gives each answer its id, and notes that it has begun."""

    __slots__ = ("_proto", "id", "status")

    def __init__(self, proto: Any, id_: str) -> None:
        self._proto, self.id, self.status = proto, id_, 0

    def response_bytes(self, status: int, headers: list[Header], body: bytes) -> None:
        self.status = status
        self._proto.response_bytes(status, self._named(headers), body)

    def response_empty(self, status: int, headers: list[Header]) -> None:
        self.status = status
        self._proto.response_empty(status, self._named(headers))

    def response_stream(self, status: int, headers: list[Header]) -> Any:
        self.status = status
        return self._proto.response_stream(status, self._named(headers))

    def _named(self, headers: list[Header]) -> list[Header]:
        return [*headers, (HEADER, self.id), ("server", "samverkan")]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._proto, name)

    def __call__(self) -> Any:
        return self._proto()

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._proto.__aiter__()  # type: ignore[no-any-return]

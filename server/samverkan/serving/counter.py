"""
Over the counter: what lies ready, and what is small, is answered before anything is unpacked.

Answers are those of the long way, to the letter. Whatever is not plain at first sight goes there.
"""

import re
from asyncio import Future
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from pydantic_core import Url

from samverkan.query.observed import Asked, ObservedEngine
from samverkan.query.question import Question, Reply
from samverkan.query.small import Small, small
from samverkan.serving.admission import Admission
from samverkan.serving.exchange import Header, Headers
from samverkan.serving.requests import Requests
from samverkan.serving.shelf import Key, RawHeaders, Ready, Shelf
from samverkan.web.answering import delivery, forms_of, tag_of
from samverkan.web.machine import Machine
from samverkan.web.negotiation import likes_html
from samverkan.web.protocol import FORM
from samverkan.web.refusals import RateError
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.lane import Lane

#: Where questions are asked, and how the address or the form begins that has nothing but one.
_PATH, _GIVEN = b"/sparql", b"query="
#: What stands in a decoded text where it was not UTF-8.
_BROKEN = "\N{REPLACEMENT CHARACTER}"
#: Bytes of a question and of headers that are looked at here.
_LONGEST = 8000
_HOST = re.compile(rb"[A-Za-z0-9.-]+(:[0-9]{1,5})?")
#: Headers of who asks more than a question, or asks it for himself.
_MORE = {
    *(b"authorization", b"content-encoding", b"expect", b"if-none-match", b"range"),
    *(b"transfer-encoding", b"upgrade"),
}
_READ = (b"host", b"accept", b"accept-encoding", b"content-type")

#: Called with the pieces of an answer, or None if it is to be found on the long way.
Then = Callable[[list[bytes] | None], None]


@dataclass(slots=True)
class Request:
    """
    A request, as it was read from the connection.

    Args:
        method: GET or POST.
        url: its target.
        headers: names in small letters.
        client: the address at the other end.
        body: of a POST.
    """

    method: str
    url: bytes
    headers: RawHeaders
    client: str
    body: bytes = b""

    @property
    def path(self) -> str:
        """The target without a query."""
        return self.url.partition(b"?")[0].decode("latin-1")

    def header(self, wanted: bytes) -> bytes:
        """The first value of that name; nothing if there is none."""
        return next((value for name, value in self.headers if name == wanted), b"")


@dataclass(slots=True)
class _Work:
    """A small question that is asked: of whom it counts, what it may be kept by, who waits."""

    request: Request
    who: str | None
    told: list[Header]
    key: Key | None
    generation: int
    asked: Asked
    question: Question
    then: Then


class Counter:
    """
    Answers whoever is let in, and has it told of like any other answer.

    Args:
        shelf: where answers lie ready.
        workers: who have the public data.
        observed: tells of the questions.
        machine: says what every answer says.
        admission: says who is let in.
        requests: are told of them.
    """

    def __init__(
        self,
        shelf: Shelf,
        workers: WorkerEngine,
        observed: ObservedEngine,
        machine: Machine,
        admission: Admission,
        requests: Requests,
    ) -> None:
        self._shelf, self._workers, self._observed = shelf, workers, observed
        self._machine, self._admission, self._requests = machine, admission, requests
        self._lane = Lane(workers)

    def serve(self, request: Request, then: Then) -> list[bytes] | None:
        """
        Answer, if that can be done here.

        Args:
            request: that is read whole.
            then: called later, if it takes a while.

        Returns:
            The answer in pieces: status line and headers, their end, the body. No pieces if
            `then` will be called; None if the request is to go the long way.
        """
        if self._requests.closed:
            return None
        key = ready = found = None
        if request.method == "GET":
            key = self._shelf.key(request.url, request.headers)
            ready = self._shelf.find(key) if key is not None else None
        if ready is None:
            found = _question(request)
            if found is None:
                return None
        headers = Headers(request.headers)
        who = self._admission.client(request.path, headers, request.client)
        try:
            told = self._admission.enter(who)
        except RateError:
            return None
        if ready is not None:
            self._admission.leave(who)
            return self._given(request, ready, told)
        assert found is not None
        question, simple = found
        coming = self._lane.ask(question, simple)
        if coming is None:
            self._admission.leave(who)
            return None
        self._requests.count(1)
        asked, generation = self._observed.begin(question), self._shelf.generation
        work = _Work(request, who, told, key, generation, asked, question, then)
        coming.add_done_callback(partial(self._finish, work))
        return []

    def _given(self, request: Request, ready: Ready, told: list[Header]) -> list[bytes]:
        known = request.header(b"if-none-match")
        unchanged = bool(known) and (ready.etag in known or known == b"*")
        told = [*told, *self._requests.at_once(request, 304 if unchanged else 200)]
        head = ready.unchanged if unchanged else ready.head
        return [head + _lines(told), b"\r\n", b"" if unchanged else ready.body]

    def _finish(self, work: _Work, coming: "Future[Reply | None]") -> None:
        """What is wrong with a small question, the long way finds as well, and tells."""
        self._requests.count(-1)
        self._admission.leave(work.who)
        came = None if coming.cancelled() or coming.exception() else coming.result()
        if came is None:
            work.then(None)
            return
        about, asked = self._workers.about(), work.asked
        told = delivery(tag_of(about, work.question), came, about.key)
        body = b"".join(told.chunks)
        self._observed.whole(asked, came.tail.rows, len(body))
        headers = [(name.lower(), value) for name, value in told.headers]
        always = self._machine.always()
        if work.key is not None:
            self._shelf.put(work.key, work.generation, [*headers, *always], body)
        headers += [("content-length", str(len(body))), *work.told]
        headers += self._requests.at_once(work.request, 200, asked)
        head = b"HTTP/1.1 200 OK\r\n" + _always(tuple(always)) + _lines(headers)
        work.then([head, b"\r\n", body])


def _question(request: Request) -> tuple[Question, Small] | None:
    """The small question that a program asks, if nothing else is in the request."""
    url, given = request.url, request.body
    if not url.startswith(_PATH) or len(url) > _LONGEST:
        return None
    posted = request.method == "POST"
    if not posted:
        if given:
            return None
        url, _, given = url.partition(b"?")
    if url != _PATH or not given.startswith(_GIVEN) or b"&" in given or not given.isascii():
        return None
    read = _told(request.headers)
    if read is None:
        return None
    accept, encoding, form = read
    if likes_html(accept) or (posted and form != FORM):
        return None
    [(_, sparql)] = Url(f"http://localhost/?{given.decode('ascii')}").query_params()
    simple = small(sparql) if _BROKEN not in sparql else None
    if simple is None:
        return None
    table, graph, chosen = forms_of(accept, encoding)
    return Question(sparql, table_form=table, graph_form=graph, encoding=chosen), simple


def _told(headers: RawHeaders) -> tuple[str, str, str] | None:
    """Accept, Accept-Encoding and Content-Type; None if it is no plain question."""
    found: dict[bytes, bytes] = {}
    size = 0
    for name, value in headers:
        size += len(name) + len(value)
        if name in _READ:
            if name in found:
                return None
            found[name] = value
        elif name in _MORE:
            return None
    if size > _LONGEST or not _HOST.fullmatch(found.get(b"host", b"")):
        return None
    accept, encoding, form = (found.get(name, b"").decode("latin-1") for name in _READ[1:])
    return accept, encoding, form


@lru_cache(maxsize=2)
def _always(headers: tuple[Header, ...]) -> bytes:
    return _lines(list(headers))


def _lines(headers: list[Header]) -> bytes:
    return "".join([f"{name}: {value}\r\n" for name, value in headers]).encode("latin-1")

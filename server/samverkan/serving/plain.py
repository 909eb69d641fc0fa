"""Read what a program plainly asks from its request, as it came from the connection."""

import re
from dataclasses import dataclass

from pydantic_core import Url

from samverkan.query.question import Question
from samverkan.query.small import Small, small
from samverkan.serving.admission import Sizes
from samverkan.serving.shelf import RawHeaders
from samverkan.web.answering import forms_of
from samverkan.web.negotiation import likes_html
from samverkan.web.protocol import FORM

#: Where questions are asked, and an address or a form that has nothing but one. What stands here
#: as it is means the same in both: no fragment, and no blanks, which addresses are freed from.
_PATH, _GIVEN = b"/sparql", re.compile(rb"query=[!\"$%'-~]+")
#: What stands in a decoded text where it was not UTF-8.
_BROKEN = "\N{REPLACEMENT CHARACTER}"
#: Bytes of a question and of headers that are looked at here.
LONGEST = 8000
_HOST = re.compile(rb"[A-Za-z0-9.-]+(:[0-9]{1,5})?")
#: Headers of who asks more than a question, or asks it for himself.
_MORE = {
    *(b"authorization", b"content-encoding", b"expect", b"if-none-match", b"range"),
    *(b"transfer-encoding", b"upgrade"),
}
_READ = (b"host", b"accept", b"accept-encoding", b"content-type")


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


def question_of(request: Request, most: Sizes) -> tuple[Question, Small | None] | None:
    """What a program asks, and what makes that small, if nothing else is in the request."""
    url, given = request.url, request.body
    if not url.startswith(_PATH) or len(url) > most.address or len(given) > most.body:
        return None
    posted = request.method == "POST"
    if not posted:
        if given:
            return None
        url, _, given = url.partition(b"?")
    if url != _PATH or not _GIVEN.fullmatch(given):
        return None
    read = _told(request.headers, most.headers)
    if read is None:
        return None
    accept, encoding, form = read
    if likes_html(accept) or (posted and form != FORM):
        return None
    [(_, sparql)] = Url(f"http://localhost/?{given.decode('ascii')}").query_params()
    if _BROKEN in sparql or not sparql.strip():
        return None
    table, graph, chosen = forms_of(accept, encoding)
    return Question(sparql, table_form=table, graph_form=graph, encoding=chosen), small(sparql)


def _told(headers: RawHeaders, most: int) -> tuple[str, str, str] | None:
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
    if size > most or not _HOST.fullmatch(found.get(b"host", b"")):
        return None
    accept, encoding, form = (found.get(name, b"").decode("latin-1") for name in _READ[1:])
    return accept, encoding, form

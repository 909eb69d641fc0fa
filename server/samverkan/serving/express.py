"""
Small questions of programs, on the shortest way: over the lane, past WSGI and its request.

What is answered here is answered as the long way would answer it, to the letter; whatever is not
plain at first sight goes that way.
"""

import time

from pydantic_core import Url

from samverkan.errors import SamverkanError
from samverkan.query.observed import ObservedEngine
from samverkan.query.question import Question
from samverkan.query.small import small
from samverkan.serving.exchange import Exchange
from samverkan.serving.shelf import RawHeaders
from samverkan.web.answering import Delivery, delivery, forms_of, tag_of
from samverkan.web.negotiation import likes_html
from samverkan.web.protocol import FORM
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.lane import Lane

_GIVEN = "query="
#: What stands in a decoded text where it was not UTF-8.
_BROKEN = "\N{REPLACEMENT CHARACTER}"
#: Headers that make a request more than a question.
_MORE = {b"authorization", b"if-none-match", b"content-encoding", b"expect", b"range"}


class Express:
    """
    Answers small questions on the public data, as of its own day.

    Args:
        workers: who have the data.
        lane: to one of them.
        observed: tells of the questions.
    """

    def __init__(self, workers: WorkerEngine, lane: Lane, observed: ObservedEngine) -> None:
        self._workers, self._lane, self._observed = workers, lane, observed

    async def answer(self, exchange: Exchange, body: bytes) -> Delivery | None:
        """
        The answer; None if the request is to go the long way.

        What is wrong with a question, the long way finds as well, and tells it.
        """
        question = _question(exchange, body)
        if question is None:
            return None
        coming = self._lane.ask(question)
        if coming is None:
            return None
        about = self._workers.about()
        began = time.perf_counter()
        try:
            reply = await coming
        except SamverkanError:
            return None
        if reply is None:
            return None
        asked = self._observed.begin(question)
        asked.began = began
        reply = self._observed.reply(asked, lambda: reply)
        return delivery(tag_of(about, question), reply, about.key)


def _question(exchange: Exchange, body: bytes) -> Question | None:
    """The small question that a program asks, if nothing else is in the request."""
    if exchange.path != "/sparql":
        return None
    accept, encoding, form = _told(exchange.headers.told)
    if accept is None or likes_html(accept):
        return None
    if exchange.method == "GET":
        given = exchange.query_string
    elif exchange.method == "POST" and form == FORM and not exchange.query_string:
        given = body.decode("latin-1")
    else:
        return None
    if not given.startswith(_GIVEN) or "&" in given or not given.isascii():
        return None
    [(_, sparql)] = Url(f"http://localhost/?{given}").query_params()
    if _BROKEN in sparql or small(sparql) is None:
        return None
    table_form, graph_form, chosen = forms_of(accept, encoding)
    return Question(sparql, table_form=table_form, graph_form=graph_form, encoding=chosen)


def _told(headers: RawHeaders) -> tuple[str | None, str, str]:
    """Accept, Accept-Encoding and Content-Type; None for the first if it is no plain question."""
    found = {b"accept": b"", b"accept-encoding": b"", b"content-type": b""}
    for name, value in headers:
        if name in found:
            if found[name]:
                return None, "", ""
            found[name] = value
        elif name in _MORE:
            return None, "", ""
    accept, encoding, form = found.values()
    return accept.decode("latin-1"), encoding.decode("latin-1"), form.decode("latin-1")

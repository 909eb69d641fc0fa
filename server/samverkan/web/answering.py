"""From a request to a question, and from a reply to a response; the same with and without Flask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Request, Response

from samverkan.dates import parse_date
from samverkan.query.about import About
from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS, FormError
from samverkan.query.cache import etag
from samverkan.query.encoding import ENCODINGS
from samverkan.query.engine import Engine
from samverkan.query.question import AnyQuestion, Question, Reply
from samverkan.web.negotiation import (
    NotAcceptableError,
    asked_format,
    choose_or_none,
    chosen_of,
)
from samverkan.web.notices import HEADER, header
from samverkan.web.protocol import Asked

#: How long an answer to nobody in particular may be kept: as long as its tag is asked about.
PUBLIC = "public, no-cache"
_TABLES, _GRAPHS = list(RESULT_FORMATS), list(GRAPH_FORMATS)


def question_of(
    request: Request, asked: Asked, table_form: str = "", tables: Sequence[str] = _TABLES
) -> Question:
    """
    The question of a request, in the forms that its client takes.

    Args:
        request: says the forms.
        asked: the query and its dataset.
        table_form: for a table whatever the client takes; a graph is Turtle then.
        tables: the forms that a table may have here.
    """
    return Question(
        asked.query,
        asked.default_graphs,
        asked.named_graphs,
        table_form or choose_or_none(request, tables),
        "text/turtle" if table_form else choose_or_none(request, _GRAPHS),
        "" if table_form else encoding_of(request),
    )


@lru_cache(maxsize=512)
def forms_of(accept: str, accept_encoding: str) -> tuple[str, str, str]:
    """The forms for a table and for a graph, and the encoding, by what a program's headers say."""
    table, graph = (chosen_of("", accept, tuple(forms)) for forms in (_TABLES, _GRAPHS))
    return table, graph, _encoding(accept_encoding)


@dataclass(frozen=True)
class Delivery:
    """A response before any framework: status, headers, and the body as it comes."""

    status: int
    headers: list[tuple[str, str]]
    chunks: Iterable[bytes] = ()

    def response(self) -> Response:
        """The same as a response."""
        return Response(self.chunks, self.status, self.headers)


def deliver(request: Request, engine: Engine, question: AnyQuestion) -> Delivery:
    """
    The answer to a question, or that the client has it already.

    Raises:
        SamverkanError: what the engine raises, or that the date is none.
    """
    on = date_of(request)
    about = engine.about(on)
    tag = tag_of(about, question)
    known = unchanged(request, tag)
    return known or delivery(tag, engine.ask(question, on), about.key, _keeping(request))


def tag_of(about: About, question: AnyQuestion) -> str:
    """The entity tag of the answer, which is known before it."""
    return f'"{etag(about, question)}"'


def unchanged(request: Request, tag: str) -> Delivery | None:
    """That the client has the answer already, if it has."""
    if tag not in request.environ.get("HTTP_IF_NONE_MATCH", ""):
        return None
    return Delivery(304, [("ETag", tag), ("Cache-Control", _keeping(request))])


def delivery(tag: str, reply: Reply, view: str, keeping: str = PUBLIC) -> Delivery:
    """
    The answer, to be kept as `keeping` says.

    What may change the next time is not to be kept; what was given for a token, by nobody but
    who asked. Nor is what comes from another view than that which the tag speaks of, since the
    data were exchanged meanwhile.
    """
    headers = [("Content-Type", content_type(reply.head.form))]
    if reply.head.notices:
        headers.append((HEADER, header(reply.head.notices)))
    if reply.head.encoding:
        headers.append(("Content-Encoding", reply.head.encoding))
    if reply.head.total is not None:
        headers.append(("X-Total-Count", str(reply.head.total)))
    if reply.head.volatile or reply.view not in ("", view):
        headers.append(("Cache-Control", "no-store"))
    else:
        headers += [("ETag", tag), ("Cache-Control", keeping)]
    return Delivery(200, headers, reply.chunks)


def _keeping(request: Request) -> str:
    return "private, no-cache" if "HTTP_AUTHORIZATION" in request.environ else PUBLIC


def date_of(request: Request) -> date | None:
    """
    The evaluation date that the address asks for with `asOf`.

    Raises:
        DateError: if it is no date.
    """
    written = request.args.get("asOf", "").strip()
    return parse_date(written) if written else None


def encoding_of(request: Request) -> str:
    """The encoding to answer in: the first of ours that the client takes; "" for none."""
    return _encoding(request.environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=512)
def _encoding(accept: str) -> str:
    taken = parse_accept_header(accept, Accept)
    return next((name for name in ENCODINGS if taken and taken.quality(name) > 0), "")


def not_acceptable(request: Request, error: FormError) -> NotAcceptableError:
    """The same, with what was wanted and what there is."""
    wanted = asked_format(request) or str(request.accept_mimetypes)
    return NotAcceptableError(wanted, _GRAPHS if error.kind == "graph" else _TABLES)


def content_type(media_type: str) -> str:
    """The media type, with the character set where the type needs one said."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type

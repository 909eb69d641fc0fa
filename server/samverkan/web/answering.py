"""From a request to a question, and from a reply to a response; the same with and without Flask."""

from datetime import date

from werkzeug.wrappers import Request, Response

from samverkan.dates import parse_date
from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS, FormError
from samverkan.query.cache import etag
from samverkan.query.encoding import ENCODINGS
from samverkan.query.engine import Engine
from samverkan.query.question import AnyQuestion, Question
from samverkan.web.negotiation import NotAcceptableError, choose_or_none
from samverkan.web.notices import HEADER, header
from samverkan.web.protocol import Asked

_TABLES, _GRAPHS = list(RESULT_FORMATS), list(GRAPH_FORMATS)


def question_of(request: Request, asked: Asked, table_form: str = "") -> Question:
    """
    The question of a request, in the forms that its client takes.

    Args:
        request: says the forms.
        asked: the query and its dataset.
        table_form: for a table whatever the client takes; a graph is Turtle then.
    """
    return Question(
        asked.query,
        asked.default_graphs,
        asked.named_graphs,
        table_form or choose_or_none(request, _TABLES),
        "text/turtle" if table_form else choose_or_none(request, _GRAPHS),
        "" if table_form else encoding_of(request),
    )


def deliver(request: Request, engine: Engine, question: AnyQuestion) -> Response:
    """
    The answer to a question as a response, or that the client has it already.

    What may change the next time is not to be kept; what is internal, by nobody but who asked.

    Raises:
        SamverkanError: what the engine raises, or that the date is none.
    """
    on = date_of(request)
    about = engine.about(on)
    tag = etag(about, question)
    keeping = "private, no-cache" if about.access == "internal" else "public, no-cache"
    if request.if_none_match.contains(tag):
        return Response(status=304, headers={"ETag": f'"{tag}"', "Cache-Control": keeping})
    reply = engine.ask(question, on)
    response = Response(reply.chunks, content_type=content_type(reply.head.form))
    if reply.head.notices:
        response.headers[HEADER] = header(reply.head.notices)
    if reply.head.encoding:
        response.headers["Content-Encoding"] = reply.head.encoding
    if reply.head.volatile:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = keeping
    return response


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
    taken = request.accept_encodings
    return next((name for name in ENCODINGS if taken and taken.quality(name) > 0), "")


def not_acceptable(request: Request, error: FormError) -> NotAcceptableError:
    """The same, with what was wanted and what there is."""
    wanted = request.args.get("format") or str(request.accept_mimetypes)
    return NotAcceptableError(wanted, _GRAPHS if error.kind == "graph" else _TABLES)


def content_type(media_type: str) -> str:
    """The media type, with the character set where the type needs one said."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type

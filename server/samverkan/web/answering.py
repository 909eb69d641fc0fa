"""From a request to a question, and from a reply to a response; the same with and without Flask."""

from collections.abc import Sequence

from werkzeug.wrappers import Request, Response

from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS, FormError
from samverkan.query.question import Question, Reply
from samverkan.web.negotiation import NotAcceptableError, asked_format, choose_or_none
from samverkan.web.protocol import Asked

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
    )


def respond(reply: Reply) -> Response:
    """The reply as it comes."""
    return Response(reply.chunks, content_type=content_type(reply.head.form))


def not_acceptable(request: Request, error: FormError) -> NotAcceptableError:
    """The same, with what was wanted and what there is."""
    wanted = asked_format(request) or str(request.accept_mimetypes)
    return NotAcceptableError(wanted, _GRAPHS if error.kind == "graph" else _TABLES)


def content_type(media_type: str) -> str:
    """The media type, with the character set where the type needs one said."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type

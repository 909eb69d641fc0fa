"""The one place where an error meets an HTTP status; problems as RFC 9457 has them."""

import json
import logging
import re
from dataclasses import dataclass, field
from http import HTTPStatus

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from samverkan.dates import DateError
from samverkan.errors import SamverkanError
from samverkan.query.answer import FormError, GraphNameError, UnanswerableQueryError
from samverkan.query.binder import (
    MissingParameterError,
    ParameterTypeError,
    RepeatedParameterError,
    UnknownParameterError,
)
from samverkan.query.engine import OneDateError
from samverkan.query.library import UnknownQueryError
from samverkan.query.limits import (
    LimitError,
    MemoryLimitError,
    RowLimitError,
    SizeLimitError,
    WorkerCrashError,
)
from samverkan.query.parts import PartError
from samverkan.query.refusal import OversizeQueryError, QuerySyntaxError, RefusedQueryError
from samverkan.query.replying import UnknownGraphError
from samverkan.query.slowness import slow_patterns
from samverkan.web.answering import not_acceptable
from samverkan.web.levels import TokenError
from samverkan.web.negotiation import NotAcceptableError, asked_format
from samverkan.web.notices import told
from samverkan.web.parts import PartOfTableError
from samverkan.web.problem_types import BASE, TYPES, name_of
from samverkan.web.protocol import (
    CharsetError,
    EncodingError,
    GraphWriteError,
    MediaTypeError,
    NoQueryError,
    ProtocolError,
    UpdateError,
    read_request,
)
from samverkan.web.refusals import (
    BodyEncodingError,
    ExpectationError,
    HostError,
    LongAddressError,
    LongHeadersError,
    RequestRateError,
    RequestsAtOnceError,
    SlowRequestError,
)
from samverkan.web.request_id import instance
from samverkan.web.swedish import in_swedish
from samverkan.web.texts import language_of
from samverkan.workers.views import DateSpanError, RootGoneError

#: The first class that fits wins.
STATUS: dict[type[SamverkanError], HTTPStatus] = {
    UnknownQueryError: HTTPStatus.NOT_FOUND,
    NotAcceptableError: HTTPStatus.NOT_ACCEPTABLE,
    QuerySyntaxError: HTTPStatus.BAD_REQUEST,
    RefusedQueryError: HTTPStatus.FORBIDDEN,
    OversizeQueryError: HTTPStatus.BAD_REQUEST,
    UnanswerableQueryError: HTTPStatus.BAD_REQUEST,
    GraphNameError: HTTPStatus.BAD_REQUEST,
    UnknownGraphError: HTTPStatus.NOT_FOUND,
    OneDateError: HTTPStatus.NOT_IMPLEMENTED,
    DateSpanError: HTTPStatus.BAD_REQUEST,
    RootGoneError: HTTPStatus.SERVICE_UNAVAILABLE,
    RowLimitError: HTTPStatus.BAD_REQUEST,
    SizeLimitError: HTTPStatus.BAD_REQUEST,
    MemoryLimitError: HTTPStatus.BAD_REQUEST,
    WorkerCrashError: HTTPStatus.BAD_REQUEST,
    LimitError: HTTPStatus.SERVICE_UNAVAILABLE,
    TokenError: HTTPStatus.UNAUTHORIZED,
    MissingParameterError: HTTPStatus.BAD_REQUEST,
    ParameterTypeError: HTTPStatus.BAD_REQUEST,
    RepeatedParameterError: HTTPStatus.BAD_REQUEST,
    PartError: HTTPStatus.BAD_REQUEST,
    UnknownParameterError: HTTPStatus.BAD_REQUEST,
    DateError: HTTPStatus.BAD_REQUEST,
    UpdateError: HTTPStatus.FORBIDDEN,
    GraphWriteError: HTTPStatus.METHOD_NOT_ALLOWED,
    CharsetError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    MediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    EncodingError: HTTPStatus.BAD_REQUEST,
    NoQueryError: HTTPStatus.BAD_REQUEST,
    PartOfTableError: HTTPStatus.BAD_REQUEST,
    ProtocolError: HTTPStatus.BAD_REQUEST,
    SlowRequestError: HTTPStatus.REQUEST_TIMEOUT,
    LongAddressError: HTTPStatus.REQUEST_URI_TOO_LONG,
    LongHeadersError: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    BodyEncodingError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    ExpectationError: HTTPStatus.EXPECTATION_FAILED,
    HostError: HTTPStatus.BAD_REQUEST,
    RequestRateError: HTTPStatus.TOO_MANY_REQUESTS,
    RequestsAtOnceError: HTTPStatus.TOO_MANY_REQUESTS,
}

#: The evidence of an error that its document has as members.
_MEMBERS = (
    "line",
    "column",
    "reason",
    "limit",
    "seconds",
    "megabytes",
    "rows",
    "size",
    "requests",
    "near",
)
#: Names of what HTTP has a status for.
OF_HTTP = {404: "NotFound", 405: "MethodNotAllowed", 413: "RequestEntityTooLarge", 500: "Internal"}
#: Seconds after which a query that was too slow may be tried again.
_LATER = 30
#: Programs whose user reads what they print.
_TERMINALS = re.compile(r"^(curl|wget|httpie|xh)/|powershell", re.IGNORECASE)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """An error as a client is told it: all but the form."""

    status: HTTPStatus
    type: str
    title: str
    detail: str
    language: str
    members: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The detail, and the hints below it."""
        hints = self.members.get("hints", [])
        return "\n".join([self.detail, *(hints if isinstance(hints, list) else [])])


def status_of(error: SamverkanError) -> HTTPStatus:
    """The status that tells the client whose fault it is."""
    found = (status for kind, status in STATUS.items() if isinstance(error, kind))
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def describe(request: Request, error: Exception, language: str, sparql: str = "") -> Problem:
    """
    The problem that an error is to the client of a request.

    Args:
        request: that failed.
        error: of ours, of HTTP's, or one that nobody foresaw, which is logged.
        language: `sv` or `en`.
        sparql: the query, if it does not stand in the request as `query`.
    """
    if isinstance(error, FormError):
        error = not_acceptable(request, error)
    if isinstance(error, HTTPException) and error.code != HTTPStatus.INTERNAL_SERVER_ERROR:
        return _of_http(request, error, language)
    if not isinstance(error, SamverkanError):
        return _unforeseen(error, language)
    status = status_of(error)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return _unforeseen(error, language)
    members = {name: getattr(error, name, None) for name in _MEMBERS}
    kept: dict[str, object] = {
        name: value for name, value in members.items() if value not in (None, [], "")
    }
    headers = {}
    if isinstance(error, LimitError):
        hints = [told(hint, language) for hint in slow_patterns(sparql or _asked(request))]
        kept |= {"hints": hints} if hints else {}
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        headers["Retry-After"] = str(getattr(error, "retry_after", _LATER))
    if isinstance(error, GraphWriteError):
        headers["Allow"] = ", ".join(error.allow)
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="samverkan", error="invalid_token"'
    if isinstance(error, BodyEncodingError):
        headers["Accept-Encoding"] = "identity"
    detail = (in_swedish(error) if language == "sv" else None) or str(error)
    return _problem(status, name_of(error), detail, language, kept, headers)


def problem_document(request: Request, error: Exception, sparql: str = "") -> Response:
    """
    The error for a program: a problem document, or plain text where somebody reads it.

    Plain text is for a client whose `Accept` prefers text/plain to JSON, and for curl, Wget,
    HTTPie and PowerShell unless `Accept` or `?format=` names some JSON. English, if the client
    names no language.

    Args:
        request: that failed; no Flask is needed around it.
        error: as for `describe`.
        sparql: likewise.

    Source:
        RFC 9457.
    """
    problem = describe(request, error, language_of(request, "en"), sparql)
    if reads_text(request):
        body = f"{problem.status.value} {problem.title}\n{problem.text}\n"
        if problem.type != "about:blank":
            body += f"{problem.type}\n"
        response = Response(body, problem.status, content_type="text/plain; charset=utf-8")
    else:
        document = {
            "type": problem.type,
            "title": problem.title,
            "status": problem.status.value,
            "detail": problem.detail,
            **problem.members,
        }
        response = Response(
            json.dumps(document, ensure_ascii=False) + "\n",
            problem.status,
            content_type="application/problem+json",
        )
    return finished(response, problem)


def finished(response: Response, problem: Problem) -> Response:
    """The response with the headers of its problem."""
    response.headers.update(problem.headers)
    response.headers["Content-Language"] = problem.language
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(["Accept", "Accept-Language", "User-Agent"])
    return response


def reads_text(request: Request) -> bool:
    """Whether the client's user reads what it prints, rather than a program."""
    named = [media for media, quality in request.accept_mimetypes if quality > 0]
    if "json" in asked_format(request).lower():
        return False
    if _TERMINALS.search(request.headers.get("User-Agent", "")) and not any(
        "json" in media for media in named
    ):
        return True
    offered = ["application/problem+json", "application/json", "text/plain"]
    accepted = request.accept_mimetypes
    return "text/plain" in named and accepted.best_match(offered) == "text/plain"


def _asked(request: Request) -> str:
    """The query of the request, if there is one to be read."""
    try:
        asked = read_request(request)
    except (SamverkanError, HTTPException):
        return ""
    return asked.query if asked else ""


def _of_http(request: Request, error: HTTPException, language: str) -> Problem:
    status = HTTPStatus(error.code or 500)
    name = OF_HTTP.get(status.value, "")
    detail = _DETAILS.get(name, ("", ""))[language == "en"].format(path=request.path)
    headers = {}
    methods = getattr(error, "valid_methods", None)
    if methods:
        headers["Allow"] = ", ".join(sorted(methods))
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    detail = detail or _OTHER[language == "en"].format(path=request.path, status=status.value)
    return _problem(status, name, detail, language, {}, headers)


#: Of what has no type of its own.
_OTHER = (
    "{path} kunde inte svara på den begäran (status {status})",
    "{path} could not answer that request (status {status})",
)
#: What HTTP calls its statuses, in Swedish.
_PHRASES = {
    400: "Felaktig begäran",
    401: "Inloggning krävs",
    403: "Inte tillåtet",
    408: "Begäran kom för långsamt",
    411: "Längden saknas",
    414: "Adressen är för lång",
    416: "Den delen finns inte",
    429: "För många frågor",
    431: "Rubrikerna är för långa",
    503: "Inte tillgänglig just nu",
}
_DETAILS = {
    "NotFound": (
        "det finns ingen sida {path}; börja om från startsidan",
        "there is no page {path}; begin at the start page",
    ),
    "MethodNotAllowed": (
        "{path} svarar inte på den metoden; rubriken Allow säger vilka den svarar på",
        "{path} does not answer that method; the header Allow says which it does",
    ),
    "RequestEntityTooLarge": (
        "begäran är större än vad som tas emot här; skicka en kortare fråga",
        "the request is larger than is taken here; send a shorter query",
    ),
    "Internal": (
        "ett fel som inte var väntat; försök igen, och anmäl det med numret {instance} om det "
        "kommer tillbaka",
        "an error that nobody foresaw; try again, and report it with the number {instance} if it "
        "comes back",
    ),
}


def _unforeseen(error: Exception, language: str) -> Problem:
    number = instance()
    # of what Flask caught, it has logged the traceback
    cause = None if isinstance(error, HTTPException) else error
    _log.error("unforeseen error %s", number, exc_info=cause)
    detail = _DETAILS["Internal"][language == "en"].format(instance=number)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _problem(status, "Internal", detail, language, {"instance": number}, {})


def _problem(
    status: HTTPStatus,
    name: str,
    detail: str,
    language: str,
    members: dict[str, object],
    headers: dict[str, str],
) -> Problem:
    known = TYPES.get(name)
    if known:
        title = known.en if language == "en" else known.sv
    else:
        swedish = _PHRASES.get(status, "Begäran kunde inte besvaras")
        title = status.phrase if language == "en" else swedish
    type_ = BASE + name if known else "about:blank"
    return Problem(status, type_, title, detail, language, members, headers)

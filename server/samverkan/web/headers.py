"""Headers that every answer has, with and without Flask."""

from werkzeug.wrappers import Request, Response

#: What scripts of other origins may read of an answer.
_EXPOSED = (
    "Allow, Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, "
    "Samverkan-Data, Samverkan-Notice, WWW-Authenticate, X-Request-Id, X-Total-Count"
)
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


VARY = ("Accept", "Accept-Encoding", "Accept-Language", "Authorization")
_ALWAYS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", _EXPOSED),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Content-Security-Policy", _POLICY),
]
#: What pages say besides: no other window has a hold on them, no device is theirs to use.
_OF_PAGES = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("X-Frame-Options", "DENY"),
]
_MADE_UP = [("Samverkan-Data", "made-up")]


def always(*, fictional: bool) -> list[tuple[str, str]]:
    """
    What every answer says: any page may read it, no page of ours loads from elsewhere.

    Args:
        fictional: whether the data are made up, so that it says that too.
    """
    return _ALWAYS + _MADE_UP if fictional else _ALWAYS


def finish(request: Request, response: Response, *, fictional: bool) -> Response:
    """
    The response with what every answer says, and what a script asks before it asks.

    What is answered to who shows a token is kept by nobody else, whatever it is.
    """
    headers = response.headers
    if "Authorization" in request.headers and "no-store" not in headers.get("Cache-Control", ""):
        headers["Cache-Control"] = "private, no-cache"
    if request.method == "OPTIONS":
        headers.setdefault("Access-Control-Allow-Methods", headers.get("Allow", "GET"))
        headers.setdefault(
            "Access-Control-Allow-Headers",
            "Accept, Accept-Language, Authorization, Content-Type, If-None-Match, X-Request-Id",
        )
        headers.setdefault("Access-Control-Max-Age", "86400")
    pages = _OF_PAGES if response.mimetype == "text/html" else []
    for name, value in always(fictional=fictional) + pages:
        headers.setdefault(name, value)
    response.vary.update(VARY)
    return response

"""Headers that every answer has, with and without Flask."""

from werkzeug.wrappers import Request, Response

#: What scripts of other origins may read of an answer.
_EXPOSED = (
    "Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, "
    "Samverkan-Data, Samverkan-Notice, WWW-Authenticate, X-Request-Id, X-Total-Count"
)
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def finish(request: Request, response: Response, *, fictional: bool) -> Response:
    """
    Let any page read, let no page of ours load from elsewhere, say that data are made up.

    What is answered to who shows a token is kept by nobody else, whatever it is.
    """
    headers = response.headers
    keeping = headers.get("Cache-Control", "")
    if "Authorization" in request.headers and "no-store" not in keeping:
        headers["Cache-Control"] = "private, no-cache"
    headers.setdefault("Access-Control-Allow-Origin", "*")
    headers.setdefault("Access-Control-Expose-Headers", _EXPOSED)
    if request.method == "OPTIONS":
        headers.setdefault("Access-Control-Allow-Methods", headers.get("Allow", "GET"))
        headers.setdefault(
            "Access-Control-Allow-Headers",
            "Accept, Accept-Language, Authorization, Content-Type, If-None-Match",
        )
        headers.setdefault("Access-Control-Max-Age", "86400")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
    headers.setdefault("Content-Security-Policy", _POLICY)
    if fictional:
        headers.setdefault("Samverkan-Data", "made-up")
    response.vary.update(["Accept", "Accept-Encoding", "Accept-Language", "Authorization"])
    return response

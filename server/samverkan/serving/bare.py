"""A refusal where there is no request to answer: what was sent is none."""

import json
from http import HTTPStatus

from samverkan.web.headers import always


def bare_refusal(status: int, detail: str) -> bytes:
    """
    The whole response: a problem document, the last on its connection.

    Args:
        status: 4xx.
        detail: what is wrong, and what to do.
    """
    title = HTTPStatus(status).phrase
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body = json.dumps(document).encode() + b"\n"
    headers = [
        ("content-type", "application/problem+json"),
        ("cache-control", "no-store"),
        ("server", "samverkan"),
        ("connection", "close"),
        ("content-length", str(len(body))),
        *((name.lower(), value) for name, value in always(fictional=False)),
    ]
    lines = [f"HTTP/1.1 {status} {title}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body

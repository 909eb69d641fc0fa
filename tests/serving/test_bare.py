"""A refusal where there is no request is one whole response of HTTP."""

import http.client
import io
import json
from typing import Any

from samverkan.serving.bare import bare_refusal


class _Sock:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, _: str) -> io.BytesIO:
        return io.BytesIO(self._data)


def test_it_is_a_problem_document_and_the_last_on_its_connection():
    sock: Any = _Sock(bare_refusal(431, "too much; send less"))
    response = http.client.HTTPResponse(sock)
    response.begin()
    body = json.loads(response.read())

    assert (response.status, response.reason) == (431, "Request Header Fields Too Large")
    assert body == {
        "type": "about:blank",
        "title": "Request Header Fields Too Large",
        "status": 431,
        "detail": "too much; send less",
    }
    assert response.getheader("content-type") == "application/problem+json"
    assert response.getheader("connection") == "close"
    assert response.getheader("access-control-allow-origin") == "*"

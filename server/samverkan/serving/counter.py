"""Over the counter: answers that lie ready are given out before anything is parsed."""

from samverkan.serving.admission import Admission
from samverkan.serving.exchange import Headers
from samverkan.serving.requests import Requests
from samverkan.serving.shelf import RawHeaders, Shelf
from samverkan.web.refusals import RateError
from samverkan.web.request_id import HEADER

_HEADER = HEADER.encode()


class Counter:
    """
    Gives out what lies ready, to who is let in, and has it told of like any other answer.

    Args:
        shelf: where answers lie.
        admission: says who is let in.
        requests: are told of it.
    """

    def __init__(self, shelf: Shelf, admission: Admission, requests: Requests) -> None:
        self._shelf, self._admission, self._requests = shelf, admission, requests

    def serve(self, url: bytes, headers: RawHeaders, client: str) -> list[bytes] | None:
        """
        The answer to a GET, in pieces, to be completed; None if it goes the way of all requests.

        Args:
            url: its target.
            headers: names in small letters.
            client: the address at the other end.

        Returns:
            Status line and headers; their end; the body.
        """
        key = self._shelf.key(url, headers)
        ready = self._shelf.find(key) if key is not None else None
        if ready is None or self._requests.closed:
            return None
        path = url.partition(b"?")[0].decode("latin-1")
        who = self._admission.client(path, Headers(headers), client)
        try:
            told = self._admission.enter(who)
        except RateError:
            return None
        self._admission.leave(who)
        given = known = b""
        for name, value in headers:
            if name == _HEADER:
                given = value
            elif name == b"if-none-match":
                known = value
        unchanged = known and (ready.etag in known or known == b"*")
        status = 304 if unchanged else 200
        told += self._requests.at_once(path, client, given.decode("latin-1"), status)
        lines = "".join([f"{name}: {value}\r\n" for name, value in told]).encode("latin-1")
        head = ready.unchanged if unchanged else ready.head
        return [head + lines, b"\r\n", b"" if unchanged else ready.body]

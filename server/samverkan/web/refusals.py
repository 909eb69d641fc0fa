"""Why a request is refused before anybody looks at what it asks."""

from samverkan.errors import SamverkanError


class RequestError(SamverkanError):
    """The request is not one that is taken here, whatever it asks."""


class LongAddressError(RequestError):
    """The address, with its query, is longer than one may be."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"the address is longer than {size} bytes; send the query by POST, in the body"
        )
        self.size = size


class LongHeadersError(RequestError):
    """The headers together are longer than they may be."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the headers are longer than {size} bytes; send fewer, or shorter ones")
        self.size = size


class SlowRequestError(RequestError):
    """The body did not arrive in time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the body did not arrive within {seconds:g} seconds; send the request again, whole"
        )
        self.seconds = seconds


class BodyEncodingError(RequestError):
    """The body is compressed, and bodies are taken as they are."""

    def __init__(self, encoding: str) -> None:
        super().__init__(f"a body in the encoding {encoding!r}; send it without Content-Encoding")
        self.encoding = encoding


class ExpectationError(RequestError):
    """The request expects what this server does not do."""

    def __init__(self, expected: str) -> None:
        super().__init__(f"Expect: {expected}; send 100-continue, or leave it out")
        self.expected = expected


class HostError(RequestError):
    """The request does not say to which host it goes, or says what is none."""

    def __init__(self) -> None:
        super().__init__("the header Host is no name or address of a host; send one that is")


class RateError(RequestError):
    """One client asks more often, or more at once, than one may."""

    def __init__(self, requests: int, retry_after: int, why: str) -> None:
        super().__init__(why)
        self.requests, self.retry_after = requests, retry_after


class RequestRateError(RateError):
    """More requests in a minute than one client may send."""

    def __init__(self, requests: int, retry_after: int) -> None:
        super().__init__(
            requests,
            retry_after,
            f"more than {requests} requests a minute from your address; go on in {retry_after} "
            "seconds, and ask for more in one query rather than a little in many",
        )


class RequestsAtOnceError(RateError):
    """More requests at the same time than one client may have."""

    def __init__(self, requests: int) -> None:
        super().__init__(
            requests,
            1,
            f"{requests} requests from your address are being answered; wait for one to end "
            "before you send the next",
        )

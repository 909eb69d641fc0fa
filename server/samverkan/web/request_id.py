"""The id of a request: the client's own, if it is one that may stand in a log, else a new one."""

import re
from contextvars import ContextVar
from random import getrandbits

HEADER = "x-request-id"

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

#: Of the request that is being answered; "" where nothing gives requests an id.
CURRENT_ID: ContextVar[str] = ContextVar("request_id", default="")


def request_id(given: str | None) -> str:
    """The id that was given if it is plain and short, else a random UUID."""
    if given and _PLAIN.fullmatch(given):
        return given
    drawn = f"{getrandbits(128):032x}"  # seeded anew in every process; no secret
    return f"{drawn[:8]}-{drawn[8:12]}-4{drawn[13:16]}-a{drawn[17:20]}-{drawn[20:]}"


def instance() -> str:
    """The request that is being answered, as the `instance` of a problem: a URI reference."""
    current = CURRENT_ID.get() or request_id(None)
    return f"urn:uuid:{current}" if _UUID.fullmatch(current) else current

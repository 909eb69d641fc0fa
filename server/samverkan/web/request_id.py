"""The id of a request: the client's own, if it is one that may stand in a log, else a new one."""

import os
import re
from contextvars import ContextVar

HEADER = "x-request-id"

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")

#: Of the request that is being answered; "" where nothing gives requests an id.
CURRENT_ID: ContextVar[str] = ContextVar("request_id", default="")


def request_id(given: str | None) -> str:
    """The id that was given if it is plain and short, else a random one of 32 characters."""
    if given and _PLAIN.fullmatch(given):
        return given
    return os.urandom(16).hex()

"""One log for all processes and libraries: lines of text, or of JSON, on the standard error."""

import hashlib
import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog
from structlog.types import Processor

from samverkan.web.request_id import CURRENT_ID

#: So much of a query is shown.
_SHOWN = 500


def set_up_logs(form: Literal["text", "json"]) -> None:
    """Have everything that is logged come out in one form; to be called before any fork."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_request,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if form == "json":
        last += [
            structlog.processors.format_exc_info,
            structlog.processors.EventRenamer("message"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        last += [structlog.processors.format_exc_info, _as_text]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(allow=())], processors=last
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("samverkan").setLevel(logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)


def query_hash(sparql: str) -> str:
    """What a query is recognised by in the log."""
    return hashlib.sha256(sparql.encode(errors="replace")).hexdigest()[:16]


def shortened(sparql: str) -> str:
    """The query in one line, its beginning if it is long."""
    line = " ".join(sparql[: 4 * _SHOWN].split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 3] + "..."


def _with_request(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Say which request it belongs to, if it says it not yet."""
    current = CURRENT_ID.get()
    if current:
        event.setdefault("request", current)
    return event


def _as_text(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    """Time, level, what happened, and the rest as name=value; a traceback below."""
    traceback = event.pop("exception", "")
    moment = str(event.pop("timestamp", ""))[:19] + "Z"
    head = f"{moment} {event.pop('level', 'info')}: {event.pop('event', '')}"
    rest = "".join(f" {name}={_plain(value)}" for name, value in event.items())
    return head.replace("\n", " ") + rest + (f"\n{traceback}" if traceback else "")


def _plain(value: object) -> str:
    """The value; with quotation marks where a reader could not tell where it ends."""
    text = value if isinstance(value, str) else str(value)
    return text if text and text.isprintable() and not set(text) & set(' "=') else repr(text)

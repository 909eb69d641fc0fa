"""`/health/live`, `/health/ready` and `/metrics`: for those who run the server, and their tools."""

from http import HTTPStatus
from ipaddress import ip_address
from typing import Any, Protocol, cast

from flask import Blueprint, Response, abort, current_app, json, request

blueprint = Blueprint("operation", __name__)

#: Headers that a proxy adds: what has one does not come from this machine.
_HANDED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


class Operation(Protocol):
    """What is known of the server that an application runs in."""

    #: Whether others than this machine may read the metrics; None if nobody may.
    metrics_public: bool | None

    def ready(self) -> tuple[bool, dict[str, Any]]:
        """Whether it can answer, and more, for JSON."""

    def metrics(self, accept: str) -> tuple[bytes, str]:
        """The metrics, and their media type."""


def _operation() -> Operation | None:
    return cast("Operation | None", current_app.config.get("OPERATION"))


@blueprint.get("/health/live")
def live() -> Response:
    """That the process answers, whatever it has to say."""
    return _told({"status": "live"})


@blueprint.get("/health/ready")
def ready() -> Response:
    """Whether data can be answered from: which, as of when."""
    operation = _operation()
    if operation is None:
        return _told({"status": "ready"})
    fit, told = operation.ready()
    if fit:
        return _told(told)
    response = _told(told, HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = "5"
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """The metrics; for this machine alone, unless a setting says otherwise."""
    operation = _operation()
    if operation is None or operation.metrics_public is None:
        abort(HTTPStatus.NOT_FOUND)
    if not operation.metrics_public and not _from_this_machine():
        abort(HTTPStatus.FORBIDDEN)
    body, content_type = operation.metrics(request.headers.get("Accept", ""))
    return Response(body, content_type=content_type, headers={"Cache-Control": "no-store"})


def _from_this_machine() -> bool:
    if any(name in request.headers for name in _HANDED_ON):
        return False
    try:
        client = ip_address((request.remote_addr or "").strip("[]"))
    except ValueError:
        return False
    return (getattr(client, "ipv4_mapped", None) or client).is_loopback


def _told(document: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(
        json.dumps(document, ensure_ascii=False) + "\n",
        status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )

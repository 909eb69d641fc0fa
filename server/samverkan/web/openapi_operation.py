"""The health of the server in the OpenAPI document; its metrics are for who runs it, not there."""

from http import HTTPStatus

from samverkan.query.library import Library
from samverkan.web.openapi_common import Json, Say, answer, problems


def health_paths(library: Library, say: Say) -> Json:  # noqa: ARG001 a section like the others
    """Whether the server lives, and whether it has data to answer from."""
    live = say("Att servern lever.", "That the server lives.")
    ready = say(
        "Om servern har data att svara ur: vilka, och per vilken dag.",
        "Whether the server has data to answer from: which, and as of which day.",
    )
    away = say("Data saknas just nu; reason säger varför.", "Data are missing; reason says why.")
    unavailable = {"503": answer(away, _status("unavailable"))}
    return {
        "/health/live": {"get": _get("live", live, _status("live"), {})},
        "/health/ready": {"get": _get("ready", ready, _status("ready"), unavailable)},
    }


def _get(name: str, told: str, content: Json, others: Json) -> Json:
    return {
        "operationId": name,
        "tags": ["service"],
        "summary": told,
        "responses": {
            "200": answer(told, content),
            **problems(HTTPStatus.TOO_MANY_REQUESTS),
            **others,
        },
    }


def _status(status: str) -> Json:
    schema: Json = {
        "type": "object",
        "required": ["status"],
        "properties": {"status": {"const": status}},
    }
    return {"application/json": {"schema": schema}}

"""The addresses for those who run a server, where the application runs without ours."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from samverkan.query.engine import LocalEngine
from samverkan.query.library import shipped_library
from samverkan.store.view import View
from samverkan.web import create_app


class _Known:
    """What a server would know."""

    metrics_public: bool | None = False

    def ready(self) -> tuple[bool, dict[str, Any]]:
        return True, {"status": "ready"}

    def metrics(self, accept: str) -> tuple[bytes, str]:
        return b"up 1\n", "text/plain"


@pytest.fixture
def server() -> _Known:
    return _Known()


@pytest.fixture
def known(public: View, server: _Known) -> FlaskClient:
    return create_app(LocalEngine(public), shipped_library(), server).test_client()


def test_an_application_of_no_server_is_ready_when_it_answers(client: FlaskClient):
    assert client.get("/health/live").json == {"status": "live"}
    assert client.get("/health/ready").json == {"status": "ready"}
    assert client.get("/metrics").status_code == 404
    assert client.post("/health/live").status_code == 405


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.9", "::1", "[::1]", "::ffff:127.0.0.1"])
def test_metrics_are_shown_to_this_machine(known: FlaskClient, address: str):
    answer = known.get("/metrics", environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "", "unix", "::ffff:192.0.2.1"])
def test_metrics_are_not_shown_to_others(known: FlaskClient, address: str):
    assert known.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_what_a_proxy_on_this_machine_hands_on_is_not_from_this_machine(
    known: FlaskClient, header: str
):
    assert known.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


def test_metrics_are_shown_to_all_where_a_setting_says_so(known: FlaskClient, server: _Known):
    server.metrics_public = True
    assert known.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 200

    server.metrics_public = None
    assert known.get("/metrics").status_code == 404

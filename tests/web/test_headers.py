"""The headers that keep a browser from harm, and let scripts of others read."""

import pytest
from flask.testing import FlaskClient

ASK = "/sparql?query=ASK%20%7B%7D"


@pytest.mark.parametrize("path", ["/", "/sparql", ASK, "/nothing", "/health/live", "/queries/x"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_answer_has_them(client: FlaskClient, path: str, accept: str):
    headers = client.get(path, headers={"Accept": accept}).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Set-Cookie" not in headers


def test_a_page_lets_no_other_window_and_no_device_in(client: FlaskClient):
    headers = client.get("/", headers={"Accept": "text/html"}).headers

    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


def test_what_only_the_proxy_can_know_is_not_said(client: FlaskClient):
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_a_script_elsewhere_may_send_and_read_the_id_of_a_request(client: FlaskClient):
    headers = client.options("/sparql").headers

    assert "X-Request-Id" in headers["Access-Control-Allow-Headers"]
    assert "X-Request-Id" in headers["Access-Control-Expose-Headers"]

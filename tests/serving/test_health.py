"""What those who run a server ask it: does it live, is it ready, of what."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from samverkan.serving.status import without_folders

from .conftest import Server, wait_for

#: Servers are started and waited for.
pytestmark = pytest.mark.slow


@pytest.fixture
def server(serve: Callable[..., Server], small: Path) -> Server:
    return serve("--dataset", str(small))


def test_a_server_lives_and_says_what_it_is_ready_with(server: Server):
    live, ready = server.get("health/live"), server.get("health/ready")
    [count] = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values
    told = ready.json

    assert (live.status, live.json) == (200, {"status": "live"})
    assert ready.status == 200
    assert live.headers["Cache-Control"] == ready.headers["Cache-Control"] == "no-store"
    assert told["status"] == "ready"
    assert told["triples"] == int(count)
    assert (told["dataset"], told["asOf"], told["levels"]) == ("small", "2019-10-01", ["public"])
    assert re.fullmatch(r"[0-9a-f]{64}", told["version"])
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["since"])
    assert told["lastReload"] is None


def test_refused_data_leave_it_ready_with_the_old_and_say_why(server: Server, small: Path):
    before = server.get("health/ready").json
    file = small / "mellerud.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: len(text) // 2], encoding="utf-8")
    server.process.send_signal(signal.SIGHUP)
    server.until("the new data are refused")
    after = server.get("health/ready")

    assert after.status == 200
    assert after.json["version"] == before["version"]
    assert after.json["lastReload"] == "refused"
    assert after.json["lastReloadReason"].startswith("mellerud.ttl:")
    assert str(small) not in after.body.decode()
    assert str(small) in server.until("are refused")

    file.write_text(text + "\n# as it was\n", encoding="utf-8")
    server.process.send_signal(signal.SIGHUP)
    server.until("now answers from version")
    assert server.get("health/ready").json["lastReload"] == "done"
    assert "lastReloadReason" not in server.get("health/ready").json


def test_it_is_not_ready_while_the_data_are_gone_and_is_again_by_itself(
    server: Server, small: Path
):
    good = small / "mellerud.ttl"
    text = good.read_text(encoding="utf-8")
    good.write_text("not Turtle", encoding="utf-8")
    [root] = server.roots()
    os.kill(root.pid, signal.SIGKILL)
    gone = wait_for(lambda: (a := server.get("health/ready")).status == 503 and a)

    assert gone.json["status"] == "unavailable"
    assert gone.json["reason"].startswith("the process with the public data has ended")
    assert gone.json["levels"] == []
    assert gone.headers["Retry-After"]
    assert server.get("health/live").status == 200
    assert server.ask("ASK { ?s ?p ?o }").status == 503

    server.until("the public data cannot be read")
    good.write_text(text, encoding="utf-8")
    assert wait_for(lambda: server.get("health/ready").status == 200)
    assert server.ask("ASK { ?s ?p ?o }").json["boolean"] is True


def test_paths_are_told_without_their_folders():
    told = "/srv/data/north/mellerud.ttl:3:1: <https://w3id.org/samverkan/x> is not in a/b.ttl"

    assert without_folders(told) == (
        "mellerud.ttl:3:1: <https://w3id.org/samverkan/x> is not in b.ttl"
    )
